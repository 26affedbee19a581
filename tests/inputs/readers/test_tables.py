"""Encodings, headers, total rows, workbooks: what is read and noted, and errors with their places."""

import io
import struct
import zipfile
from typing import Any

import pytest

from progress_report.inputs.readers import csv_files
from progress_report.inputs.readers.file_kinds import OLE_MARK, ZIP_MARK
from progress_report.inputs.readers.normalizations import Normalization, notes_of
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.tables.datasets import Rows, read_rows
from progress_report.model.findings import Finding, ReportError
from tests.inputs.ward_files import YEAR, WardFiles, require_finding
from tests.inputs.workbooks import Draw, Grid, workbook, write_workbook

SYSTEMS = "data/2024/systems.csv"
WORKBOOK = "data/2024/systems.xlsx"
NAMES = ["system", "operations", "issues", "done"]
TITLES = ["システム", "主な対象業務", "課題総数", "完了数"]
BODY: Grid = [
    ["中央電算", "住民記録、住民税等", 3365, 2598],
    ["小型電算", "選挙、生活保護等", 541, 440],
    ["連携小型電算", "資金貸付等", 182, 144],
]
TOTAL = ["合計", "", 4088, 3182]
SOUND = [["中央電算", "3365", "2598"], ["小型電算", "541", "440"], ["連携小型電算", "182", "144"]]
TEXT = "\n".join(",".join(map(str, row)) for row in [NAMES, *BODY])


def read(ward: WardFiles, name: str = "systems") -> Rows:
    return read_rows(ward.project, YEAR, read_data_package(ward.project, YEAR), name)


def findings(ward: WardFiles, name: str = "systems") -> list[Finding]:
    with pytest.raises(ReportError) as caught:
        read(ward, name)
    return list(caught.value.findings)


def values(rows: Rows) -> list[list[str]]:
    return [[cells["system"], cells["issues"], cells["done"]] for cells in rows.cells]


def kinds(rows: Rows) -> list[str]:
    return [one.kind for one in rows.normalizations]


# Encodings


@pytest.mark.parametrize(("encoding", "noted"), [("utf-8", []), ("utf-8-sig", []), ("cp932", ["文字コード"])])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(ward: WardFiles, end: str, encoding: str, noted: list[str]) -> None:
    ward.path(SYSTEMS).write_bytes(TEXT.replace("\n", end).encode(encoding))
    rows = read(ward)
    assert (values(rows), rows.numbers, kinds(rows)) == (SOUND, [2, 3, 4], noted)


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        (TEXT.encode().replace("小型".encode(), "小型".encode()[:-1], 1), 3, "UTF-8として壊れています"),
        ((TEXT + "\n").encode() + "区民,課,1,1".encode("cp932"), 5, "UTF-8として壊れています"),
        ((TEXT + "\n").encode("cp932") + "区民,課,1,1".encode(), 2, "UTF-8として壊れています"),
        (TEXT.encode("utf-16"), 1, "UTF-16です"),
        (TEXT.encode("utf-16-le"), 1, "UTF-16です"),
        (TEXT.encode("utf-16-be"), 1, "UTF-16です"),
        (TEXT.encode("euc-jp"), 2, "でもありません"),
        (TEXT.replace("小型", "小\ue000").encode(), 3, "外字"),
        (TEXT.replace("小型", "小X").encode("cp932").replace(b"X", b"\xf0\x40"), 3, "外字"),
        (TEXT.replace("小型", "小\ufffd").encode(), 3, "文字化け"),
    ],
)
def test_bytes_that_are_not_plainly_one_encoding(
    ward: WardFiles, content: bytes, row: int, says: str
) -> None:
    ward.path(SYSTEMS).write_bytes(content)
    require_finding(findings(ward), file=SYSTEMS, row=row, column="", says=says)


def test_every_committed_table_is_known_by_its_bytes(ward: WardFiles) -> None:
    for path in ward.path("data/2024").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if text.isascii():
            continue
        assert csv_files.decode(text.encode("cp932"), path.name) == (text, csv_files.CP932)
        sound = text.encode()
        for place in [i for i, byte in enumerate(sound) if byte > 0x7F][:100]:
            with pytest.raises(ReportError):
                csv_files.decode(sound[:place] + sound[place + 1 :], path.name)


# Headers


@pytest.mark.parametrize(
    ("header", "noted"),
    [
        ([NAMES], []),
        ([TITLES], ["見出しを列の名前に"]),
        ([["システム", "主な 対象業務", "課題総数（課題）", "完了数 [単位：課題]"]], ["見出しを列の名前に"]),
        ([["ｼｽﾃﾑ", "主な対象業務", "issues", "done"]], ["見出しを列の名前に"]),
        ([["進捗の表"], TITLES], ["表題の行を除外", "見出しを列の名前に"]),
        ([["進捗の表"], [], ["", "", "単位：課題"], NAMES], ["表題の行を除外"]),
        ([["システム", "業務", "課題", ""], ["", *TITLES[1:]]], ["見出しを列の名前に"]),
        ([["システム", "", "課題", ""], ["", "", "数", ""], ["", "operations", "issues", "done"]],
         ["見出しを列の名前に"]),
        ([[*TITLES, "", ""]], ["空の列を除外", "見出しを列の名前に"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_headers(ward: WardFiles, form: str, header: Grid, noted: list[str]) -> None:
    grid = [*header, *BODY]
    if form == "csv":
        ward.write(SYSTEMS, "\n".join(",".join(map(str, row)) for row in grid))
    else:
        write_workbook(ward, "systems", workbook(grid))
        noted = [kind for kind in noted if kind != "空の列を除外"]  # a workbook does not keep blank columns
    rows = read(ward)
    assert (values(rows), kinds(rows)) == (SOUND, noted)
    assert rows.numbers == [len(header) + i for i in (1, 2, 3)]


def test_columns_in_another_order(ward: WardFiles) -> None:
    ward.write(SYSTEMS, "\n".join(",".join(str(row[i]) for i in (3, 0, 2, 1)) for row in [NAMES, *BODY]))
    rows = read(ward)
    assert (values(rows), kinds(rows)) == (SOUND, ["列の順"])


@pytest.mark.parametrize(
    ("grid", "row", "column", "says"),
    [
        ([["進捗の表", "令和6年度"], NAMES, *BODY], 1, "", "見出しより上に値が並んでいます"),
        ([[*NAMES, "備考"], *([*row, "x"] for row in BODY)], 1, "備考", "知らない列です"),
        ([[*NAMES, ""], [*BODY[0], ""], [*BODY[1], "注"], [*BODY[2], ""]], 3, "5列目", "見出しのない列"),
        ([NAMES, BODY[0], ["", "", "", ""], BODY[1]], 3, "", "途中に空の行"),
        ([NAMES, BODY[0], BODY[1][:3]], 3, "", "列の数が合いません（4列のところ3列）"),
        ([NAMES, BODY[0], [*BODY[1], "注"]], 3, "", "列の数が合いません（4列のところ5列）"),
        (
            [[*NAMES, "課題総数"], *([*row, 1] for row in BODY)],
            1,
            "issues",
            "同じ列が二度あります（3列目「iss",
        ),
        ([NAMES[:3], *(row[:3] for row in BODY)], 1, "done", "列がありません"),
    ],
)  # fmt: skip
def test_bounds_that_are_not_plain(ward: WardFiles, grid: Grid, row: int, column: str, says: str) -> None:
    ward.write(SYSTEMS, "\n".join(",".join(map(str, cells)) for cells in grid))
    require_finding(findings(ward), file=SYSTEMS, row=row, column=column, says=says)


def test_blank_lines_and_columns_around_the_table_are_noted(ward: WardFiles) -> None:
    lines = [",".join(map(str, [*row, "", ""])) for row in [NAMES, *BODY]]
    ward.write(SYSTEMS, "\r\n".join([*lines, ",,,,,", "", " ,,,,,"]))
    rows = read(ward)
    assert values(rows) == SOUND
    assert [(one.kind, one.rows) for one in rows.normalizations] == [
        ("空の列を除外", (1,)),
        ("空の行を除外", (5, 6, 7)),
    ]


# Total rows


@pytest.mark.parametrize(
    ("after", "row", "column", "says"),
    [
        ([["合計", "", 4088, "多数"]], 5, "完了数", "数値ではありません"),
        ([["合計", "三業務", 4088, 3182]], 5, "主な対象業務", "足し合わせられない値"),
        ([["合計", "－", "", ""]], 5, "システム", "合計の行に値がありません"),
    ],
)
def test_totals_that_are_not_sound(ward: WardFiles, after: Grid, row: int, column: str, says: str) -> None:
    write_workbook(ward, "systems", workbook([TITLES, *BODY, *after]))
    require_finding(findings(ward), file=WORKBOOK, row=row, column=column, says=says)


def test_an_error_above_a_total_is_reported_once(ward: WardFiles) -> None:
    grid = [TITLES, [*BODY[0][:2], "三千", 2598], *BODY[1:], TOTAL]
    write_workbook(ward, "systems", workbook(grid))
    says = "数値ではありません（「三千」）"
    require_finding(findings(ward), file=WORKBOOK, row=2, column="課題総数", says=says)


# Workbooks


def merged(first_row: int, first_column: int, last_row: int, last_column: int, text: str) -> Draw:
    return lambda book, sheet: sheet.merge_range(first_row, first_column, last_row, last_column, text)


def drawn(*drawings: Draw) -> Draw:
    return lambda book, sheet: [one(book, sheet) for one in drawings]


def test_merged_headings_a_title_and_hidden_columns(ward: WardFiles) -> None:
    head: Grid = [["", "", "", "", ""], ["", "", "備考", "", ""], ["", "", "", "課題総数", "完了数"]]
    body = [[row[0], row[1], "未確認", *row[2:]] for row in BODY]
    draw = drawn(
        merged(0, 0, 0, 4, "表1　標準化の課題"),
        merged(1, 0, 2, 0, "システム"),
        merged(1, 1, 2, 1, "主な対象業務"),
        merged(1, 3, 1, 4, "課題"),
        lambda book, sheet: sheet.set_column(1, 2, None, None, {"hidden": True}),
    )
    write_workbook(ward, "systems", workbook([*head, *body], draw))
    rows = read(ward)
    assert (values(rows), rows.numbers) == (SOUND, [4, 5, 6])
    assert [(one.kind, one.column) for one in rows.normalizations] == [
        ("表題の行を除外", ""),
        ("隠れた列を除外", "備考"),
        ("見出しを列の名前に", ""),
        ("隠れた列も使用", "operations"),
    ]


def written(row: int, column: int, value: Any, **style: Any) -> Draw:
    return lambda book, sheet: sheet.write(row, column, value, book.add_format(style))


SPOILT: list[tuple[Draw, int, str, str]] = [
    (written(2, 2, 541.5), 3, "課題総数", "数値ではありません（「541.5」）"),
    (written(2, 2, True), 3, "課題総数", "TRUE／FALSE（チェックボックス）の値です"),
    (written(2, 0, True), 3, "システム", "TRUE／FALSE（チェックボックス）の値です"),
    (written(2, 2, 5.41, num_format="0%"), 3, "課題総数", "表示される値と入っている値"),
    (written(2, 2, 541000, num_format='#,##0,"千"'), 3, "課題総数", "表示される値と入っている値"),
    (written(2, 2, 45566, num_format="yyyy/m/d"), 3, "課題総数", "日付になっています"),
    (written(2, 0, 45566, num_format="yyyy/m/d"), 3, "システム", "日付になっています"),
    (lambda book, sheet: sheet.write_formula(2, 2, "=1+2", None, ""), 3, "課題総数", "計算結果がありません"),
    (
        lambda book, sheet: sheet.write_formula(2, 2, "=A9", None, "#REF!"),
        3,
        "課題総数",
        "Excelの誤りの値です",
    ),
    (lambda book, sheet: sheet.set_row(2, None, None, {"hidden": True}), 3, "", "隠れた行"),
    (merged(1, 2, 2, 2, "3365"), 2, "課題総数", "結合したセル"),
    (merged(1, 0, 1, 1, "中央電算"), 2, "システム", "結合したセル"),
    (written(2, 4, "注"), 3, "5列目", "見出しのない列"),
]


@pytest.mark.parametrize(("draw", "row", "column", "says"), SPOILT)
def test_what_a_workbook_may_not_hold(ward: WardFiles, draw: Draw, row: int, column: str, says: str) -> None:
    write_workbook(ward, "systems", workbook([TITLES, *BODY], draw))
    found_here = [one for one in findings(ward) if says in one.message]
    require_finding(found_here, file=WORKBOOK, row=row, column=column, says=says)


def test_formulas_and_number_formats(ward: WardFiles) -> None:
    draw = drawn(
        lambda book, sheet: sheet.write_formula(2, 2, "=500+41", None, 541),
        written(3, 2, 182.0, num_format='#,##0"課題"'),
    )
    write_workbook(ward, "systems", workbook([NAMES, *BODY], draw))
    rows = read(ward)
    assert values(rows) == SOUND
    assert rows.normalizations == (Normalization(WORKBOOK, "数式の計算結果", "", (3,), "=500+41", "541"),)


def sheets(*titles: str, hidden: int | None = None) -> Draw:
    def draw(book: Any, sheet: Any) -> None:
        for title in titles:
            book.add_worksheet(title).write(0, 0, "別の表")
        if hidden is not None:
            book.worksheets()[hidden].hide()

    return draw


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        ("Sheet1", None),
        ("systems", sheets("別表")),
        ("住民情報系システム標準化の課題", sheets("別表")),
        ("課題", sheets("控え", hidden=1)),
        ("課題", lambda book, sheet: book.add_worksheet("空")),
    ],
)
def test_which_sheet(ward: WardFiles, name: str, draw: Draw | None) -> None:
    write_workbook(ward, "systems", workbook([NAMES, *BODY], draw, sheet=name))
    assert values(read(ward)) == SOUND


def test_a_sheet_named_by_the_descriptor(ward: WardFiles) -> None:
    content = workbook([NAMES, *BODY], sheets("別表"), sheet="課題")
    write_workbook(ward, "systems", content)
    says = "どのシートの表か決まりません"
    (found,) = findings(ward)
    require_finding([found], file=WORKBOOK, row=None, column="", says=says)
    assert "「課題」、「別表」" in found.remedy
    ward.describe(lambda package: package["resources"][4].update(sheet="課題"))
    assert values(read(ward)) == SOUND
    ward.describe(lambda package: package["resources"][4].update(sheet="課題一覧"))
    says = "シート「課題一覧」がありません"
    require_finding(findings(ward), file=WORKBOOK, row=None, column="", says=says)


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(60 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (OLE_MARK + bytes(100), "パスワード"),
        (TEXT.encode(), "ワークブックではありません"),
        (workbook([NAMES])[:500], "壊れています"),
        (ZIP_MARK + struct.pack("<10I", *range(10)), "壊れています"),
        (workbook([NAMES, *BODY]).replace(b"xl/workbook.xml", b"xl/workbxxx.xml"), "壊れています"),
        (workbook([]), "値のあるシートがありません"),
        (bomb(), "大きすぎます（展開すると60 MB）"),
        (workbook([NAMES, *BODY], written(0, 600, "x")), "表が大きすぎます"),
        (workbook([NAMES, *BODY], written(200_000, 0, "x")), "表が大きすぎます"),
    ],
)
def test_workbooks_that_cannot_be_read(ward: WardFiles, content: bytes, says: str) -> None:
    write_workbook(ward, "systems", content)
    require_finding(findings(ward), file=WORKBOOK, row=None, column="", says=says)


def test_a_workbook_named_csv_and_two_files_for_one_table(ward: WardFiles) -> None:
    ward.path(WORKBOOK).write_bytes(workbook([NAMES, *BODY]))
    says = "systems.xlsx もあり、どちらの表を使うのか決まりません"
    require_finding(findings(ward), file=SYSTEMS, row=None, column="", says=says)
    ward.path(WORKBOOK).rename(ward.path(SYSTEMS))
    require_finding(findings(ward), file=SYSTEMS, row=None, column="", says="ワークブックです")
    ward.path(SYSTEMS).write_bytes(b"a\n" * 11_000_000)
    require_finding(findings(ward), file=SYSTEMS, row=None, column="", says="ファイルが大きすぎます")


# Messages


def test_the_first_of_many_normalizations_in_a_file_are_reported() -> None:
    many = [Normalization("a.csv", f"種類{i}", "列", (2, 3), "１", "1") for i in range(9)]
    lines = list(
        map(str, notes_of([*many, Normalization("b.csv", "文字コード", before="CP932", after="UTF-8")]))
    )
    assert lines[0] == "【記録】a.csv『列』: 表記を整えて読みました: 種類0 2個（例: 2行目「１」→ 1）。"
    assert lines[6] == "【記録】a.csv: 表記を整えて読みました: ほか3種類（manifest.json にすべてあります）。"
    assert lines[7:] == ["【記録】b.csv: 表記を整えて読みました: 文字コード（「CP932」→ UTF-8）。"]
