"""A figure in long form: one row per value, with its headers."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from progress_report.document.grids import PlacedCell
from progress_report.document.runs import NoteMark
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.open_data.data_table import DECIMALS_WORDS, CsvColumn, DataTable, Item
from progress_report.open_data.figure_values import (
    FigureValues,
    PrintedValue,
    cell_values,
    displayed_unit,
    printable,
    printable_text,
)
from progress_report.provenance.ledger import formula

_Record = dict[str, Item]
_COLUMN_HEADER, _ROW_HEADER = "column_header_", "row_header_"
_ISO = "_iso"
_PLACE = (
    CsvColumn("table", "string", "表・図番号", "報告書での番号", required=True),
    CsvColumn("row", "integer", "行", "表の本体の何行目か", required=True),
    CsvColumn("column", "integer", "列", "表の何列目か（見出しの列を含む）", required=True),
    CsvColumn("part", "integer", "セル内の順", "一つのセルに値が複数あるとき、その何番目か", required=True),
)
_KIND = CsvColumn(
    "kind",
    "string",
    "値の種類",
    "number は数、date は日付、text は文字、blank は空欄（該当なし。0ではない）",
    required=True,
    choices=("number", "date", "text", "blank"),
)
_DISPLAYED = CsvColumn(
    "displayed", "string", "表示", "報告書に印刷されたとおりの値。－は値を定められないこと（0件中0件など）"
)
_EXACT = CsvColumn("value", "number", "値", f"四捨五入する前の値。単位は unit（割合は%）。{DECIMALS_WORDS}")
_ABOUT_VALUE = (
    CsvColumn("numerator", "integer", "分子", "正確な値の分子。割合は1を全体とする比を約分したもの"),
    CsvColumn("denominator", "integer", "分母", "正確な値の分母"),
    CsvColumn("unit", "string", "単位", "値の単位"),
    CsvColumn("iso", "string", "日付（ISO 8601）", "日付、月、または期間"),
    CsvColumn("quantity_id", "string", "数量の識別子", "ledger.csv の identifier に対応する"),
    CsvColumn("formula", "string", "計算式", "計算した値の式。読み取った値は空欄"),
    CsvColumn("illustrative", "string", "サンプル", f"架空のデータによる値に「{SAMPLE_STAMP}」"),
    CsvColumn("note", "string", "注", "値、見出し、表全体に付いた注"),
)


def long_table(figure: FigureValues) -> DataTable:
    """Return one row per value, in reading order, with columns of ISO dates only if there are dates."""
    records = [record for row in figure.body for cell in row for record in _records(figure, cell)]
    units = {record["unit"] for record in records if record.get("unit")}
    unit = str(units.pop()) if len(units) == 1 else ""
    fields = [
        *_PLACE,
        *_header_fields(figure),
        _KIND,
        _DISPLAYED,
        replace(_EXACT, unit=unit),
        *_ABOUT_VALUE,
    ]
    fields = [
        field
        for field in fields
        if not field.name.endswith("iso") or any(record.get(field.name) for record in records)
    ]
    rows = [[record.get(field.name) for field in fields] for record in records]
    return DataTable(fields, rows, tuple(field.name for field in _PLACE))


def _header_fields(figure: FigureValues) -> Iterator[CsvColumn]:
    for column in range(figure.grid.stub_columns):
        title = _joined(cell for row in figure.head for cell in row if column in cell.columns)
        name, title = f"{_ROW_HEADER}{column + 1}", title or f"行見出し{column + 1}"
        yield CsvColumn(name, "string", title, "行の見出し。結合された見出しは、覆うすべての行と列に書く")
        yield CsvColumn(name + _ISO, "string", f"{title}（ISO 8601）", "行の見出しの日付、月、または期間")
    for level in range(len(figure.head)):
        description = "列の見出し。結合された見出しは、覆うすべての列と段に書く"
        yield CsvColumn(f"{_COLUMN_HEADER}{level + 1}", "string", f"列見出し{level + 1}", description)


def _records(figure: FigureValues, cell: PlacedCell) -> Iterator[_Record]:
    if cell.cell.header:
        return
    place: _Record = {
        "table": figure.number,
        "row": cell.row - len(figure.head) + 1,
        "column": cell.column + 1,
    }
    headers, notes = _headers(figure, cell), _notes(figure, cell)
    for part, value in enumerate(cell_values(cell.cell), 1):
        yield {
            **place,
            "part": part,
            **headers,
            "kind": value.kind,
            "displayed": value.text.strip(),
            "iso": value.iso,
            **_number(figure, value),
            "illustrative": SAMPLE_STAMP if figure.is_illustrative(value) else "",
            "note": notes,
        }


def _number(figure: FigureValues, value: PrintedValue) -> _Record:
    if value.kind != "number":
        return {}
    exact, unit = figure.exact(value), figure.unit(value)
    return {
        "value": None if exact is None else displayed_unit(exact, unit),
        "numerator": None if exact is None else exact.numerator,
        "denominator": None if exact is None else exact.denominator,
        "unit": printable(unit),
        "quantity_id": value.quantity,
        "formula": printable(formula(value.quantity, figure.block.quantities)),
    }


def _headers(figure: FigureValues, cell: PlacedCell) -> dict[str, str]:
    headers = {}
    row_headers, column_headers = figure.headers.row_headers(cell), figure.headers.column_headers(cell)
    for column in range(figure.grid.stub_columns):
        heading = [header for header in row_headers if column in header.columns]
        headers[f"{_ROW_HEADER}{column + 1}"] = _joined(heading)
        values = [value for header in heading for value in cell_values(header.cell)]
        headers[f"{_ROW_HEADER}{column + 1}{_ISO}"] = values[0].iso if len(values) == 1 else ""
    for level in range(len(figure.head)):
        heading = [header for header in column_headers if level in header.rows]
        headers[f"{_COLUMN_HEADER}{level + 1}"] = _joined(heading)
    return headers


def _joined(cells: Iterable[PlacedCell]) -> str:
    """Join the texts of the cells, each once."""
    texts = ("".join(map(printable_text, (cell.cell.content, *cell.cell.items))) for cell in cells)
    return " / ".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _notes(figure: FigureValues, cell: PlacedCell) -> str:
    """Return the notes referenced by the value, its headers or the title."""
    cells = [cell, *figure.headers.row_headers(cell), *figure.headers.column_headers(cell)]
    parts = [part for each in cells for part in (each.cell.content, *each.cell.items)]
    referred = {
        run.note for runs in (figure.block.title, *parts) for run in runs if isinstance(run, NoteMark)
    }
    return " ".join(
        f"{note.mark} {printable_text(note.content)}" for note in figure.block.notes if note.name in referred
    )
