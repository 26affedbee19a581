"""No text becomes a formula, in CSV or in the workbook, and the original text can be restored."""

import io
import json
import re
import unicodedata
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress_report.model.blocks import Table
from progress_report.model.control_characters import control_character
from progress_report.model.grid import Grid, TableCell
from progress_report.model.inline import Inline, literal
from progress_report.model.spreadsheet_text import is_formula_like, neutralised, without_apostrophe
from progress_report.open_data.figure_values import printable
from progress_report.open_data.published_tables import published_tables
from progress_report.provenance.ledger import ledger_csv
from tests.model.samples import SOURCE, count
from tests.open_data.samples import bare, column, csv_rows, document, row, sheet, simple

ATTACKS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.org","見る")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋１",
    "－1+1",
    "＠SUM",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "'=1+1",
    "' '=1",
    "\u3000=1",
    "﹢1",
]
HARMLESS = ["-5", "-1,234.5", "+3%", "－", "△4,000", "a=b", "・-", "", "'引用'", "302 ÷ 717", "−5"]
# Control characters are refused when a text is read.
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(
    lambda text: not control_character(text)
)
dangerous = st.builds(
    "".join,
    st.tuples(st.text("\t\r\n '\u3000", max_size=3), st.sampled_from("=+-@＝＋－＠"), anything),
)


def inline(text: str) -> Inline:
    return literal(text, SOURCE)


def first_sign(text: str) -> str:
    start = text.lstrip()
    return unicodedata.normalize("NFKC", start[0])[0] if start else ""


@pytest.mark.parametrize("text", ATTACKS)
def test_known_attacks_are_neutralised(text: str) -> None:
    assert neutralised(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_words_are_left_alone(text: str) -> None:
    assert neutralised(text) == text


@given(st.one_of(anything, dangerous))
def test_what_was_added_can_be_taken_away(text: str) -> None:
    assert without_apostrophe(neutralised(text)) == text


@given(st.one_of(anything, dangerous))
def test_no_cell_of_a_csv_file_begins_like_a_formula(text: str) -> None:
    written = neutralised(text)
    assert first_sign(written) not in set("=+-@") or re.fullmatch(r"[+-][0-9][0-9,.]*%?|－", written)


@settings(max_examples=60, deadline=None)
@given(st.one_of(anything, dangerous), st.one_of(anything, dangerous))
def test_hostile_words_stay_words_everywhere(label: str, value: str) -> None:
    table = simple(
        TableCell(inline(value)),
        TableCell(items=(inline(value), inline(label))),
        label=inline(label),
        title=inline(label),
    )
    files = published_tables(document(table, title=[]))
    for name in ("tables/sample.csv", "tables/long/sample.csv"):
        for line in csv_rows(files[name]):
            fields = [*line, *line.values()]
            assert not any(is_formula_like(field) for field in fields if not field.startswith("'"))
            (shown,) = (line[one] for one in ("row_header_1", "項目") if one in line)
            assert shown == neutralised(printable(label).strip())
    with zipfile.ZipFile(io.BytesIO(files["tables/tables.xlsx"])) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        for name in sheets:
            assert b"<f>" not in archive.read(name) and b"<f " not in archive.read(name)
    (worksheet,) = openpyxl.load_workbook(io.BytesIO(files["tables/tables.xlsx"])).worksheets[2:]
    cell = worksheet["B2"]
    assert cell.data_type in ("s", "n", "inlineStr")
    assert (cell.value or "") == printable(value).strip()


def test_a_person_who_edits_a_cell_makes_no_formula_of_it() -> None:
    files = published_tables(document(simple(TableCell(inline("=1+1")), TableCell(inline("a")))))
    worksheet = sheet(files, "表1 表題")
    assert (worksheet["B2"].value, worksheet["B2"].quotePrefix) == ("=1+1", True)
    assert not worksheet["C2"].quotePrefix


def test_a_heading_makes_no_formula_either() -> None:
    head = [[column("項目"), column("=合計")]]
    body = [[row(inline("あ")), bare(count(3))]]
    table = Table(name="sample", title=inline("表題"), grid=Grid(head, body, 1, ("left", "right")))
    files = published_tables(document(table))
    assert list(csv_rows(files["tables/sample.csv"])[0]) == ["項目", "'=合計（件）"]
    resource = json.loads(files["tables/datapackage.json"])["resources"][0]
    assert [field["name"] for field in resource["schema"]["fields"]] == ["項目", "'=合計（件）"]
    header = sheet(files, "表1 表題")["B1"]
    assert (header.value, header.data_type, header.quotePrefix) == ("=合計（件）", "s", True)


@pytest.mark.parametrize("unit", ["=1+1", "＠SUM", "+cmd|' /C calc'!A0"])
def test_no_cell_of_the_ledger_is_a_formula(unit: str) -> None:
    """A descriptor's unit has a column of its own."""
    ledger = ledger_csv(document(simple(bare(count(3, unit)))))
    (found,) = (line for line in csv_rows(ledger) if line["value"] == "3")
    assert found["unit"] == "'" + unit
    assert not any(is_formula_like(field) for field in found.values() if not field.startswith("'"))
