"""Each notebook runs alone, as in JupyterLab: without a builder, with its defaults, in its own folder."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from progress_report.model.blocks import MIME_TYPE, SECTION_MIME_TYPE
from tests.support.project_copy import MUNICIPALITIES, ROOT

NOTEBOOKS = [path for root in MUNICIPALITIES for path in sorted(root.glob("notebooks/*.ipynb"))]


def _run(notebook: NotebookNode, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[NotebookNode]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_runs_alone_and_shows_its_tables_and_charts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = _run(nbformat.read(path, as_version=4), path.parent, monkeypatch)
    opened, *blocks = outputs
    name = "杉並区" if path.parents[1] == ROOT else "しおかぜ市"
    assert opened.data[SECTION_MIME_TYPE]["municipality"] == name
    assert blocks
    for output in blocks:
        block, html = output.data[MIME_TYPE], output.data["text/html"]
        assert ('<img src="data:image/svg+xml' in html) is (block["type"] == "chart")
        assert ("<table>" in html) is (block["type"] in ("table", "checks", "highlights"))


@pytest.mark.long  # tests/promises/test_jupyter.py shows frames in papermill
def test_a_frame_may_be_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = nbformat.read(ROOT / "notebooks" / "4_standardization.ipynb", as_version=4)
    notebook.cells = [*notebook.cells[:5], *map(nbformat.v4.new_code_cell, ("systems", "systems['issues']"))]
    _, frame, series = _run(notebook, ROOT / "notebooks", monkeypatch)
    assert "<td>3,365課題</td>" in frame.data["text/html"]
    assert "3,365課題" in frame.data["text/plain"]
    assert "3,365課題" in series.data["text/plain"]
