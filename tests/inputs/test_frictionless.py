"""Each year's data package is a Frictionless one: the standard's own tool finds the tables valid."""

from pathlib import Path

import pytest
from frictionless import Package, system

from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from tests.support.project_copy import MUNICIPALITIES, ROOT

FOLDERS = [folder for root in MUNICIPALITIES for folder in sorted((root / "data").iterdir())]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the tool's own libraries
def test_the_standards_tool_agrees(folder: Path) -> None:
    """But for surveys that were not held: their descriptions await the next ones."""
    not_held = read_params(Project(folder.parents[1]), FiscalYear(int(folder.name))).report.not_held
    with system.use_context(trusted=True):
        package = Package(str(folder / "datapackage.json"))
        for name in not_held:
            package.remove_resource(name)
        report = package.validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert report.stats["tasks"] == len(list(folder.glob("*.csv")))
