"""Each year's data package is a Frictionless one: the standard's own tool finds the tables valid."""

from pathlib import Path

import pytest
from frictionless import Package, system

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize("folder", sorted(DATA.iterdir()), ids=lambda folder: folder.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the tool's own libraries
def test_the_standards_tool_agrees(folder: Path) -> None:
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert report.stats["tasks"] == len(list(folder.glob("*.csv")))
