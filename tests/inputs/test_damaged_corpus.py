"""Every damaged input of the corpus is reported with its file, row and column."""

import pytest

from progress_report.inputs.schema.descriptors import read_data_package
from tests.inputs.damaged_files import DamagedFile, Table, corpus
from tests.inputs.ward_files import YEAR, WardFiles
from tests.inputs.workbooks import grid_of, text_of

SURVEY_ROWS = 12
SURVEY, INTENTION = "data/2024/resident_survey.csv", "data/2024/intention_survey.csv"
OVERVIEW = "data/2024/resident_survey_overview.csv"
KINDS = {"utf-8", "cp932", "xlsx", "params"}


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> WardFiles:
    """Return one copy for the whole corpus, with shortened surveys; each damage restores its files."""
    ward = WardFiles.copied(tmp_path_factory.mktemp("damaged") / "project")
    for file in (SURVEY, INTENTION):
        ward.write(file, text_of(grid_of(ward.text(file))[: SURVEY_ROWS + 1]))
    answers = [row[-3:] for row in grid_of(ward.text(SURVEY))[1:]]
    counts = [2000, SURVEY_ROWS, sum(map(any, answers)), sum(bool(cell) for row in answers for cell in row)]
    header, row = grid_of(ward.text(OVERVIEW))
    ward.write(OVERVIEW, text_of([header, [row[0], *map(str, counts)]]))
    ward.change("data/2024/datapackage.json", '"respondents": 612', f'"respondents": {SURVEY_ROWS}')
    assert ward.reported() == []
    return ward


@pytest.fixture(scope="module")
def damages(workplace: WardFiles) -> list[DamagedFile]:
    resources = read_data_package(workplace.project, YEAR).descriptor.resources
    tables = [Table(one, grid_of(workplace.text(f"data/2024/{one.path}"))) for one in resources]
    return corpus(workplace, tables)


def test_the_corpus_is_large_and_of_every_kind(damages: list[DamagedFile]) -> None:
    assert len(damages) >= 240
    assert {damage.kind.split(":")[0] for damage in damages} == KINDS
    assert len({damage.kind for damage in damages}) >= 100
    assert len({(damage.file, damage.content) for damage in damages}) >= 240


@pytest.mark.parametrize("step", [10, pytest.param(1, marks=pytest.mark.long)])
def test_every_damage_is_reported_where_it_is(
    workplace: WardFiles, damages: list[DamagedFile], step: int
) -> None:
    assert [missed for damage in damages[::step] if (missed := missed_by(workplace, damage))] == []


def missed_by(workplace: WardFiles, damage: DamagedFile) -> str:
    """Return the findings if the damage was not reported at its place, otherwise an empty string."""
    away = workplace.path(damage.replaces or damage.file)
    sound = away.read_bytes()
    away.unlink()
    path = workplace.path(damage.file)
    try:
        path.write_bytes(damage.content)
        found = workplace.findings()
    finally:
        path.unlink()
        away.write_bytes(sound)
    here = [
        one for one in found if (one.file, one.row, one.column) == (damage.file, damage.row, damage.column)
    ]
    elsewhere = [one for one in found if one.file != damage.file]
    if here and not elsewhere and all((one.message + one.remedy).count("。") >= 2 for one in here):
        return ""
    return f"{damage} -> {' | '.join(map(str, found)) or 'accepted'}"
