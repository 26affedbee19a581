"""The report that ``docs/sample`` shows, and its words."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.support.extracted_text import page_words
from tests.support.html_text import read_page
from tests.support.project_copy import ROOT

SAMPLE = ROOT / "docs" / "sample"
FILES = ("report.pdf", "report.html")


def words(path: Path) -> list[str]:
    """Return the words of a report's PDF by page, or the lines of its HTML page."""
    if path.suffix == ".html":
        return read_page(path.read_text(encoding="utf-8")).text().splitlines()
    return page_words(path)


def renew_sample(built: Path) -> Iterator[str]:
    """Copy the files of a built report whose words are others; each in a line."""
    for name in FILES:
        if not (SAMPLE / name).exists() or words(SAMPLE / name) != words(built / name):
            shutil.copyfile(built / name, SAMPLE / name)
            yield f"other words  {(SAMPLE / name).relative_to(ROOT)}"
