"""The years and changes that the benchmark makes are such that every check holds."""

from pathlib import Path

import pytest

from benchmarks.contenders.ours import EDITS, Edit
from benchmarks.years import add_years, moved
from progress_report.inputs.judgement import examine
from progress_report.inputs.project import Project as Inputs
from progress_report.model.findings import Grade
from progress_report.model.fiscal_year import FiscalYear
from tests.support.project_copy import Project


def _errors(root: Path, year: int) -> list[str]:
    _, findings = examine(Inputs(root), FiscalYear(year))
    return [str(finding) for finding in findings if finding.grade is Grade.ERROR]


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("令和5年度", "令和9年度"),
        ("2024-07-02", "2028-07-02"),
        ("2023,302,415,2050\n", "2027,302,415,2050\n"),
        ("2000,383,353,1053", "2000,383,353,1053"),
        ('{"fiscal_year": "2023"}', '{"fiscal_year": "2027"}'),
        ("1699957,172016", "1699957,172016"),
    ],
)
def test_years_move_and_other_numbers_stay(text: str, later: str) -> None:
    assert moved(text, 4) == later


def test_every_year_made_can_be_built_as_a_first_report(project_copy: Project) -> None:
    assert add_years(project_copy.root, 3) == [2024, 2026, 2028]
    assert [year.start for year in Inputs(project_copy.root).years()] == [2024, 2026, 2028]
    assert [_errors(project_copy.root, year) for year in (2024, 2026, 2028)] == [[], [], []]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_a_change_holds_all_checks_and_is_new_in_every_round(edit: Edit, project_copy: Project) -> None:
    original = (project_copy.root / edit.file).read_bytes().decode()
    made = {original}
    for round_number in (0, 1, 5):
        edit.apply(project_copy.root, original, round_number)
        made.add((project_copy.root / edit.file).read_bytes().decode())
        assert _errors(project_copy.root, 2024) == []
    assert len(made) == 4


def test_a_change_that_finds_no_place_is_refused(project_copy: Project) -> None:
    with pytest.raises(ValueError, match="once"):
        EDITS[0].apply(project_copy.root, "fiscal_year\n", 0)
