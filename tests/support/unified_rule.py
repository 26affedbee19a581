"""総務省「統計表における機械判読可能なデータの表記方法の統一ルール」, as functions that say what breaks it.

Of a workbook whose first sheets say what it is, and whose others hold a table each. The numbers are those of
the rule's チェック項目; 1-1 (Excel or CSV) holds by the file's kind, 1-10 (no characters of one maker) is a
matter of the words that a municipality writes.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from progress_report.open_data.workbook import ABOUT, CONTENTS, NOTES

Rule = Callable[[bytes], list[str]]
AnyCell = Cell | MergedCell
UNDEFINED = "－"
_NUMBER_IN_WORDS = re.compile(r"[△▲+−－-]?\d[\d,]*(\.\d+)?\s*[%％]?(件|人|手続|課題|ポイント|円)?(増|減)?※?")
_TWO_VALUES = re.compile(r"[\d,.]+%?\s*[(（][\d,.]+%?[)）]")
_ERA = re.compile(r"(令和|平成|昭和)(元|\d+)年(度|(\d+月)?(\d+日)?)(（.）)?(第\d四半期)?末?(現在)?")
_WESTERN = "（西暦）"
_UNIT = re.compile(r"（[^（）]+）$")
_LAYOUT = re.compile(r"^\s|\s$|[\n\r\t\u3000]|  ")


def sheets(workbook: bytes) -> list[Worksheet]:
    """Return all sheets."""
    return [sheet for sheet in openpyxl.load_workbook(io.BytesIO(workbook)) if isinstance(sheet, Worksheet)]


def tables(workbook: bytes) -> list[Worksheet]:
    """Return the sheets of tables and figures."""
    return [sheet for sheet in sheets(workbook) if sheet.title not in (ABOUT, CONTENTS, NOTES)]


def headers(sheet: Worksheet) -> list[str]:
    """Return the texts of the header row."""
    return [str(cell.value or "") for cell in sheet[1]]


def columns(sheet: Worksheet) -> Iterator[tuple[str, list[AnyCell]]]:
    """Yield each column's header and the cells below it."""
    for header, cells in zip(headers(sheet), sheet.iter_cols(min_row=2), strict=True):
        yield header, list(cells)


def _numeric(cells: list[AnyCell]) -> bool:
    return any(isinstance(cell.value, int | float) for cell in cells)


def one_value_a_cell(workbook: bytes) -> list[str]:
    """1-2."""
    return _texts_like(_TWO_VALUES, workbook)


def numbers_are_numbers(workbook: bytes) -> list[str]:
    """1-3."""
    return _texts_like(_NUMBER_IN_WORDS, workbook)


def no_merged_cells(workbook: bytes) -> list[str]:
    """1-4."""
    return [f"{one.title}!{area}" for one in sheets(workbook) for area in one.merged_cells.ranges]


def no_layout_in_text(workbook: bytes) -> list[str]:
    """1-5."""
    return [
        _place(sheet, cell)
        for sheet in sheets(workbook)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and _LAYOUT.search(cell.value)
    ]


def headings_are_complete(workbook: bytes) -> list[str]:
    """1-6: each column has a header of its own, and each row its headings."""
    found = []
    for sheet in sheets(workbook):
        folded = [header.casefold() for header in headers(sheet)]
        found += [f"{sheet.title}: {one!r}" for one in folded if not one or folded.count(one) > 1]
    for sheet in tables(workbook):
        heading = sheet.iter_cols(min_row=2, max_col=_headings(sheet))
        found += [_place(sheet, cell) for cells in heading for cell in cells if cell.value is None]
    return found


def no_formulas(workbook: bytes) -> list[str]:
    """1-7."""
    cells = ((sheet, cell) for sheet in sheets(workbook) for row in sheet.iter_rows() for cell in row)
    return [_place(sheet, cell) for sheet, cell in cells if cell.data_type == "f"]


def no_objects(workbook: bytes) -> list[str]:
    """1-8: no pictures, charts, text boxes or comments."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        names = parts.namelist()
    return [name for name in names if re.search(r"drawing|media|chart|comment|embedding", name)]


def units_are_given(workbook: bytes) -> list[str]:
    """1-9: behind the header, or in the column beside it."""
    found = []
    for sheet in tables(workbook):
        known = set(headers(sheet))
        for header, cells in columns(sheet):
            literal = _UNIT.search(header) or f"{header}の単位" in known
            if _numeric(cells) and not literal:
                found.append(f"{sheet.title}: {header}")
    return found


def years_are_western_too(workbook: bytes) -> list[str]:
    """1-11: beside each date of a Japanese era is the western one."""
    found = []
    for sheet in tables(workbook):
        by_header = dict(columns(sheet))
        for header, cells in columns(sheet):
            western = by_header.get(header + _WESTERN)
            found += [
                _place(sheet, cell)
                for i, cell in enumerate(cells)
                if _ERA.fullmatch(str(cell.value)) and (western is None or western[i].value is None)
            ]
    return found


def municipality_is_named(workbook: bytes) -> list[str]:
    """1-12: for the whole workbook, with its code."""
    about = {str(row[0]): str(row[1] or "") for row in sheets(workbook)[0].iter_rows(values_only=True)}
    code = about.get("全国地方公共団体コード", "")
    return [] if about.get("団体名") and re.fullmatch(r"\d{6}", code) else [f"{about}"]


def only_known_signs_among_numbers(workbook: bytes) -> list[str]:
    """1-13."""
    return [
        _place(sheet, cell)
        for sheet in tables(workbook)
        for header, cells in columns(sheet)
        if _numeric(cells)
        for cell in cells
        if isinstance(cell.value, str) and cell.value != UNDEFINED
    ]


def nothing_is_divided(workbook: bytes) -> list[str]:
    """1-14: no blank row, and no column without a header."""
    found = []
    for sheet in sheets(workbook):
        found += [f"{sheet.title}: 列{i}" for i, header in enumerate(headers(sheet), 1) if not header]
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
        found += [f"{sheet.title}: 行{i}" for i, row in rows if not any(one is not None for one in row)]
    return found


def one_table_a_sheet(workbook: bytes) -> list[str]:
    """1-15: an Excel table, from the sheet's first cell to its last; nothing stands beside it."""
    found = []
    for sheet in sheets(workbook):
        areas = [table.ref for table in sheet.tables.values()]
        if areas != [sheet.dimensions] or not areas[0].startswith("A1:"):
            found.append(f"{sheet.title}: {areas} {sheet.dimensions}")
    return found


RULES: dict[str, Rule] = {
    "1-2": one_value_a_cell,
    "1-3": numbers_are_numbers,
    "1-4": no_merged_cells,
    "1-5": no_layout_in_text,
    "1-6": headings_are_complete,
    "1-7": no_formulas,
    "1-8": no_objects,
    "1-9": units_are_given,
    "1-11": years_are_western_too,
    "1-12": municipality_is_named,
    "1-13": only_known_signs_among_numbers,
    "1-14": nothing_is_divided,
    "1-15": one_table_a_sheet,
}


def _texts_like(pattern: re.Pattern[str], workbook: bytes) -> list[str]:
    """Return the cells of tables whose text is like that; those that head the rows may be."""
    return [
        _place(sheet, cell)
        for sheet in tables(workbook)
        for row in sheet.iter_rows(min_row=2, min_col=_headings(sheet) + 1)
        for cell in row
        if isinstance(cell.value, str) and pattern.fullmatch(cell.value) and not _is_western(sheet, cell)
    ]


def _is_western(sheet: Worksheet, cell: AnyCell) -> bool:
    return cell.column is not None and headers(sheet)[cell.column - 1].endswith(_WESTERN)


def _headings(sheet: Worksheet) -> int:
    """Return how many columns head the rows: those that stay in view."""
    pane = sheet.sheet_view.pane
    return int(pane.xSplit or 0) if pane is not None else 0


def _place(sheet: Worksheet, cell: AnyCell) -> str:
    return f"{sheet.title}!{cell.coordinate}: {cell.value!r}"
