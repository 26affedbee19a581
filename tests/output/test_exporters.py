"""``jupyter nbconvert`` finds the exporters and converts a single executed section notebook."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbconvert.utils.exceptions import ConversionException

from progress_report.rendering.html_exporter import HtmlExporter
from tests.support.html_text import read_page
from tests.support.normal_text import normal
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import ROOT, Built
from tests.support.verapdf import validate

SECTION = "2_online_procedures"
HEADING = normal("1 行政手続のオンライン対応の進捗状況について")
NUMBER = "1,699,957"


def _converted(
    notebook: Path, exporter: str, folder: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    arguments = ("--to", exporter, *options, str(notebook), "--output-dir", str(folder))
    return subprocess.run(
        [sys.executable, "-m", "nbconvert", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def nbconvert(built: Built, exporter: str, folder: Path) -> Path:
    done = _converted(built.folder / "notebooks" / f"{SECTION}.ipynb", exporter, folder)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr, done.stderr
    (written,) = folder.iterdir()
    return written


def test_html_of_a_single_section(built: Built, tmp_path: Path) -> None:
    written = nbconvert(built, "progress_html", tmp_path)
    assert written.name == f"{SECTION}.html"
    page = read_page(written.read_text(encoding="utf-8"))
    assert HEADING in [normal(heading.text()) for heading in page.all("h2")]
    assert NUMBER in page.all("main")[0].text()
    assert page.all("title")[0].text().strip() != ""
    assert [
        link for link in page.all("a") if link.attributes["href"].endswith(".csv")
    ] == []  # no files beside it


@pytest.mark.long
def test_pdf_of_a_single_section(built: Built, tmp_path: Path) -> None:
    written = nbconvert(built, "progress_pdf", tmp_path)
    assert written.name == f"{SECTION}.pdf"
    root = TaggedPdf.read(written).root
    assert normal(root.all("H1")[0].text) == HEADING
    assert NUMBER in root.text
    assert validate(written, "ua1") == validate(written, "3a") == []


@pytest.mark.long
def test_text_of_a_single_section(built: Built, tmp_path: Path) -> None:
    written = nbconvert(built, "progress_text", tmp_path)
    assert written.name == f"{SECTION}.txt"
    assert NUMBER in written.read_text(encoding="utf-8-sig")


@pytest.mark.long
@pytest.mark.parametrize("exporter", ["progress_html", "progress_pdf", "progress_text"])
def test_a_notebook_that_was_not_executed_is_refused_in_one_sentence(exporter: str, tmp_path: Path) -> None:
    done = _converted(ROOT / "notebooks" / f"{SECTION}.ipynb", exporter, tmp_path)
    assert done.returncode != 0
    assert "このノートブックは実行されていません" in done.stderr
    assert "--execute を付けるか" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_execute_executes_it(tmp_path: Path) -> None:
    done = _converted(ROOT / "notebooks" / f"{SECTION}.ipynb", "progress_text", tmp_path, "--execute")
    assert done.returncode == 0, done.stderr
    assert NUMBER in (tmp_path / f"{SECTION}.txt").read_text(encoding="utf-8-sig")


def test_a_notebook_that_failed_is_refused(built: Built) -> None:
    notebook = nbformat.read(built.folder / "notebooks" / f"{SECTION}.ipynb", as_version=4)
    cell = [cell for cell in notebook.cells if cell.cell_type == "code"][-1]
    cell.outputs = [nbformat.v4.new_output("error", ename="ValueError", evalue="no", traceback=[])]
    with pytest.raises(ConversionException, match="で止まっています"):
        HtmlExporter().from_notebook_node(notebook)
