"""A year's own descriptor is a Frictionless one: the standard's own tool finds the tables valid."""

import shutil
from pathlib import Path

import pytest
from frictionless import Package, system

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from tests.support.former_form import FORMER, SHIOKAZE, WARD, in_former_form
from tests.support.project_copy import MUNICIPALITIES

DESCRIPTORS = sorted(FORMER.glob("*/*.json"))


@pytest.mark.parametrize("descriptor", DESCRIPTORS, ids=lambda path: path.relative_to(FORMER).as_posix())
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised in the tool's own libraries
def test_the_standards_tool_agrees(descriptor: Path, tmp_path: Path) -> None:
    """Surveys that were not conducted are left out: their descriptions await the next ones."""
    root = dict(zip((WARD, SHIOKAZE), MUNICIPALITIES, strict=True))[descriptor.parent.name]
    not_held = read_params(Project(root), FiscalYear(int(descriptor.stem))).report.not_held
    folder = tmp_path / "data" / descriptor.stem
    shutil.copytree(root / "data" / descriptor.stem, folder)
    in_former_form(tmp_path, descriptor.parent.name)
    with system.use_context(trusted=True):
        package = Package(str(folder / "datapackage.json"))
        for name in not_held:
            package.remove_resource(name)
        report = package.validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
    assert report.valid
    assert report.stats["tasks"] == len(list(folder.glob("*.csv")))
