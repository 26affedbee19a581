"""Each year's data package is a Frictionless one: the standard's own tool finds the tables valid."""

from pathlib import Path

import pytest
from frictionless import Package, system

from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize("folder", sorted(DATA.iterdir()), ids=lambda folder: folder.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the tool's own libraries
def test_the_standards_tool_agrees(folder: Path) -> None:
    """But for surveys that were not held: their descriptions await the next ones."""
    not_held = read_params(Project.here(), FiscalYear(int(folder.name))).report.not_held
    with system.use_context(trusted=True):
        package = Package(str(folder / "datapackage.json"))
        for name in not_held:
            package.remove_resource(name)
        report = package.validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert report.stats["tasks"] == len(list(folder.glob("*.csv")))
