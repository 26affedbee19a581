"""Requests to divisions: forms that are filled in and read back unchanged, and the texts sent with them."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from progress_report.inputs.project import Project
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.tables.datasets import read_rows
from progress_report.model.fiscal_year import FiscalYear
from tests.promises.office import Office, described, with_part
from tests.support.published import digests

YEAR = FiscalYear(2025)
_TEXT = {"type": "string", "constraints": {"required": True}}
_COUNT = {"type": "integer", "unit": "件", "constraints": {"required": True, "minimum": 0, "maximum": 5000}}
_TABLES: dict[str, tuple[str, list[dict[str, Any]], list[str]]] = {
    "counts": (
        "窓口の件数",
        [
            {"name": "place", "title": "場所", **_TEXT},
            {"name": "n", "title": "件数", **_COUNT},
            {
                "name": "opened", "title": "開設年月", "type": "yearmonth",
                "description": "移転した年月は書かない",
            },
            {
                "name": "kind", "title": "種別", "type": "string",
                "constraints": {"required": True, "enum": ["直営", "委託"]},
            },
        ],
        ["place"],
    ),
    "visits": (
        "来庁者の数",
        [
            {
                "name": "fiscal_year", "title": "年度", "type": "integer", "unit": "年度",
                "constraints": {"required": True},
            },
            {"name": "visitors", "title": "来庁者数", **_COUNT, "unit": "人"},
            {"name": "rate", "title": "満足の割合", "type": "number", "unit": "%"},
        ],
        ["fiscal_year"],
    ),
    "works": (
        "残る作業",
        [{"name": "place", "title": "場所", **_TEXT}, {"name": "work", "title": "残る作業", **_TEXT}],
        ["place", "work"],
    ),
}  # fmt: skip
_ROWS = {
    "counts": (("place", "n", "opened", "kind"), ("本庁", 302, "2001-04", "直営"), ("支所", 20, "", "委託")),
    "visits": (("fiscal_year", "visitors", "rate"), (2022, 400, 98.5), (2023, 410, 99.2)),
    "works": (("place", "work"), ("本庁", "案内板の交換"), ("支所", "床の張替え")),
}
_ANSWERS: dict[str, dict[int, dict[int, Any]]] = {
    "counts": {0: {1: 310, 2: "2001-04", 3: "直営"}, 1: {1: 25, 3: "委託"}},
    "visits": {2: {1: 420, 2: 99.25}},
    "works": {0: {0: "支所", 1: "床の張替え"}},
}
_READ = {
    "counts": [("本庁", "310", "2001-04", "直営"), ("支所", "25", "", "委託")],
    "visits": [("2022", "400", "98.5"), ("2023", "410", "99.2"), ("2024", "420", "99.25")],
    "works": [("支所", "床の張替え")],
}


@pytest.fixture
def asking(office: Office) -> Office:
    """Return a municipality with a table of names, one of years and one of names alone, for 令和6年度."""

    def describe(package: Any) -> None:
        resources = []
        for name, (title, fields, key) in _TABLES.items():
            resources.append(described(name, fields, key) | {"title": title})
        resources[0]["division"] = "市民課／窓口係"
        resources[2]["schema"]["foreignKeys"] = [
            {"fields": ["place"], "reference": {"resource": "counts", "fields": ["place"]}}
        ]
        package["resources"] = resources

    office.edit_json("data/2024/datapackage.json", describe)
    for name, rows in _ROWS.items():
        office.table(name, rows)
    return office


def _begin(office: Office) -> None:
    """Write the files of 令和7年度 without tables, as one may make them by hand."""
    office.write("params/2025.yaml", office.read("params/2024.yaml").replace("令和6年度", "令和7年度"))
    office.write("data/2025/datapackage.json", office.read("data/2024/datapackage.json"))


def _ask(office: Office, year: str = "2025", *options: str) -> Path:
    asked = office.run("request", year, *options)
    assert asked.code == 0, asked.err
    return office.root / f"build/{year}.request"


def _form(folder: Path, name: str) -> Path:
    (found,) = folder.rglob(f"{name}.xlsx")
    return found


def _header(sheet: Any) -> int:
    return int(next(cell.row for row in sheet for cell in row if str(cell.value).startswith("【連絡】")))


def _filled(path: Path, answers: dict[int, dict[int, Any]], *more: Callable[[Any, int], None]) -> Workbook:
    """Return the form with values typed in, by row below the header and by column, from 0."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    first = _header(sheet) + 1
    for row, cells in answers.items():
        for column, value in cells.items():
            sheet.cell(first + row, column + 1).value = value
    for change in more:
        change(sheet, first)
    return book


def _send_back(office: Office, folder: Path) -> None:
    for name, answers in _ANSWERS.items():
        office.workbook(name, _filled(_form(folder, name), answers), "2025")


def _read(office: Office, name: str) -> list[tuple[str, ...]]:
    project = Project(office.root)
    rows = read_rows(project, YEAR, read_data_package(project, YEAR), name)
    return [tuple(cells.values()) for cells in rows.cells]


def _lines(said: str, name: str) -> list[str]:
    return [line for line in said.splitlines() if f"/{name}." in line]


def test_from_the_request_to_the_report(asking: Office) -> None:
    folder = _ask(asking, "2025", "--due", "2025-05-30")
    assert asking.build().code == 0
    assert asking.run("new-year", "2025").code == 0
    before = asking.check("2025").out
    for name in _ANSWERS:
        shutil.copyfile(_form(folder, name), asking.root / f"data/2025/{name}.xlsx")
        (asking.root / f"data/2025/{name}.csv").unlink()
    untouched = asking.check("2025").out
    for name in _ANSWERS:
        (line,) = _lines(untouched, name)
        assert f"data/2025/{name}.xlsx: まだ記入されていません。" in line, (before, untouched)
    _send_back(asking, folder)
    checked = asking.check("2025")
    assert "誤り 0件" in checked.out
    assert [line for name in _ANSWERS for line in _lines(checked.out, name) if "【記録】" in line] == []
    assert {name: _read(asking, name) for name in _ANSWERS} == _READ
    built = asking.build("2025")
    assert built.code == 0, built.err
    assert "場所は合計、件数は335。" in asking.report("2025")
    again = _ask(asking, "2026")  # the returned forms are now last year's values
    sheet = load_workbook(_form(again, "visits")).worksheets[0]
    assert [cell.value for cell in sheet["A"]][-4:] == [2022, 2023, 2024, 2025]


@pytest.mark.parametrize("begun", [False, True])
def test_a_form_holds_what_is_asked_and_last_years_values(asking: Office, begun: bool) -> None:
    if begun:
        _begin(asking)
    folder = _ask(asking, "2025", "--due", "2025-05-30")
    book = load_workbook(_form(folder, "counts"))
    sheet = book.worksheets[0]
    first = _header(sheet)
    above = [sheet.cell(row, 1).value for row in range(1, first)]
    assert above[0] == "窓口の件数　照会票"
    assert above[1] == "回答期限　令和7年5月30日（金）　　依頼先　市民課／窓口係　　依頼元　見本市"
    assert above[-1] == "様式　counts　令和7年度"
    headings = ["場所", "件数\n（件）", "開設年月", "種別", "【連絡】\n気づいたこと"]
    former = ["【参考】前回の\n件数", "【参考】前回の\n開設年月", "【参考】前回の\n種別"]
    rows = list(sheet.iter_rows(first, first + 3, values_only=True))
    assert list(rows[0]) == headings + former
    assert rows[1] == ("本庁", None, None, None, None, 302, "2001-04", "直営")
    assert rows[3] == (None,) * 8
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    counts, months, kinds = (rules[f"{letter}{first + 1}:{letter}{sheet.max_row}"] for letter in "BCD")
    assert (counts.type, counts.formula1, counts.formula2) == ("whole", "0", "5000")
    assert months.prompt.startswith("移転した年月は書かない 2026-10 か")
    assert kinds.formula1 == "'選択肢'!$A$1:$A$2"
    choices = book["選択肢"]
    assert ([cell.value for cell in choices["A"]], choices.sheet_state) == (["直営", "委託"], "hidden")
    assert sheet.freeze_panes == f"B{first + 1}"
    assert (sheet.page_setup.paperSize, sheet.print_title_rows) == (9, f"${first}:${first}")
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {"Yu Gothic"}
    years = load_workbook(_form(folder, "visits")).worksheets[0]
    known = list(years.iter_rows(_header(years) + 1, values_only=True))
    assert known == [(2022, 400, 98.5, None), (2023, 410, 99.2, None), (2024, None, None, None)]


def test_the_same_request_gives_the_same_bytes(asking: Office) -> None:
    folder = _ask(asking)
    before = digests(folder)
    assert len(before) == 5
    assert asking.run("request", "2025").code == 0  # nothing differs, so nothing is refused
    shutil.rmtree(folder)
    _ask(asking)
    assert digests(folder) == before


def test_nothing_is_overwritten_without_the_option(asking: Office) -> None:
    folder = _ask(asking)
    form = _form(folder, "visits")
    form.write_bytes(b"filled in")
    (folder / "works.xlsx").unlink()
    refused = asking.run("request", "2025")
    assert refused.code == 1
    assert "visits.xlsx: すでにあります。何も書いていません。" in refused.err
    assert "--force" in refused.err
    assert sorted(path.name for path in folder.iterdir()) == ["visits.xlsx", "依頼文.txt", "市民課／窓口係"]
    assert form.read_bytes() == b"filled in"
    assert asking.run("request", "2025", "--force").code == 0
    assert form.read_bytes() != b"filled in"
    assert (folder / "works.xlsx").is_file()


def test_each_division_has_its_forms_and_its_letter(asking: Office) -> None:
    asking.edit(
        "params/2024.yaml", "introduction:", "department: 企画課\ncontact: 企画課 内線1234\nintroduction:"
    )
    folder = _ask(asking, "2025", "--due", "2025-05-31")
    of_division = folder / "市民課／窓口係"
    assert [path.name for path in sorted(of_division.iterdir())] == ["counts.xlsx", "依頼文.txt"]
    letter = (of_division / "依頼文.txt").read_text(encoding="utf-8-sig")
    assert letter.startswith(
        "件名　【照会】令和7年度「見本市の取組状況について」の作成に必要な値について"
        "（令和7年5月31日（土）まで）"
    )
    assert "市民課／窓口係　御担当者　様" in letter
    assert "企画課の［担当者の名前］です。" in letter
    assert "counts.xlsx　窓口の件数（時点　令和7年3月31日）" in letter
    assert "企画課 内線1234" in letter
    assert "visits.xlsx" not in letter
    others = (folder / "依頼文.txt").read_text(encoding="utf-8-sig")
    assert "［依頼先の課名］　御担当者　様" in others
    assert "visits.xlsx" in others
    said = asking.run("request", "2025", "--due", "2025-05-31").out
    assert "令和7年5月31日（土）は、休日です。" in said
    assert "（書き入れる所: ［担当者の名前］）" in said

    shutil.rmtree(folder)
    _ask(asking, "2025", "--division", "市民課/窓口係")
    assert [path.name for path in folder.rglob("*.xlsx")] == ["counts.xlsx"]
    shutil.rmtree(folder)
    _ask(asking, "2025", "--table", "works", "visits")
    assert {path.name for path in folder.rglob("*.xlsx")} == {"works.xlsx", "visits.xlsx"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2025", "--division", "税務課"], "課「税務課」はありません。ある課: 市民課／窓口係"),
        (["2025", "--table", "count"], "表「count」はありません。「counts」ではありませんか。"),
        (["2023"], "令和5年度の照会票のもとになる年度がありません。何も書いていません。"),
        (["2025", "--due", "5月末"], "日付として読めません（「5月末」）。2026-05-29 のように"),
    ],
)
def test_what_cannot_be_asked_is_named(asking: Office, arguments: list[str], said: str) -> None:
    ran = asking.run("request", *arguments)
    assert ran.code in (1, 2)
    assert said in ran.err
    assert not (asking.root / "build").exists()


def test_columns_of_a_year_to_come_are_asked_and_surveys_are_not(asking: Office) -> None:
    def describe(package: Any) -> None:
        package["resources"][0]["schema"]["fields"] += [
            {"name": "waiting", "title": "待ち時間", "type": "integer", "unit": "分", "from": 2025},
            {"name": "gone", "title": "旧区分", "type": "string", "until": 2024},
        ]
        answer = {
            "name": "answer",
            "title": "答え",
            "type": "string",
            "constraints": {"enum": ["はい", "いいえ"]},
        }
        fields: list[dict[str, Any]] = [{"name": "who", "title": "番号", **_TEXT}, answer]
        survey = described("panel", fields, ["who"])
        survey["survey"] = {"title": "意見", "questions": [
            {"name": "q", "title": "問", "wording": "問", "form": "single", "fields": ["answer"]}
        ]}  # fmt: skip
        package["resources"].append(survey)

    asking.edit_json("data/2024/datapackage.json", describe)
    asking.table("counts", [(*row, "" if i else "gone") for i, row in enumerate(_ROWS["counts"])])
    asking.table("panel", (("who", "answer"), ("R1", "はい")))
    said = asking.run("request", "2025")
    assert said.code == 0, said.err
    assert "個票は、照会票では尋ねません: panel（窓口の件数）" in said.out
    sheet = load_workbook(_form(asking.root / "build/2025.request", "counts")).worksheets[0]
    headings = [cell.value for cell in sheet[_header(sheet)]]
    assert "待ち時間\n（分）" in headings
    assert "旧区分" not in headings
    assert "【参考】前回の\n待ち時間" not in headings
    refused = asking.run("request", "2025", "--table", "panel")
    assert "「panel」は調査の個票なので、照会票では尋ねません。" in refused.err


def _write(row: int, column: int, value: Any) -> Callable[[Any, int], None]:
    return lambda sheet, first: sheet.cell(first + row, column + 1).__setattr__("value", value)


def _all(*changes: Callable[[Any, int], None]) -> Callable[[Any, int], None]:
    def change(sheet: Any, first: int) -> None:
        for one in changes:
            one(sheet, first)

    return change


# Damages to a form, and the messages by row below the header.
_DAMAGES: dict[str, tuple[Callable[[Any, int], None], list[str]]] = {
    "cells": (
        _all(
            _write(0, 1, "約300"),
            _write(0, 3, "半官半民"),
            *(_write(1, column, None) for column in (1, 3)),
            *(_write(2, column, value) for column, value in enumerate(("出張所", 5001))),
            _write(3, 1, 5),
        ),
        [
            "{1}行目『件数』: 数値ではありません（「約300」）。",
            "{1}行目『種別』: 選択肢にない値です（「半官半民」）。",
            "{2}行目『場所』: まだ記入されていない行です（「支所」）。",
            "{3}行目『件数』: 大きすぎる値です（5001）。",
            "{3}、{4}行目『種別』: 値がありません。",
            "{4}行目『場所』: 値がありません。",
        ],
    ),
    "beside the headings": (
        _write(0, 11, 5),
        ["{1}行目『12列目』: 見出しのない列に値があります（「5」）。"],
    ),
    "above the table": (
        lambda sheet, _: sheet.__setitem__("J2", "至急"),
        ["2行目: 見出しより上に値が並んでいます。"],
    ),
    "a heading lost": (_write(-1, 1, None), ["{0}行目『2列目』: 見出しのない列があります（2列目）。"]),
}


@pytest.mark.parametrize("damage", _DAMAGES)
def test_half_filled_and_damaged_forms_are_reported_with_their_rows(asking: Office, damage: str) -> None:
    folder = _ask(asking)
    _begin(asking)
    _send_back(asking, folder)
    change, said = _DAMAGES[damage]
    header = _header(load_workbook(_form(folder, "counts")).worksheets[0])
    asking.workbook("counts", _filled(_form(folder, "counts"), _ANSWERS["counts"], change), "2025")
    found = [
        line.partition("counts.xlsx ")[2]
        for line in asking.check("2025").out.splitlines()
        if line.startswith("【誤り】data/2025/counts")
    ]
    wanted = [one.format(*range(header, header + 6)) for one in said]
    assert [one for one in wanted if not any(line.startswith(one) for line in found)] == [], found
    assert len(found) == len(wanted)


def test_a_form_of_another_table_or_year_is_refused_by_name(asking: Office) -> None:
    folder = _ask(asking)
    _begin(asking)
    _send_back(asking, folder)
    of_2026 = _ask(asking, "2026")
    # The workbook's property counts where the line above the table says otherwise.
    altered = _filled(_form(of_2026, "visits"), {})
    for (cell,) in altered.worksheets[0].iter_rows(max_col=1):
        if str(cell.value).startswith("様式"):
            cell.value = "様式　visits　令和7年度"
    asking.workbook("works", _form(folder, "counts").read_bytes(), "2025")
    asking.workbook("counts", _form(of_2026, "counts").read_bytes(), "2025")
    asking.workbook("visits", altered, "2025")
    said = asking.check("2025").out
    assert "data/2025/works.xlsx: 別の表の照会票です（counts、令和7年度）。" in said
    assert "data/2025/counts.xlsx: 別の年度の照会票です（counts、令和8年度）。" in said
    assert "data/2025/visits.xlsx: 別の年度の照会票です（visits、令和8年度）。" in said
    # And the line counts where the property is lost, as in a CSV file.
    (asking.root / "data/2025/visits.xlsx").unlink()
    text = io.StringIO()
    csv.writer(text).writerows(load_workbook(_form(of_2026, "visits")).worksheets[0].values)
    asking.write("data/2025/visits.csv", text.getvalue())
    assert "data/2025/visits.csv: 別の年度の照会票です（visits、令和8年度）。" in asking.check("2025").out


def _sorts(form: Path) -> Iterator[tuple[str, Workbook | bytes]]:
    """Yield forms as divisions return them: saved differently, copied, with notes, rows and sheets added."""
    answers = _ANSWERS["counts"]
    yield "as it is", _filled(form, answers)
    book = _filled(form, answers)
    book.create_sheet("計算用")["A1"].value = 1
    book["計算用"]["B2"].value = 2
    yield "with another sheet", book
    book = _filled(form, answers)
    for merged in list(book.worksheets[0].merged_cells.ranges):  # openpyxl does not move merged cells
        book.worksheets[0].unmerge_cells(str(merged))
    book.worksheets[0].delete_rows(1, 3)
    yield "without lines above", book
    yield "with a total", _filled(form, answers, _write(2, 0, "合計"), _write(2, 1, 335))
    yield "with a note below", _filled(form, answers, _write(8, 0, "※ 速報値である。"))
    yield (
        "with gaps",
        _filled(form, {0: answers[0], 1: dict.fromkeys(range(4)), 4: {0: "支所", **answers[1]}}),
    )
    copied = Workbook()
    assert copied.active is not None
    for row in _filled(form, answers).worksheets[0].iter_rows(values_only=True):
        copied.active.append(row)
    yield "copied into another workbook", copied


def test_a_form_is_read_however_it_comes_back(asking: Office) -> None:
    folder = _ask(asking)
    _begin(asking)
    _send_back(asking, folder)
    form = _form(folder, "counts")
    for sort, book in _sorts(form):
        asking.workbook("counts", book, "2025")
        assert _read(asking, "counts") == _READ["counts"], sort
    rows = _filled(form, _ANSWERS["counts"]).worksheets[0].iter_rows(values_only=True)
    (asking.root / "data/2025/counts.xlsx").unlink()
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    for encoding in ("utf-8-sig", "cp932"):
        asking.write("data/2025/counts.csv", text.getvalue(), encoding)
        assert _read(asking, "counts") == _READ["counts"], encoding
    assert "誤り 0件" in asking.check("2025").out


@pytest.mark.system
def test_a_form_saved_by_another_program_is_read_the_same(asking: Office, tmp_path: Path) -> None:
    folder = _ask(asking)
    _begin(asking)
    _send_back(asking, folder)
    forms = [asking.root / f"data/2025/{name}.xlsx" for name in _ANSWERS]
    options = [
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--convert-to",
        "xlsx",
    ]
    saved = tmp_path / "saved"
    subprocess.run(
        ["soffice", *options, "--outdir", saved, *forms], check=True, capture_output=True, timeout=180
    )
    for path in forms:
        path.write_bytes((saved / path.name).read_bytes())
    assert {name: _read(asking, name) for name in _ANSWERS} == _READ
    said = asking.check("2025").out
    assert "表題の行を除外" not in said
    form = Path(shutil.move(forms[0], forms[0].with_name("回答 counts.xlsx")))
    assert form.is_file()
    assert "「窓口の件数」の照会票です。使うなら、名前を counts.xlsx に直し" in asking.check("2025").out


def test_what_a_division_writes_beside_is_never_lost(asking: Office) -> None:
    folder = _ask(asking)
    _begin(asking)
    _send_back(asking, folder)
    long = "移転の予定があります。" * 20
    form = _form(folder, "counts")
    remarks = [_write(0, 4, "確認中\n速報"), _write(3, 4, long), _write(4, 4, "=A1")]
    asking.workbook("counts", _filled(form, _ANSWERS["counts"], *remarks[:2]), "2025")
    first = _header(load_workbook(form).worksheets[0]) + 1
    said = asking.check("2025").out
    assert f"counts.xlsx {first}行目: 連絡欄に書き込みがあります（「確認中 速報」）。" in said
    assert f"（「{long}」）。" in said
    assert _read(asking, "counts") == _READ["counts"]
    asking.workbook("counts", _filled(form, {}, *remarks[:2]), "2025")  # even if nothing else is filled in
    said = asking.check("2025").out
    assert "まだ記入されていません。" in said
    assert f"（「{long}」）。" in said

    def print_to(sheet: Any, _: int) -> None:
        sheet["A4"].value = "御不明な点は市民課へ"

    asking.workbook("counts", _filled(form, _ANSWERS["counts"], print_to), "2025")
    assert "御不明な点は市民課へ" in asking.check("2025").out


def test_columns_set_aside_are_so_in_any_table(office: Office) -> None:
    office.table(
        "counts", (("場所", "件数", "【参考】前年", "【連絡】"), ("本庁", 302, 5, ""), ("支所", 20, 7, "仮"))
    )
    said = office.check()
    assert said.code == 0
    assert "見出しで除くとした列を除外" in said.out
    assert "counts.csv 3行目: 連絡欄に書き込みがあります（「仮」）。" in said.out
    office.table("counts", (("場所", "件数", "参考"), ("本庁", 302, 5), ("支所", 20, 7)))
    assert "『参考』: 知らない列です。" in office.check().out


def test_a_damaged_property_makes_no_form(asking: Office) -> None:
    folder = _ask(asking)
    _begin(asking)
    _send_back(asking, folder)
    path = asking.root / "data/2025/counts.xlsx"
    intact = path.read_bytes()
    for other in ("counts 9999", "", "counts"):
        change = partial(re.sub, "counts 2025", other)
        asking.workbook("counts", with_part(intact, "docProps/custom.xml", change), "2025")
        assert _read(asking, "counts") == _READ["counts"], other
