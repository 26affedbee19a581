"""Values that the former report published are unchanged, or their revision is recorded and printed."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_report.authoring.checking import checks
from progress_report.authoring.facts_and_notes import restated_in, restatement_notes
from progress_report.inputs.years.restatements import restatements_of
from progress_report.model.blocks import Checks
from progress_report.model.findings import Finding, ReportError
from progress_report.model.inline import plain_text
from tests.inputs.following_year import PACKAGE, PARAMS, STATUS, USAGE, FollowingYear
from tests.inputs.ward_files import WardFiles, require_finding

FORMER_PACKAGE = "data/2024/datapackage.json"
ENTRY = (
    "{table: online_procedures, year: 令和5年度, column: online, "
    "published: 302, revised: 305, reason: 見直し}"
)
_PASTED = re.compile(r"「(- \{.*\})」")


@pytest.fixture
def year(tmp_path: Path) -> FollowingYear:
    return FollowingYear.made(tmp_path / "project")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> FollowingYear:
    """Return one copy for all examples; each begins by writing its files again."""
    return FollowingYear.made(tmp_path_factory.mktemp("restated") / "project")


def test_a_year_that_repeats_what_was_published_is_sound(year: FollowingYear) -> None:
    assert year.findings() == []


def _places() -> list[tuple[str, int, int]]:
    """Return file, row and column of every value of earlier years that 令和6年度 published."""
    return [(file, row, column) for file in (STATUS, USAGE) for row in (2, 3) for column in (1, 2, 3)]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.sampled_from(_places()), number=st.integers(min_value=0, max_value=10**15 - 1))
def test_any_changed_former_value_is_found_in_its_cell_and_can_be_recorded(
    shared: FollowingYear, place: tuple[str, int, int], number: int
) -> None:
    file, row, column = place
    shared.write_files()
    lines = [line.split(",") for line in shared.ward.text(file).splitlines()]
    former = lines[row - 1][column]
    lines[row - 1][column] = str(number)
    shared.ward.write(file, "\n".join(map(",".join, lines)) + "\n")
    resource = next(r for r in json.loads(shared.ward.text(PACKAGE))["resources"] if file.endswith(r["path"]))
    found = shared.restatement_findings()
    if str(number) == former:
        assert found == []
        return
    title = resource["schema"]["fields"][column]["title"]
    says = f"令和6年度の報告では{former}でしたが、{number}になっています。"
    require_finding(found, file=file, row=row, column=title, says=says)
    pasted = _PASTED.search(found[0].remedy)
    assert pasted
    line = shared.record(pasted[1])
    require_finding(
        shared.restatement_findings(),
        file=PARAMS,
        row=line,
        column="restatements.1.reason",
        says="値がありません",
    )
    shared.ward.change(PARAMS, "reason: }", "reason: 集計の見直しによる。}")
    assert shared.restatement_findings() == []
    section = shared.section()
    (note,) = restatement_notes(
        restated_in(section.table(resource["name"]), [resource["schema"]["fields"][column]["name"]])
    )
    unit = resource["schema"]["fields"][column]["unit"]
    reported = plain_text(note.content)
    assert (
        f"前年度報告では{int(former):,}{unit}、修正後は{number:,}{unit}。理由：集計の見直しによる。"
        in reported
    )


def test_both_values_know_their_cells(year: FollowingYear) -> None:
    year.ward.change(STATUS, "2023,302", "2023,305")
    year.record(f"- {ENTRY}")
    (restatement,) = restatements_of(year.section(), "online_procedures")
    files = [run.quantity.origin.file for run in (*restatement.published, *restatement.revised)]  # type: ignore[union-attr]
    assert files == ["data/2024/online_procedures.csv", STATUS]
    assert plain_text((restatement.year,)) == "令和5年度"


INVALID = [
    ("table: online_procedures", "table: systems", "table", "照合する表ではありません"),
    ("table: online_procedures", "table: absent", "table", "照合する表ではありません"),
    ("column: online", "column: absent", "column", "照合する列「absent」がありません"),
    ("column: online", "column: fiscal_year", "column", "照合する列「fiscal_year」がありません"),
    ("year: 令和5年度", "year: 令和6年度", "year", "両方にある行ではありません（令和6年度）"),
    ("year: 令和5年度", "year: 令和5年度, row: {system: 中央}", "row", "年度だけで決まります"),
    ("published: 302", "published: 303", "published", "令和6年度の報告の値（302）と違います（303）"),
    ("published: 302", "published: ", "published", "令和6年度の報告の値（302）と違います（空欄）"),
    ("revised: 305", "revised: 306", "revised", f"{STATUS}の値（305）と違います（306）"),
]


@pytest.mark.parametrize(("old", "new", "member", "says"), INVALID, ids=[error[1] for error in INVALID])
def test_invalid_records(year: FollowingYear, old: str, new: str, member: str, says: str) -> None:
    year.ward.change(STATUS, "2023,302", "2023,305")
    line = year.record(f"- {ENTRY.replace(old, new)}")
    found = [finding for finding in year.findings() if finding.file == PARAMS]
    require_finding(found, file=PARAMS, row=line, column=f"restatements.1.{member}", says=says)


def test_a_record_without_a_difference_and_one_made_twice(year: FollowingYear) -> None:
    line = year.record(f"- {ENTRY}")
    says = "令和6年度の報告と同じ値です（302）"
    require_finding(year.findings(), file=PARAMS, row=line, column="restatements.1", says=says)
    year.ward.change(STATUS, "2023,302", "2023,305")
    year.ward.change(PARAMS, f"- {ENTRY}", f"- {ENTRY}\n  - {ENTRY}")
    says = "同じ値の記録が二度あります"
    require_finding(year.findings(), file=PARAMS, row=line + 1, column="restatements.2", says=says)


def test_a_record_in_the_first_report_ever(ward: WardFiles) -> None:
    text = ward.text("params/2024.yaml")
    ward.write("params/2024.yaml", f"{text}\nrestatements:\n  - {ENTRY}\n")
    (found,) = ward.findings()
    assert (found.file, found.column) == ("params/2024.yaml", "restatements.1")
    assert "前年度の報告がない" in found.message


def test_a_former_row_may_not_vanish(year: FollowingYear) -> None:
    year.ward.change(STATUS, "2022,241,377,2073\n", "")
    says = "令和6年度の報告にあった行（令和4年度）がありません。"
    found = year.findings()
    require_finding(found, file=STATUS, row=None, column="年度", says=says)
    assert "「2022,241,377,2073」" in found[0].remedy


def test_a_former_table_that_cannot_be_read_is_reported_as_such(year: FollowingYear) -> None:
    year.ward.change("data/2024/online_procedures.csv", "302", "三百")
    found = [one for one in year.findings() if "照合できません" in one.message]
    says = "前年度（令和6年度）の報告と照合できません。"
    require_finding(
        found, file="data/2024/online_procedures.csv", row=3, column="オンライン対応済手続数", says=says
    )


def test_structure_may_change(year: FollowingYear) -> None:
    def change(package: Any) -> None:
        del package["resources"][0]["schema"]["fields"][3]
        package["resources"] = [one for one in package["resources"] if one["name"] != "applications"]

    year.ward.describe(change, PACKAGE)
    lines = [line.rsplit(",", 1)[0] for line in year.ward.text(STATUS).splitlines()]
    year.ward.write(STATUS, "\n".join(lines) + "\n")
    # The notebooks still use columns that the tables no longer have, which is a separate error.
    said = [one for one in year.findings() if not one.file.startswith("notebooks/")]
    assert [one for one in said if not one.message.startswith("notebooks/")] == []


@pytest.mark.parametrize(("former", "now", "compared"), [
    ("illustrative", "published", False), ("published", "illustrative", True),
])  # fmt: skip
def test_invented_values_were_never_published(
    year: FollowingYear, former: str, now: str, compared: bool
) -> None:
    def change(package: Any, status: str) -> None:
        package["resources"][0]["status"] = status

    year.ward.describe(partial(change, status=former), FORMER_PACKAGE)
    year.ward.describe(partial(change, status=now), PACKAGE)
    year.ward.change(STATUS, "2023,302", "2023,305")
    assert bool(year.findings()) is compared


def _keyed_by_system(year: FollowingYear) -> None:
    """Replace both years' table of systems by one with a year column, one row per year."""

    def change(package: Any) -> None:
        package |= {"crossChecks": [], "indicators": [], "plans": []}
        kept = ("online_procedures", "systems")
        package["resources"] = [one for one in package["resources"] if one["name"] in kept or "survey" in one]
        status, systems = (one for one in package["resources"] if "survey" not in one)
        systems["schema"]["fields"].insert(0, status["schema"]["fields"][0])
        systems["schema"]["primaryKey"] = ["fiscal_year", "system"]
        for field in systems["schema"]["fields"]:
            field.get("constraints", {}).pop("unique", None)

    for folder, years in (("2024", [2024]), ("2025", [2024, 2025])):
        year.ward.describe(change, f"data/{folder}/datapackage.json")
        rows = [f"{one},{name},業務,5,{done}" for one in years for name, done in (("甲", 2), ("乙", 3))]
        header = "fiscal_year,system,operations,issues,done"
        year.ward.write(f"data/{folder}/systems.csv", "\n".join([header, *rows]) + "\n")
        year.ward.write(
            f"data/{folder}/online_procedures.csv", year.ward.text("data/2024/online_procedures.csv")
        )
    text = year.ward.text(PARAMS)
    before, _, after = text.partition("  - notebook: 3_cashless")  # its prose names rows of another table
    year.ward.write(PARAMS, before + "  - notebook: 4_" + after.partition("  - notebook: 4_")[2])


def _of_systems(year: FollowingYear) -> list[Finding]:
    """Return the findings about this table: notebooks still use the tables and years left out."""
    return [one for one in year.findings() if one.file in ("data/2025/systems.csv", PARAMS)]


def test_a_row_named_by_more_than_its_year(year: FollowingYear) -> None:
    _keyed_by_system(year)
    assert _of_systems(year) == []
    year.ward.change("data/2025/systems.csv", "2024,乙,業務,5,3", "2024,乙,業務 a,5,4")
    found = _of_systems(year)
    assert [(one.row, one.column) for one in found] == [(3, "主な対象業務"), (3, "完了数")]
    lines = [match[1] for one in found if (match := _PASTED.search(one.remedy))]
    assert "row: {system: 乙}" in lines[0]
    year.record(*(line.replace("reason: }", "reason: 再集計}") for line in lines))
    assert _of_systems(year) == []
    notes = restatement_notes(restated_in(year.section().table("systems"), ["operations", "done"]))
    assert "令和6年度の乙の完了数は、前年度報告では3課題、修正後は4課題。" in plain_text(notes[1].content)
    line = year.ward.change(PARAMS, "row: {system: 乙}", "row: {name: 乙}")
    (error,) = [one for one in _of_systems(year) if one.file == PARAMS]
    require_finding([error], file=PARAMS, row=line, column="restatements.1.row", says="行を決める列")


def test_a_blank_is_a_value_too(year: FollowingYear) -> None:
    def change(package: Any) -> None:
        package["crossChecks"] = []
        package["resources"][0]["schema"]["fields"][3]["constraints"] = {"minimum": "0"}

    for file in (FORMER_PACKAGE, PACKAGE):
        year.ward.describe(change, file)
    year.ward.change(STATUS, "2023,302,415,2050", "2023,302,415,")
    (found,) = year.findings()
    assert "2050でしたが、空欄になっています" in found.message
    pasted = _PASTED.search(found.remedy)
    assert pasted
    year.record(pasted[1].replace("reason: }", "reason: 集計を取りやめた}"))
    assert year.findings() == []
    (note,) = restatement_notes(restated_in(year.section().table("online_procedures"), ["impossible"]))
    assert "前年度報告では2,050手続、修正後は空欄。" in plain_text(note.content)


def test_reviewers_see_the_agreement(year: FollowingYear) -> None:
    year.ward.change(STATUS, "2023,302", "2023,305")
    with pytest.raises(ReportError, match="302でしたが、305になっています"):
        checks(year.section(), "online_procedures")
    line = year.record(f"- {ENTRY}")
    block = checks(year.section(), "online_procedures").block
    assert isinstance(block, Checks)
    agreed = [result for result in block.results if result.name == "前年度報告との一致"]
    recorded = [result for result in block.results if result.name == "前年度報告との一致（修正の記録）"]
    assert (len(agreed), len(recorded)) == (5, 2), "six values were published, one is restated"
    assert [(one.left.text, one.right.text) for one in recorded] == [
        ("302手続", "302手続"),
        ("305手続", "305手続"),
    ]
    assert {one.right.origin.line for one in recorded} == {line}  # type: ignore[union-attr]
    assert all(one.left.value == one.right.value for one in block.results if one in agreed)


def test_the_first_report_has_nothing_to_agree_with(ward: WardFiles) -> None:
    block = checks(ward.section(), "online_procedures").block
    assert isinstance(block, Checks)
    assert not any("前年度" in result.name for result in block.results)
