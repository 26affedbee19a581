"""Errors in ``datapackage.json`` are reported with their line before any table is read."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from progress_report.inputs.schema.descriptors import Package, read_data_package
from progress_report.model.findings import Finding, ReportError
from progress_report.model.inline import LiteralText
from progress_report.model.moment import Day
from tests.inputs.ward_files import PACKAGE, YEAR, WardFiles, require_finding

Change = Callable[[Any], object]
STATUS, ISSUES, ANSWERS = 0, 5, 7


def read(ward: WardFiles) -> Package:
    return read_data_package(ward.project, YEAR)


def findings(ward: WardFiles, change: Change) -> list[Finding]:
    ward.describe(change)
    with pytest.raises(ReportError) as caught:
        read(ward)
    return list(caught.value.findings)


def put(path: tuple[str | int, ...], value: Any) -> Change:
    """Return a change that sets the value at the path in the package's resources."""

    def change(package: Any) -> None:
        place = package["resources"]
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


ONLINE = (STATUS, "schema", "fields", 1)
KEY = (ISSUES, "schema", "foreignKeys", 0)
QUESTIONS = (ANSWERS, "survey", "questions")

# The path, the value, and the message at that place.
INVALID: list[tuple[tuple[str | int, ...], Any, str]] = [
    ((STATUS, "statsu"), "x", "「status」ではありませんか"),
    ((STATUS, "shema"), {}, "「schema」ではありませんか"),
    ((STATUS, "schema", "primarykey"), [], "「primaryKey」ではありませんか"),
    ((STATUS, "status"), "final", "「final」は使えません。published、illustrative のどれか"),
    ((STATUS, "status"), None, "空欄は使えません。published、"),
    ((STATUS, "asOf"), "去年", "日付として読めません"),
    ((STATUS, "title"), "", "値がありません"),
    ((STATUS, "title"), ["a"], "値が一つではありません"),
    ((STATUS, "sources"), [], "一つ以上書いて"),
    ((STATUS, "path"), "../2023/a.csv", "CSVの名前ではありません"),
    ((STATUS, "path"), "/etc/passwd", "CSVの名前ではありません"),
    ((STATUS, "path"), "", "CSVの名前ではありません"),
    ((STATUS, "name"), "a.b", "名前として使えません"),
    ((STATUS, "encoding"), "cp932", "「cp932」は使えません。utf-8"),
    ((STATUS, "schema", "fields"), {}, "「- 値」を並べる形"),
    ((STATUS, "schema", "fields"), [], "一つ以上"),
    ((STATUS, "schema", "primaryKey"), [], "一つ以上"),
    ((STATUS, "schema", "primaryKey", 0), "year", "列「year」はありません"),
    ((STATUS, "schema", "missingValues"), ["-"], "空欄だけです"),
    ((STATUS, "schema", "fields", 0, "type"), "string", "年度の列は整数です"),
    ((*ONLINE, "type"), "text", "string、integer、number、yearmonth、date、list のどれか"),
    ((*ONLINE, "constraints", "minimum"), "零", "整数として読めません（「零」）"),
    ((*ONLINE, "constraints", "required"), "はい", "true か false"),
    ((*ONLINE, "constraints", "pattern"), "(", "正規表現として読めません"),
    ((*ONLINE, "constraints", "minmum"), 0, "「minimum」ではありませんか"),
    ((*ONLINE, "constraints", "enum"), [], "一つ以上"),
    ((ISSUES, "schema", "foreignKeys", 0), "x", "「項目: 値」を並べる形"),
    ((*QUESTIONS, 0, "fields", 0), "need_x", "列「need_x」はありません"),
    ((*QUESTIONS, 0, "fields"), ["preference_first"], "選択肢に「1」"),
    ((*QUESTIONS, 1, "fields"), ["respondent"], "選択肢（enum）がない"),
    ((*QUESTIONS, 1, "fields"), ["open_data_use", "preference_first"], "単一回答の設問の列は一つ"),
    ((*QUESTIONS, 2, "fields"), ["open_data_use", "preference_first"], "列によって違います"),
    ((*QUESTIONS, 0, "lastChoices", 1), "無回答", "「無回答」という選択肢はありません"),
    ((*QUESTIONS, 2, "lastChoices", 0), "無回答", "「無回答」という選択肢はありません"),
    ((*QUESTIONS, 0, "form"), "複数", "single、multiple、ranked のどれか"),
    ((*QUESTIONS, 2, "name"), "open_data_use", "設問「open_data_use」が二度あります"),
    ((ANSWERS, "survey", "periodEnd"), "2024-07-32", "暦にない日付"),
    ((STATUS,), "x", "「項目: 値」を並べる形"),
]


@pytest.mark.parametrize(("path", "value", "says"), INVALID)
def test_errors(ward: WardFiles, path: tuple[str | int, ...], value: Any, says: str) -> None:
    spoken = [finding for finding in findings(ward, put(path, value)) if says in str(finding)]
    assert spoken, f"not said: {says}"
    column = ".".join(str(step + 1 if isinstance(step, int) else step) for step in ("resources", *path))
    require_finding(spoken[:1], file=PACKAGE, row=spoken[0].row, column=column, says="")
    line = ward.text(PACKAGE).splitlines()[(spoken[0].row or 0) - 1]
    assert line.strip().startswith(f'"{path[-1]}"' if isinstance(path[-1], str) else ('"', "{"))


# The path, the value, and the message at another place.
ELSEWHERE: list[tuple[tuple[str | int, ...], Any, str, str]] = [
    ((STATUS, "path"), "priorities.csv", "resources.3.path", "「priorities.csv」が二度あります"),
    ((STATUS, "name"), "priorities", "resources.3.name", "「priorities」が二度あります"),
    ((STATUS, "schema", "primaryKey"), ["online"] * 2, "resources.1.schema.primaryKey.2", "二度あります"),
    ((*ONLINE, "unit"), None, "resources.1.schema.fields.2", "unit（単位）がありません"),
    ((*ONLINE, "name"), "impossible", "resources.1.schema.fields.4.name", "列「impossible」が二度"),
    ((*KEY, "reference", "resource"), "x", "resources.6.schema.foreignKeys.1", "表「x」はありません"),
    ((*KEY, "reference", "fields"), ["x"], "resources.6.schema.foreignKeys.1", "「systems」に列「x」は"),
    ((*KEY, "fields"), ["x"], "resources.6.schema.foreignKeys.1", "「remaining_issues」に列「x」は"),
    ((*KEY, "fields"), ["system", "issue"], "resources.6.schema.foreignKeys.1", "列の数が違います"),
    (
        (*KEY, "reference"),
        {"resource": "x"},
        "resources.6.schema.foreignKeys.1.reference.fields",
        "必要な項目",
    ),
]


@pytest.mark.parametrize(("path", "value", "column", "says"), ELSEWHERE)
def test_errors_found_in_another_file(
    ward: WardFiles, path: tuple[str | int, ...], value: Any, column: str, says: str
) -> None:
    spoken = [finding for finding in findings(ward, put(path, value)) if says in str(finding)]
    assert spoken, f"not said: {says}"
    require_finding(spoken[:1], file=PACKAGE, row=spoken[0].row, column=column, says="")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda package: package.pop("resources"), "必要な項目がありません"),
        (lambda package: package.update(resources=[]), "一つもありません"),
    ],
)
def test_no_resources(ward: WardFiles, change: Change, says: str) -> None:
    (finding,) = findings(ward, change)
    assert finding.column == "resources" and says in finding.message


def test_several_errors_are_reported_together(ward: WardFiles) -> None:
    def change(package: Any) -> None:
        for resource in package["resources"][:3]:
            resource["status"] = "final"

    assert len(findings(ward, change)) == 3


def test_integers_outside_a_string_are_read_too(ward: WardFiles) -> None:
    ward.describe(put((*ONLINE, "constraints"), {"minimum": 0, "maximum": 999}))
    assert read(ward).resource("online_procedures").table_schema.fields[1].constraints.maximum == 999


@pytest.mark.parametrize("content", ["", "[]", "{}", "x", '"x"', "[" * 3000 + "]" * 3000])
def test_files_of_another_shape(ward: WardFiles, content: str) -> None:
    ward.write(PACKAGE, content)
    with pytest.raises(ReportError, match=PACKAGE):
        read(ward)


def test_texts_are_traced_to_their_line(ward: WardFiles) -> None:
    line = ward.change(PACKAGE, '"title": "第1希望"', '"title": "第１希望"')
    fields = json.loads(ward.text(PACKAGE))["resources"][ANSWERS]["schema"]["fields"]
    position = next(i for i, one in enumerate(fields) if one["name"] == "preference_first")
    package = read(ward)
    runs = package.text("resident_survey", "table_schema", "fields", position, "title")
    assert isinstance(runs[1], LiteralText)
    assert (runs[1].text, runs[1].source.file) == ("１", PACKAGE)
    assert package.origin("resident_survey", "schema", "fields", position, "title").line == line


def test_what_is_said_of_a_table(ward: WardFiles) -> None:
    package = read(ward)
    assert "priorities" in package and "x" not in package and package.names[0] == "online_procedures"
    as_of = package.resource("online_procedures").asOf
    assert isinstance(as_of, Day) and as_of.iso == "2024-03-31"
    assert [name for name in package.names if package.resource(name).illustrative] == [
        "resident_survey",
        "intention_survey",
    ]
