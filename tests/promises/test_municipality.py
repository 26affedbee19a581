"""A notebook run alone shows its own municipality's numbers, and names municipality and year."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.support.project_copy import ROOT

NAME = "notebooks/4_standardization.ipynb"
SHIOKAZE = "examples/shiokaze"


def _papermill(output: Path, *arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-m", "papermill", *arguments, str(output), "-p", "fiscal_year", "2025"],
        cwd=folder,
        env=variables | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def _shown(path: Path) -> dict[str, Any]:
    """Return the text output of each cell, by its id."""
    notebook = nbformat.read(path, as_version=4)
    return {
        cell.id: output.data["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if "data" in output
    }


@pytest.mark.parametrize(
    ("arguments", "municipality"),
    [
        ((f"{SHIOKAZE}/{NAME}",), "しおかぜ市"),
        pytest.param((NAME,), "杉並区", marks=pytest.mark.long),  # tests/notebooks/test_alone.py runs each
        pytest.param(
            ("--cwd", f"{SHIOKAZE}/notebooks", f"{SHIOKAZE}/{NAME}"), "しおかぜ市", marks=pytest.mark.long
        ),
    ],
    ids=["another's", "own", "cwd"],
)
def test_papermill_from_the_root_shows_the_notebooks_own_municipality(
    arguments: tuple[str, ...], municipality: str, tmp_path: Path
) -> None:
    run = _papermill(tmp_path / "out.ipynb", *arguments)
    assert run.returncode == 0, run.stderr
    shown = _shown(tmp_path / "out.ipynb")
    assert shown["load-year"] == f"{municipality}　令和7年度"
    assert ("戸籍系" in shown["say-review"]) is (municipality == "しおかぜ市")


@pytest.mark.long
def test_a_notebook_of_no_known_municipality_is_refused(tmp_path: Path) -> None:
    copied = tmp_path / "copy.ipynb"
    copied.write_bytes((ROOT / SHIOKAZE / NAME).read_bytes())
    alone = _papermill(tmp_path / "out.ipynb", str(copied))
    assert alone.returncode == 1
    assert "どの自治体のものか分かりません" in alone.stderr
    assert "--cwd examples/shiokaze/notebooks" in alone.stderr
    between = _papermill(tmp_path / "out.ipynb", f"../{SHIOKAZE}/{NAME}", folder=ROOT / "notebooks")
    assert between.returncode == 1
    assert "二つの自治体のどちらのものか分かりません" in between.stderr
