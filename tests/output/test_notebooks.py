"""The published notebooks: valid, and without anything that depends on machine or time."""

import json
import re
import tempfile
from pathlib import Path

import nbformat
import pytest

from tests.support.project_copy import ROOT, Built

NAMES = ("0_summary", "1_data_utilization", "2_online_procedures", "3_cashless", "4_standardization")


@pytest.fixture(params=NAMES)
def published(request: pytest.FixtureRequest, built: Built) -> Path:
    return built.folder / "notebooks" / f"{request.param}.ipynb"


def test_one_for_each_section(built: Built) -> None:
    assert [path.stem for path in built.notebooks] == list(NAMES)


def test_is_a_valid_notebook_with_all_its_outputs(published: Path) -> None:
    notebook = nbformat.read(published, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert not [o for cell in code for o in cell.outputs if o.output_type in ("error", "stream")]


def test_cell_ids_are_the_sources(published: Path) -> None:
    source = nbformat.read(ROOT / "notebooks" / published.name, as_version=4)
    ids = [cell.id for cell in nbformat.read(published, as_version=4).cells]
    assert [name for name in ids if name != "injected-parameters"] == [cell.id for cell in source.cells]
    assert ids.count("injected-parameters") == 1


def test_has_no_times_paths_and_random_identifiers(published: Path) -> None:
    notebook = nbformat.read(published, as_version=4)
    text = published.read_text(encoding="utf-8")
    assert not re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d", text)
    assert "papermill" not in notebook.metadata
    assert not [cell.id for cell in notebook.cells if {"papermill", "execution"} & set(cell.metadata)]
    for folder in (str(ROOT), tempfile.gettempdir(), str(Path.home()), "C:\\"):
        assert json.dumps(folder)[1:-1] + "/" not in text
    assert not re.findall(r'"/(?:home|tmp|root|usr|var|work)/', text)
    assert not re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", text)
    assert not re.findall(r" at 0x[0-9a-f]+>", text)
