"""Total rows, notes, titles and spreadsheet errors: never printed as items, never dropped silently."""

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.promises.office import USUAL_CELLS, Office, Ran, described
from tests.promises.ordinary_tables import ORDINARY_TABLES, Rows

_NAMES = Path(__file__).with_name("ordinary_names.txt").read_text(encoding="utf-8").splitlines()
_HEAD = ("場所", "件数", "人数")
_ITEMS = (("本庁", 302, 41), ("支所", 20, 7))


def resource_of(name: str, rows: Rows, *, required: bool = False, key: int = 1) -> dict[str, Any]:
    """Return a resource with a table's headings as columns: strings where cells are words, else counts."""
    widest = max(map(len, rows))
    head = next(i for i, row in enumerate(rows) if len(row) == widest and all(row) and "単位" not in str(row))
    fields: list[dict[str, Any]] = []
    for i, title in enumerate(rows[head]):
        cells = [str(row[i]) for row in rows[head + 1 :] if len(row) > i]
        text = i < key or any(cell and not re.search(r"\d", cell) for cell in cells)
        kind = {"type": "string"} if text else {"type": "integer", "unit": "件"}
        fields.append(
            {"name": f"c{i}", "title": title, **kind, "constraints": {"required": required or i < key}}
        )
    return described(name, fields, [f"c{i}" for i in range(key)])


def place(office: Office, tables: dict[str, Rows], **options: Any) -> None:
    """Add tables to the office's own, each described by its first full row."""
    for name, rows in tables.items():
        office.table(name, rows)
    more = [resource_of(name, rows, **options) for name, rows in tables.items()]
    office.edit_json("data/2024/datapackage.json", lambda package: package["resources"].extend(more))
    office.notebook(*USUAL_CELLS, *(f'used = section.table("{name}")' for name in tables))


def with_items(*rows: Sequence[Any]) -> Rows:
    return (_HEAD, *_ITEMS, *rows)


def lines_of(ran: Ran, name: str) -> list[str]:
    """Return the lines of a command's output about one table."""
    return [line for line in ran.said.splitlines() if f"data/2024/{name}." in line]


def grades_of(ran: Ran, name: str) -> set[str]:
    """Return the severities of messages about a table, except the note that headings were read by title."""
    return {line[1 : line.index("】")] for line in lines_of(ran, name) if "見出しを列の名前に" not in line}


def test_ordinary_names_and_tables_are_read_without_a_word(office: Office) -> None:
    names: Rows = (_HEAD, *((name, 100 + i * 7 % 97, i % 13) for i, name in enumerate(_NAMES)))
    place(office, {"names": names, **ORDINARY_TABLES})
    checked = office.check()
    said = [line for line in checked.said.splitlines() if line.startswith(("【誤り】", "【要確認】"))]
    assert said == []
    assert "誤り 0件、要確認 0件" in checked.out
    dropped = [line for line in checked.said.splitlines() if "除外" in line]
    assert all("表題の行を除外" in line for line in dropped), dropped


TOTALS = (
    "合計", "小計", "全体", "全国", "総数", "集計", "累計", "区計", "施設計", "3システム計",
    "Total", "ＴＯＴＡＬ",
    "ｺﾞｳｹｲ", "合計（3システム）", "合計※", "合計:", "【合計】", "計（再掲）", "総　計", "本庁（計）", "男女計",
    "オンライン計", "学生計", "系統計", "市役所 合計", "合計①", "Grand Total", "区全体",
)  # fmt: skip
POSSIBLE = ("オンライン計", "学生計", "系統計")  # totals only if the sums agree
AGREEING: dict[str, Rows] = {
    **{f"total{i}": with_items((name, 322, 48)) for i, name in enumerate(TOTALS)},
    "blank_in_total": with_items(("合計", "", 48)),
    "first": (_HEAD, ("デジタル庁 合計", 322, 48), *_ITEMS),
    "first_whole": (_HEAD, ("全国", "322件", "４８"), *_ITEMS),
    "blocks": with_items(
        ("小計", 322, 48), ("分室", 8, 1), ("西分室", 2, 2), ("小計", 10, 3), ("合計", 332, 51)
    ),
    "nested": with_items(
        ("小計", 322, 48), ("分室", 8, 1), ("小計", 8, 1), ("東部計", 330, 49), ("北", 5, 5),
        ("合計", 335, 54),
    ),
    "ends_with_an_item": with_items(("小計", 322, 48), ("分室", 8, 1)),
    "headed_blocks": (
        _HEAD, ("合計", 332, 51), ("市部計", 322, 48), *_ITEMS, ("町部計", 10, 3), ("分室", 10, 3),
    ),
}  # fmt: skip


def test_a_total_row_that_agrees_is_dropped_and_noted(office: Office) -> None:
    place(office, AGREEING)
    checked = office.check()
    assert checked.code == 0, checked.said
    assert {name: grades_of(checked, name) for name in AGREEING} == {name: {"記録"} for name in AGREEING}
    missing = [
        name
        for name in AGREEING
        if not any("合計の行を検算して除外" in one for one in lines_of(checked, name))
    ]
    assert missing == []
    assert "4行目「小計」、7行目「小計」、8行目「合計」" in "".join(lines_of(checked, "blocks"))


SUMMARIES = ("平均", "再掲", "（再掲）本庁", "うち本庁", "うち、市外", "（うち市外）", "内訳", "Average")
DISAGREEING: dict[str, Rows] = {
    **{f"total{i}": with_items((name, 322, 49)) for i, name in enumerate(TOTALS) if name not in POSSIBLE},
    **{f"summary{i}": with_items((name, 161, 24)) for i, name in enumerate(SUMMARIES)},
    "first": (_HEAD, ("全国", 9999, 99), *_ITEMS),
    "block": with_items(("小計", 321, 48), ("分室", 8, 1), ("合計", 330, 49)),
    "grand": with_items(("小計", 322, 48), ("分室", 8, 1), ("合計", 331, 49)),
    "item_left_out": with_items(("合計", 322, 48), ("分室", 8, 1)),
    "part_like_a_sum": with_items(("うち本庁", 322, 48)),
    "no_sums": with_items(("合計", "", "")),
}  # fmt: skip


def test_a_total_row_that_does_not_agree_is_an_error(office: Office) -> None:
    place(office, DISAGREEING)
    checked = office.check()
    assert checked.code == 1
    silent = [name for name in DISAGREEING if "誤り" not in grades_of(checked, name)]
    assert silent == []
    assert "合計が合いません（「全国」の行は 9,999、下の行の和は 322）" in checked.said
    assert "データの行" not in checked.said
    (left_out,) = lines_of(checked, "item_left_out")
    assert "5行目: 合計の行（「合計」）に入っていない行があります" in left_out


def test_an_item_with_the_name_of_a_total_can_be_declared(office: Office) -> None:
    office.table("counts", (("場所", "件数"), ("全国", 1000), ("本庁", 302), ("支所", 20)))
    remedy = 'enum に ["本庁", "支所", "全国"] のように'
    assert remedy in office.check().said

    def declare(package: Any) -> None:
        package["resources"][0]["schema"]["fields"][0]["constraints"]["enum"] = ["本庁", "支所", "全国"]

    office.edit_json("data/2024/datapackage.json", declare)
    assert "誤り 0件、要確認 0件" in office.check().out


SUMS: dict[str, Rows] = {
    "last": with_items(("すべての窓口", 322, 48)),
    "first": (_HEAD, ("窓口", 322, 48), *_ITEMS),
    "middle": with_items(("窓口", 322, 48), ("分室", 8, 1)),
    "one_column": (("場所", "件数"), ("本庁", 302), ("支所", 20), ("窓口", 322)),
    "blocks": with_items(("北部", 322, 48), ("分室", 80, 1), ("西分室", 20, 2), ("南部", 100, 3)),
    "five_rows": (("場所", "件数"), *((name, 3) for name in "甲乙丙丁"), ("窓口", 12)),
    "possible_total": with_items(("オンライン計", 300, 40)),
    "possible_part": with_items(("分室", 50, 5), ("うちオンライン", 20, 3)),
    "name_alone": with_items(("分室", "", "")),
    "former_year": (("令和4年度 窓口の状況", "", ""), *with_items()),
    "former_date": (("窓口の状況（R5.3.31現在）", "", ""), *with_items()),
    "former_western": (("2022年度の状況", "", ""), *with_items()),
    "former_kanji": (("令和四年度末", "", ""), *with_items()),
    "no_value": (("場所", "備考"), ("甲", "移行済"), ("乙", "None"), ("丙", "準備中")),
    "no_values": (
        ("場所", "備考"),
        ("甲", "移行済"),
        ("乙", "nan"),
        ("丙", "NULL"),
        ("丁", "TRUE"),
        ("戊", "0"),
    ),
}


def test_what_may_be_no_item_is_to_be_confirmed(office: Office) -> None:
    place(office, SUMS)
    checked = office.check()
    assert checked.code == 0, checked.said
    assert {name for name in SUMS if "要確認" not in grades_of(checked, name)} == set()
    assert len(lines_of(checked, "no_values")) >= 4
    subjects = [
        line.partition("subject: ")[2].partition(" と reason")[0] for line in checked.said.splitlines()
    ]
    confirmed = "".join(
        f"  - {{subject: '{one}', reason: 確認した}}\n" for one in dict.fromkeys(subjects) if one
    )
    office.write("params/2024.yaml", f"{office.read('params/2024.yaml')}confirmed:\n{confirmed}")
    assert "誤り 0件、要確認 0件" in office.check().out


NOTES = (
    ("※ 令和6年3月末現在の件数", "", ""),
    ("　　支所を含む。", "", ""),
    ("注）市外の方を含む。", "", ""),
    ("（注1）分室を除く。", "", ""),
    ("注：速報値", "", ""),
    ("*1 暫定", "", ""),
    ("＊ 暫定", "", ""),
    ("出典：総務課調べ", "", ""),
    ("資料　総務課「統計書」", "", ""),
    ("備考 数は延べ", "", ""),
    ("", "※ 右に置いた注", ""),
)
BELOW: dict[str, Rows] = {
    **{f"note{i}": with_items(note) for i, note in enumerate(NOTES) if i != 1},
    "several": with_items(*NOTES),
    "after_blank_rows": with_items(("", "", ""), ("", "", ""), NOTES[0], ("", "", ""), NOTES[2]),
    "after_total": with_items(("合計", 322, 48), ("", "", ""), NOTES[0]),
}


@pytest.mark.parametrize("required", [False, True])
def test_notes_below_a_table_are_dropped_and_noted(office: Office, required: bool) -> None:
    place(office, BELOW, required=required)
    checked = office.check()
    assert checked.code == 0, checked.said
    assert {name: grades_of(checked, name) for name in BELOW} == {name: {"記録"} for name in BELOW}
    assert "注の行を除外（4行目「※ 令和6年3月末現在の件数」）" in "".join(lines_of(checked, "note0"))
    several = "".join(lines_of(checked, "several"))
    assert [note for note in NOTES if "".join(note).strip() not in several] == []


def test_a_text_like_a_note_in_another_place_is_reported_as_such(office: Office) -> None:
    tables: dict[str, Rows] = {
        "inside": (_HEAD, _ITEMS[0], NOTES[0], _ITEMS[1]),
        "unmarked": with_items(("", "", ""), ("令和6年3月末現在の件数である。", "", "")),
        "two_cells": with_items(("※", "", "")),
        "heading": (_HEAD, ("【北部】", "", ""), *_ITEMS),
    }
    office.table("counts", (("場所", "件数"), ("本庁", 302), ("支所", "")))
    place(office, tables, required=True)
    office.write("data/2024/two_cells.csv", "場所,件数,人数\n本庁,302,41\n※,延べ数,\n支所,20,7\n")
    checked = office.check()
    assert checked.code == 1
    for name, says in (
        ("inside", "3行目: 表の途中に注の行があります（「※ 令和6年3月末現在の件数」）。"),
        ("unmarked", "5行目: ほかの欄がすべて空で、注や見出しのように見えます"),
        ("heading", "2行目: ほかの欄がすべて空で、注や見出しのように見えます（「【北部】」）。"),
        ("counts", "3行目『件数』: 値がありません。値を入力してください（0件は 0 と書きます）。"),
    ):
        (line,) = [one for one in lines_of(checked, name) if "誤り" in one]
        assert says in line
    assert "誤り" in grades_of(checked, "two_cells")


def test_only_counts_are_advised_to_write_0_for_none(ward: Office) -> None:
    ward.edit("data/2024/remaining_issues.csv", "\n中央電算,国", "\n,国")
    ward.edit("data/2024/cashless.csv", "区民事務所,2024-10", ",2024-10")
    ward.edit("data/2024/resident_survey.csv", "\nR0002,", "\n,")
    checked = ward.check()
    assert checked.said.count("値がありません。") == 3
    assert "0件は" not in checked.said


_OTHER_UNITS = (
    "（単位：千件）", "単位:百万円", "（千円）", "[単位 人]", "単位 %", "窓口の状況（千件）", "（千件単位）",
    "単位は万件",
)  # fmt: skip
_OWN_UNITS = (
    "（単位：件）",
    "単位:件",
    "[単位 件]",
    "（件）",
    "単位：件、円",
    "（単位：件数）",
    "単位：別記",
)
UNITS = {f"other{i}": title for i, title in enumerate(_OTHER_UNITS)} | {
    f"same{i}": title for i, title in enumerate(_OWN_UNITS)
}


def test_a_unit_above_or_below_a_table_is_that_of_its_columns(office: Office) -> None:
    above: dict[str, Rows] = {name: ((title, "", ""), *with_items()) for name, title in UNITS.items()}
    beside: dict[str, Rows] = {
        f"{name}_beside": (("窓口の状況", "", title), *with_items())
        for name, title in UNITS.items()
        if title.startswith(("（単位", "単位"))
    }
    below: dict[str, Rows] = {"other_below": with_items(("※単位：千件", "", ""))}
    tables = {**above, **beside, **below}
    place(office, tables)
    checked = office.check()
    found = {name: "誤り" in grades_of(checked, name) for name in tables}
    assert found == {name: name.startswith("other") for name in tables}
    (line,) = [line for line in lines_of(checked, "other0") if "誤り" in line]
    assert "1行目: 表の列と違う単位が書かれています（「（単位：千件）」）。列の単位は「件」です。" in line


LEFTOVERS = (
    "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "########",
    '="住民記録等"', "=VLOOKUP(A2,Sheet2!A:B,2,0)", "=A1", "=A1&B1", "=シート1!A1", "=-A1+2", "+A1+B1",
    "Err:502",
)  # fmt: skip


def test_what_a_spreadsheet_leaves_is_no_value(office: Office) -> None:
    texts: Rows = (("場所", "備考"), *((f"窓口{i}", text) for i, text in enumerate(LEFTOVERS)))
    keys: Rows = (("場所", "備考"), ("#REF!", "移行済"), ("#N/A", "準備中"))
    place(office, {"texts": texts, "keys": keys})
    office.table("counts", (("場所", "件数"), *((f"窓口{i}", text) for i, text in enumerate(LEFTOVERS))))
    checked = office.check()
    assert checked.code == 1
    for name, column in (("texts", "備考"), ("counts", "件数")):
        said = lines_of(checked, name)
        missing = [
            text
            for i, text in enumerate(LEFTOVERS, 2)
            if not any(f" {i}行目『{column}』: " in line and text in line for line in said)
        ]
        assert missing == []
        assert not any("数値ではありません" in line for line in said)
    assert len([line for line in lines_of(checked, "keys") if "Excelの誤りの値です" in line]) == 2


def with_totals_row(label: str, total: int, notes: Sequence[str] = ()) -> bytes:
    """Write an Excel table with its totals row, and notes below, each merged over two rows and columns."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        headings = [{"header": "場所"}, {"header": "件数"}]
        sheet.add_table(0, 0, 3, 1, {"columns": headings, "total_row": True})
        for i, row in enumerate((("本庁", 302), ("支所", 20), (label, total)), 1):
            sheet.write_row(i, 0, row)
        for i, note in enumerate(notes):
            sheet.merge_range(5 + 2 * i, 0, 6 + 2 * i, 1, note)
    return content.getvalue()


def test_a_workbook_s_totals_row_and_merged_notes(office: Office) -> None:
    notes = ("※ 令和6年3月末現在", "注：支所を含む。")
    office.workbook("counts", with_totals_row("窓口のすべて", 322, notes))
    built = office.build()
    assert built.code == 0, built.err
    assert "合計の行を検算して除外（4行目「窓口のすべて」）" in built.err
    assert "注の行を除外（6行目「※ 令和6年3月末現在」、8行目「注：支所を含む。」）" in built.err
    report = office.report()
    assert "場所は合計、件数は322。" in report
    assert not any(word in report for word in ("窓口のすべて", "※ 令和6年3月末現在", "644"))
    office.workbook("counts", with_totals_row("", 161))
    assert "4行目『件数』: 合計が合いません" in office.check().out


def test_years_and_answers_are_never_taken_for_sums(ward: Office) -> None:
    added = (
        "fiscal_year,online,not_online,impossible\n2021,100,200,1000\n2022,141,177,1073\n2023,241,377,2073\n"
    )
    ward.write("data/2024/online_procedures.csv", added)
    assert "の和と同じ行です" not in ward.check().out
    ward.write("data/2024/online_procedures.csv", added + "合計,482,754,4146\n")
    assert "5行目『年度』: 年度の表に合計の行があります" in ward.check().out


def test_a_table_with_two_keys_has_totals_of_each(office: Office) -> None:
    rows: Rows = (
        ("場所", "種別", "件数"),
        ("本庁", "窓口", 302), ("支所", "窓口", 20), ("本庁", "電子", 8), ("支所", "電子", 2),
        ("本庁", "計", 310), ("支所", "計", 22),
    )  # fmt: skip
    place(office, {"right": rows, "wrong": (*rows[:-1], ("支所", "計", 23))}, key=2)
    checked = office.check()
    assert grades_of(checked, "right") == {"記録"}
    assert "誤り" in grades_of(checked, "wrong")
