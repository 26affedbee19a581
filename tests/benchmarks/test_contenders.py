"""Each contender really makes its report: a page and a PDF with the report's words in it."""

import json
import re
from pathlib import Path

import pytest

from benchmarks.agreement import agreement
from benchmarks.contenders.floor import floor
from benchmarks.contenders.myst import troubles
from benchmarks.contenders.plain_loop import plain_loop, weasyprint, why_no_weasyprint
from benchmarks.floor.script import plain_script
from benchmarks.made import pdf_text, require_made
from benchmarks.measure import measure
from benchmarks.run import SECTIONS
from tests.support.project_copy import Built, Project

_OTHER_SECTIONS = re.compile(r"  - notebook: (?!3_cashless).*?(?=\n  - notebook|\Z)", re.DOTALL)


def test_the_floor_makes_the_same_page_and_the_same_text(project_copy: Project, built: Built) -> None:
    contender = floor(project_copy.root, 2024, SECTIONS)
    measure(contender.command)
    require_made(contender.command.folder, contender.outputs)
    page, text, attachments = agreement(built.folder, project_copy.root / "floor")
    assert page.startswith("`report.html`: the same bytes")
    assert text.startswith("`report.pdf`: the same text")
    assert attachments.endswith("the floor 1.")  # the document itself


def test_a_floor_that_differs_is_told(tmp_path: Path, built: Built) -> None:
    (tmp_path / "report.pdf").write_bytes(built.pdf.read_bytes())
    page = built.html.read_text(encoding="utf-8")
    (tmp_path / "report.html").write_text(page.replace("302手続", "303手続"), encoding="utf-8")
    page, text, _ = agreement(built.folder, tmp_path)
    assert "**differs** at character" in page
    assert "the same text" in text


def test_the_plain_loop_makes_pages_and_pdfs(project_copy: Project) -> None:
    params = project_copy.root / "params" / "2024.yaml"
    params.write_text(_OTHER_SECTIONS.sub("", params.read_text(encoding="utf-8")), encoding="utf-8")
    contender = plain_loop(project_copy.root, [2024])
    measure(contender.command)
    require_made(project_copy.root, contender.outputs)
    made = project_copy.root / "plain-loop-1"
    printed = pdf_text(made / "2024" / "3_cashless.pdf").replace("\r\n", "")
    assert "令和6年10月からキャッシュレス決済を導入する" in printed
    assert "from progress_report.inputs import open_section" in printed  # the code is printed too
    assert set(json.loads((made / "stages.json").read_text())) == {"papermill", "nbconvert", "chromium"}
    if why_no_weasyprint() is None:  # installed for the benchmark, not for the tests
        other = weasyprint(contender, 2024)
        measure(other.command)
        require_made(project_copy.root, other.outputs)


def test_nothing_made_or_nothing_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"no \*.html was made"):
        require_made(tmp_path, ["*.html"])
    (tmp_path / "page.html").write_text("<p>進捗</p>", encoding="utf-8")
    with pytest.raises(RuntimeError, match="hardly any"):
        require_made(tmp_path, ["*.html"])


def test_a_markdown_cell_that_is_no_heading_cannot_be_made_a_script(tmp_path: Path) -> None:
    cell = {"cell_type": "markdown", "id": "words", "metadata": {}, "source": ["文章"]}
    (tmp_path / "section.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    with pytest.raises(ValueError, match="not a single heading"):
        plain_script([tmp_path / "section.ipynb"])


def test_what_myst_could_not_do_is_read_from_what_it_says() -> None:
    said = """📖 Built 1.ipynb in 17 s.
Error: The typst CLI must be installed to build PDFs with typst
request to https://example.org failed, reason: getaddrinfo ENOTFOUND
Error: The typst CLI must be installed to build PDFs with typst
"""
    assert troubles(said) == [
        "Error: The typst CLI must be installed to build PDFs with typst",
        "request to https://example.org failed, reason: getaddrinfo ENOTFOUND",
    ]
