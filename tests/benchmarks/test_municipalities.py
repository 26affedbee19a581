"""The municipalities made for measuring pass every check, differ, and are the same whenever they are made."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.scale.municipalities import MOST, YEAR, code, make, name
from progress_report.inputs.judgement import examine
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from tests.support.project_copy import ROOT
from tests.support.project_copy import Project as ProjectCopy

COUNT = 12
# Tables with few values, or few choices, may agree by chance.
ALWAYS_DIFFERENT = (
    "applications.csv",
    "online_procedures.csv",
    "priorities.csv",
    "systems.csv",
    "resident_survey.csv",
    "resident_survey_overview.csv",
    "intention_survey.csv",
)


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make(ROOT, tmp_path_factory.mktemp("municipalities"), COUNT)


def _files(root: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_each_passes_every_check_without_a_doubt(roots: list[Path]) -> None:
    for root in roots:
        evaluated, findings = examine(Project(root), FiscalYear(YEAR))
        assert (evaluated is not None, findings) == (True, [])


def test_a_sum_that_does_not_hold_is_found_in_them(roots: list[Path], tmp_path: Path) -> None:
    broken = make(ROOT, tmp_path, 1)[0]
    table = broken / "data" / str(YEAR) / "priorities.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    *others, waiting, planned, excluded = lines[-1].split(",")
    lines[-1] = ",".join((*others, str(int(waiting) + 1), planned, excluded))
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _, findings = examine(Project(broken), FiscalYear(YEAR))
    assert ["未対応手続数と優先度別合計" in str(finding) for finding in findings] == [True]


def test_they_differ_from_each_other_and_from_the_project(roots: list[Path]) -> None:
    for file in ALWAYS_DIFFERENT:
        texts = [(root / "data" / str(YEAR) / file).read_bytes() for root in (ROOT, *roots)]
        assert len(set(texts)) == COUNT + 1, file
    params = [(root / "params" / f"{YEAR}.yaml").read_text(encoding="utf-8") for root in roots]
    assert all(name(number) in text for number, text in enumerate(params, start=1))
    assert not any("杉並" in content.decode() for root in roots for content in _files(root).values())


def test_they_are_the_same_bytes_each_time_however_many_are_made(roots: list[Path], tmp_path: Path) -> None:
    again = make(ROOT, tmp_path, 3)
    assert [_files(root) for root in again] == [_files(root) for root in roots[:3]]


def test_all_data_say_that_they_are_invented(roots: list[Path]) -> None:
    for root in roots:
        package = json.loads((root / "data" / str(YEAR) / "datapackage.json").read_text(encoding="utf-8"))
        assert {resource["status"] for resource in package["resources"]} == {"illustrative"}


def test_names_and_codes_are_different_and_of_no_prefecture() -> None:
    codes = {code(number) for number in range(1, MOST + 1)}
    assert len(codes) == len({name(number) for number in range(1, MOST + 1)}) == MOST
    assert min(codes) >= "900"  # prefectures are 01 to 47


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_more_than_there_are_codes_for_are_refused(count: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there are codes for"):
        make(ROOT, tmp_path, count)


def test_parameters_that_are_not_as_expected_are_refused(project_copy: ProjectCopy, tmp_path: Path) -> None:
    params = project_copy.root / "params" / f"{YEAR}.yaml"
    params.write_text(params.read_text(encoding="utf-8").replace("      target: ", "      goal: "), "utf-8")
    with pytest.raises(ValueError, match="does not hold"):
        make(project_copy.root, tmp_path / "made", 1)
    assert not list((tmp_path / "made").glob("municipality*"))
