"""The tables of the real report: each figure exact, valid by the standard, readable by LibreOffice."""

import csv
import io
import shutil
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from frictionless import Package, system
from openpyxl.utils import get_column_letter

from progress_report.document.blocks import Figure
from progress_report.document.document import Document
from progress_report.document.grids import Grid
from progress_report.document.runs import Number
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.inline import text
from progress_report.open_data.published_tables import published_tables
from tests.model.samples import count
from tests.open_data.samples import bare, csv_rows, simple
from tests.open_data.samples import document as sample_document
from tests.support.project_copy import Built
from tests.support.unified_rule import RULES, sheets
from tests.support.writer import convert

Line = dict[str, str]
# Convert each sheet to a CSV file of its own, in UTF-8, cells as displayed.
SHEETS_AS_SHOWN = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
TEXTS = ("table", "row_header_1", "kind", "unit", "quantity_id", "formula", "illustrative", "note")
# What fits on A4 landscape between Excel's usual margins, and how wide its standard column's letter is.
ROOM_POINTS, POINTS_A_LETTER = 741.0, 5.5
FONT_POINTS, SMALLEST_POINTS = 11, 8

# Typed from the source text: by file, the row's header and the numbers printed in its row, in order.
PUBLISHED = {
    "online_status": [
        ("令和4年度", "241 39.0% 377 61.0% 618 2,073 2,691"),
        ("令和5年度", "302 42.1% 415 57.9% 717 2,050 2,767"),
    ],
    "online_status_chart": [
        ("令和4年度", "241 39.0% 377 61.0%"),
        ("令和5年度", "302 42.1% 415 57.9%"),
    ],
    "usage": [
        ("令和4年度/合計", "4,174,700 96.0%"),
        ("令和4年度/", "172,316 4.0% 4,347,016"),
        ("令和4年度/オンラインによる申請", "1,699,957 40.7%"),
        ("令和4年度/紙による申請", "2,474,743 59.3%"),
        ("令和5年度/合計", "4,129,184 94.1%"),
        ("令和5年度/", "257,164 5.9% 4,386,348"),
        ("令和5年度/オンラインによる申請", "1,826,986 44.2%"),
        ("令和5年度/紙による申請", "2,302,198 55.8%"),
    ],
    "usage_chart": [
        ("令和4年度", "1,699,957 40.7% 2,474,743 59.3%"),
        ("令和5年度", "1,826,986 44.2% 2,302,198 55.8%"),
    ],
    "plan": [
        ("S (1,000件以上)", "26 19 2"),
        ("A (100～999件)", "54 26"),
        ("B (10～99件)", "101 37"),
        ("C (0～9件)", "234 13"),
        ("合計", "415 95 2"),
    ],
    "plan_chart": [
        ("S (1,000件以上)", "26 19"),
        ("A (100～999件)", "54 26"),
        ("B (10～99件)", "101 37"),
        ("C (0～9件)", "234 13"),
    ],
    "systems": [
        ("中央電算(住民記録、住民税等)", "3,365 2,598 77% 767"),
        ("小型電算(選挙、生活保護等)", "541 440 81% 101"),
        ("連携小型電算(資金貸付等)", "182 144 79% 38"),
    ],
    "progress": [("中央電算", "77%"), ("小型電算", "81%"), ("連携小型電算", "79%"), ("目標", "90%")],
}
SHARES = {
    ("online_status", "42.1%"): Fraction(302, 717),
    ("online_status", "57.9%"): Fraction(415, 717),
    ("online_status", "39.0%"): Fraction(241, 618),
    ("online_status", "61.0%"): Fraction(377, 618),
    ("usage", "96.0%"): Fraction(4174700, 4347016),
    ("usage", "4.0%"): Fraction(172316, 4347016),
    ("usage", "40.7%"): Fraction(1699957, 4174700),
    ("usage", "59.3%"): Fraction(2474743, 4174700),
    ("usage", "94.1%"): Fraction(4129184, 4386348),
    ("usage", "5.9%"): Fraction(257164, 4386348),
    ("usage", "44.2%"): Fraction(1826986, 4129184),
    ("usage", "55.8%"): Fraction(2302198, 4129184),
    ("systems", "77%"): Fraction(2598, 3365),
    ("systems", "81%"): Fraction(440, 541),
    ("systems", "79%"): Fraction(144, 182),
    ("systems", "90%"): Fraction(9, 10),
}


@pytest.fixture(scope="module")
def folder(built: Built) -> Path:
    return built.folder / "tables"


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {f"tables/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def lines_of(files: dict[str, bytes], name: str) -> list[Line]:
    return csv_rows(files[f"tables/long/{name}.csv"])


def row_label(line: Line) -> str:
    """Return the first and the last row header."""
    headers = [line[name] for name in line if name.startswith("row_header_") and not name.endswith("_iso")]
    return headers[0] if len(headers) == 1 else f"{headers[0]}/{headers[-1]}"


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_published_figure_is_there_with_its_exact_value(files: dict[str, bytes], name: str) -> None:
    numbers = [line for line in lines_of(files, name) if line["kind"] == "number"]
    found: dict[str, list[str]] = {}
    for line in numbers:
        found.setdefault(row_label(line), []).append(line["displayed"])
    assert [(label, " ".join(values)) for label, values in found.items()] == PUBLISHED[name]
    for line in numbers:
        exact = Fraction(int(line["numerator"]), int(line["denominator"]))
        if line["unit"] != "%":
            assert exact == Fraction(line["value"]) == int(line["displayed"].replace(",", ""))
            continue
        # A table's chart repeats the table's shares; the chart of the systems has its own name.
        where = {"progress": "systems"}.get(name, name.removesuffix("_chart"))
        assert exact == SHARES[(where, line["displayed"])]
        assert abs(Fraction(line["value"]) - exact * 100) <= Fraction(1, 2 * 10**12)


def figures_of(document: Document) -> list[tuple[Figure, Grid]]:
    """Return the tables, charts and highlights with their values."""
    return [(block, block.value_grid) for block in document.blocks if isinstance(block, Figure)]


def test_every_number_printed_in_a_table_is_published(document: Document, files: dict[str, bytes]) -> None:
    seen = 0
    for block, grid in figures_of(document):
        printed = sorted(
            (run.id, run.text)
            for row in grid.body
            for cell in row
            if not cell.header
            for runs in (cell.content, *cell.items)
            for run in runs
            if isinstance(run, Number)
        )
        lines = lines_of(files, block.name)
        assert sorted((x["quantity_id"], x["displayed"]) for x in lines if x["quantity_id"]) == printed
        seen += len(printed)
        stamps = {line["illustrative"] for line in lines}
        assert stamps == ({SAMPLE_STAMP} if block.illustrative else {""})
    assert seen > 100


def test_there_is_a_file_and_a_sheet_for_each_table_and_chart(
    document: Document, files: dict[str, bytes]
) -> None:
    shown = [block for block, _ in figures_of(document)]
    names = {f"tables/{folder}{block.name}.csv" for block in shown for folder in ("", "long/")}
    others = {"tables/tables.xlsx", "tables/datapackage.json", "tables/series/indicators.csv"}
    assert files.keys() == names | others
    workbook = openpyxl.load_workbook(io.BytesIO(files["tables/tables.xlsx"]))
    assert [name.partition(" ")[0] for name in workbook.sheetnames] == [
        "説明", "目次", "注と出典", *(block.number for block in shown),
    ]  # fmt: skip
    for block, worksheet in zip(shown, workbook.worksheets[3:], strict=True):
        stamped = SAMPLE_STAMP in [row[-1] for row in worksheet.iter_rows(values_only=True)]
        assert stamped == block.illustrative


def test_a_table_is_as_printed_with_one_header_row(files: dict[str, bytes]) -> None:
    lines = csv_rows(files["tables/online_status.csv"])
    assert [list(line.values()) for line in lines] == [
        ["令和4年度", "2022", "241", "39.0", "377", "61.0", "618", "2073", "2691"],
        ["令和5年度", "2023", "302", "42.1", "415", "57.9", "717", "2050", "2767"],
    ]
    assert list(lines[0])[:5] == [
        "年度",
        "年度（西暦）",
        "オンライン対応可能手続_オンライン対応済手続数（手続）",
        "オンライン対応可能手続_オンライン対応済手続数の割合（%）",
        "オンライン対応可能手続_オンライン未対応手続数（手続）",
    ]


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_printed_number_of_a_figure_stands_once_in_its_table(
    files: dict[str, bytes], name: str
) -> None:
    printed = [number.strip("%").replace(",", "") for _, row in PUBLISHED[name] for number in row.split()]
    cells = [
        cell
        for line in csv_rows(files[f"tables/{name}.csv"])
        for header, cell in list(line.items())[1:]
        if header.endswith("）") and "西暦" not in header
    ]
    assert sorted(filter(None, cells)) == sorted(printed)


@pytest.mark.parametrize("rule", RULES)
def test_the_workbook_keeps_the_rule_of_machine_readable_tables(
    built: Built, built_2025: Built, rule: str
) -> None:
    for report in (built, built_2025):
        assert RULES[rule]((report.folder / "tables/tables.xlsx").read_bytes()) == []


def test_printed_sheets_can_be_read(built: Built, built_2025: Built) -> None:
    """A sheet is as wide as a page, and no smaller than the body of a newspaper."""
    for report in (built, built_2025):
        for worksheet in sheets((report.folder / "tables/tables.xlsx").read_bytes()):
            letters = sum(
                worksheet.column_dimensions[get_column_letter(i)].width
                for i in range(1, worksheet.max_column + 1)
            )
            shown = FONT_POINTS * min(1, ROOM_POINTS / (letters * POINTS_A_LETTER))
            assert shown >= SMALLEST_POINTS, (worksheet.title, shown)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # raised in the tool's own libraries
def test_the_standards_tool_agrees(folder: Path, built_2025: Built) -> None:
    for tables in (folder, built_2025.folder / "tables"):
        with system.use_context(trusted=True):
            report = Package(str(tables / "datapackage.json")).validate()
        assert report.flatten(["name", "rowNumber", "fieldName", "note"]) == []
        assert report.valid
        assert report.stats["tasks"] == len(list(tables.rglob("*.csv"))) > 30


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("long/online_status", "number,241,241", "number,241,about241"),
        ("long/online_status", "表1,1,2,1", "表1,1,2,2"),
        ("long/online_status", "unit,", ""),
        ("online_status", ",241,39.0", ",約241,39.0"),
        ("online_status", "年度（西暦）,", ""),
    ],
)
def test_the_standards_tool_would_find_an_error(
    folder: Path, tmp_path: Path, name: str, before: str, after: str
) -> None:
    shutil.copytree(folder, tmp_path / "tables")
    path = tmp_path / "tables" / f"{name}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8-sig", newline="")
    with system.use_context(trusted=True):
        assert not Package(str(tmp_path / "tables" / "datapackage.json")).validate().valid


@pytest.mark.long
@pytest.mark.system
def test_libreoffice_opens_the_workbook_and_prints_what_the_report_prints(
    folder: Path, tmp_path: Path
) -> None:
    convert(SHEETS_AS_SHOWN, [folder / "tables.xlsx"], tmp_path)
    shown = {
        path.stem.removeprefix("tables-").partition(" ")[0]: path.read_text("utf-8")
        for path in tmp_path.glob("*.csv")
    }
    assert len(shown) == 18
    status = list(csv.reader(io.StringIO(shown["表1"])))
    assert status[2] == ["令和5年度", "2023", "302", "42.1", "415", "57.9", "717", "2,050", "2,767"]
    usage = list(csv.reader(io.StringIO(shown["表2"])))
    assert [usage[1][i] for i in (0, 2, 4, 5, 8)] == ["令和4年度", "合計", "4,174,700", "96.0", "4,347,016"]
    assert SAMPLE_STAMP in shown["図1"] and SAMPLE_STAMP not in shown["表1"]
    for name, rows in PUBLISHED.items():
        number = next(iter(csv_rows((folder / f"long/{name}.csv").read_bytes())))["table"]
        for _, numbers in rows:
            assert all(value.strip("%") in shown[number] for value in numbers.split())
    assert not [text for text in shown.values() if "#NAME" in text or "Err:" in text or "�" in text]
    convert("pdf", [folder / "tables.xlsx"], tmp_path)
    assert (tmp_path / "tables.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.long
@pytest.mark.system
@pytest.mark.parametrize("form", ["", "long"])
def test_libreoffice_opens_each_csv_file_with_the_right_characters(
    folder: Path, tmp_path: Path, form: str
) -> None:
    sources = sorted((folder / form).glob("*.csv"))
    assert len(sources) == 15
    # The interactive dialogue detects the encoding by the byte order mark; headless needs an option.
    convert("xlsx", sources, tmp_path, "--infilter=CSV:44,34,76,1")
    for source in sources:
        workbook = openpyxl.load_workbook(tmp_path / f"{source.stem}.xlsx")
        opened = [["" if cell is None else cell for cell in row] for row in workbook.worksheets[0].values]
        written = list(csv.reader(io.StringIO(source.read_bytes().decode("utf-8-sig"))))
        assert opened[0] == written[0]
        assert len(opened) == len(written)
        names = ("kind", "unit", "formula", "note", "table", "年度", "項目", "サンプル")
        texts = [i for i, name in enumerate(written[0]) if name in names]
        for read, meant in zip(opened[1:], written[1:], strict=True):
            assert [read[i] for i in texts] == [meant[i] for i in texts]
            assert not [cell for cell in read if isinstance(cell, str) and cell.startswith("=")]


@pytest.mark.long
@pytest.mark.system
def test_a_spreadsheet_rounds_unrounded_shares_as_the_report_does(tmp_path: Path) -> None:
    """Half up at each tie of n in 2,000, though stored binary fractions are above or below the tie."""
    whole = count(2000, row=3)
    shares = [count(n) / whole for n in range(1, 2000, 2)]
    tables = [
        simple(*map(bare, shares[i : i + 50]), name=f"ties{i}", label=text("割合"))
        for i in range(0, len(shares), 50)
    ]
    source = tmp_path / "tables.xlsx"
    source.write_bytes(published_tables(sample_document(*tables))["tables/tables.xlsx"])
    convert(SHEETS_AS_SHOWN, [source], tmp_path)
    shown = []
    for i in range(len(tables)):
        written = (tmp_path / f"tables-表{i + 1} 表題.csv").read_text(encoding="utf-8")
        shown += next(line for line in csv.reader(io.StringIO(written)) if line[0] == "割合")[1:51]
    assert [f"{one}%" for one in shown] == [share.number for share in shares]
