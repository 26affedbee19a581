"""``jupyter nbconvert`` finds both exporters, and takes a single executed section notebook."""

import subprocess
import sys
from pathlib import Path

from tests.support.html_text import read_page
from tests.support.normal_text import normal
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import Built
from tests.support.verapdf import validate

SECTION = "2_online_procedures"
HEADING = normal("1 行政手続のオンライン対応の進捗状況について")
NUMBER = "1,699,957"


def nbconvert(built: Built, exporter: str, folder: Path) -> Path:
    notebook = built.folder / "notebooks" / f"{SECTION}.ipynb"
    command = [
        sys.executable,
        "-m",
        "nbconvert",
        "--to",
        exporter,
        str(notebook),
        "--output-dir",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    (written,) = folder.iterdir()
    return written


def test_html_of_a_single_section(built: Built, tmp_path: Path) -> None:
    written = nbconvert(built, "progress-html", tmp_path)
    assert written.name == f"{SECTION}.html"
    page = read_page(written.read_text(encoding="utf-8"))
    assert HEADING in [normal(heading.text()) for heading in page.all("h2")]
    assert NUMBER in page.all("main")[0].text()
    assert page.all("title")[0].text().strip() != ""
    assert [
        link for link in page.all("a") if link.attributes["href"].endswith(".csv")
    ] == []  # none beside it


def test_pdf_of_a_single_section(built: Built, tmp_path: Path) -> None:
    written = nbconvert(built, "progress-pdf", tmp_path)
    assert written.name == f"{SECTION}.pdf"
    root = TaggedPdf.read(written).root
    assert normal(root.all("H1")[0].text) == HEADING
    assert NUMBER in root.text
    assert validate(written, "ua1") == validate(written, "3a") == []
