"""``tables/tables.xlsx``: each table and chart as an Excel table in a sheet of its own.

Sheets before them describe the workbook and list its contents, notes and sources.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator, Sequence

import xlsxwriter

from progress_report.document.document import Document
from progress_report.inputs.theme import Theme
from progress_report.open_data.figure_values import FigureValues, printable_text
from progress_report.open_data.number_formats import (
    Formats,
    Styles,
    data_cell,
    number_format,
    stored_number,
    styles_of,
    workbook_options,
)
from progress_report.open_data.package import AS_OF
from progress_report.open_data.sheet import (
    SheetCell,
    SheetColumn,
    SheetTable,
    SheetWriter,
    sheet_name,
    write_table,
)
from progress_report.open_data.wide_tables import STAMPS, WideCell, WideColumn, WideTable

ABOUT, CONTENTS, NOTES = "説明", "目次", "注と出典"
UNIT = "単位"
_NOTE = "注"
_NO_DATE = dt.datetime(1980, 1, 1)  # of a document without a build record: a fixed day
_CORE_PROPERTIES = "docProps/core.xml"
_END_OF_PROPERTIES = b"</cp:coreProperties>"
_WIDEST_TEXT, _WIDEST_CONTENT = 36, 96
# Common to all sheets; their layout follows 総務省's rule (see ``wide_tables``).
_READING = (
    ("シート", "一つのシートに一つの表。一行目が見出し"),
    ("数値", "四捨五入する前の値で、表示だけを丸めている。単位は、見出しの（）か、「の単位」の列にある"),
    ("空欄", "該当なし（0ではない）"),
    ("－", "値を定められないこと（0件中0件など）"),
    ("増減", "減は負の数"),
    ("結合された値", "報告書で複数の行にまたがる値は、初めの行だけにある"),
)


def workbook_bytes(document: Document, tables: Sequence[WideTable], theme: Theme, code: str = "") -> bytes:
    """Return the workbook; ``code``: the municipality's.

    It is reproducible byte for byte: dates come from the build record, not from the clock.
    """
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, workbook_options())
    date = document.record.get("date")
    title = printable_text(document.title)
    workbook.set_properties(
        {
            "title": f"{title} 表と図の値".strip(),
            "author": document.municipality,
            "status": _status(document),
            "created": dt.datetime.fromisoformat(date) if date else _NO_DATE,
        }
    )
    formats, styles = Formats(workbook), styles_of(theme)
    for name, table in _sheets(document, tables, styles, code):
        write_table(SheetWriter(workbook.add_worksheet(name), formats, styles), table)
    workbook.close()
    return _with_language(target.getvalue(), document.language)


def _with_language(workbook: bytes, language: str) -> bytes:
    """Return the workbook with the language of its texts, which xlsxwriter does not write."""
    target = io.BytesIO()
    said = f"<dc:language>{language}</dc:language>".encode()
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts, zipfile.ZipFile(target, "w") as made:
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename == _CORE_PROPERTIES:
                content = content.replace(_END_OF_PROPERTIES, said + _END_OF_PROPERTIES)
            made.writestr(part, content)
    return target.getvalue()


def _status(document: Document) -> str:
    status = "確定版" if document.draft is None else f"{document.draft.stamp}（未確定）"
    return "、".join(filter(None, (status, printable_text(document.edition or []), document.stamp)))


def _sheets(
    document: Document, tables: Sequence[WideTable], styles: Styles, code: str
) -> Iterator[tuple[str, SheetTable]]:
    """Yield each sheet's name and table."""
    footer = f"{document.municipality} {printable_text(document.title)}".strip()
    yield ABOUT, _about(document, code)
    yield CONTENTS, _contents(tables, footer)
    if notes := [line for table in tables for line in _remarks(table.figure)]:
        rows = [[_text(text) for text in line] for line in notes]
        yield NOTES, _listed("tbl_notes", NOTES, ("番号", "項目", "内容"), rows, footer, _WIDEST_CONTENT)
    for table in tables:
        yield _sheet_name(table.figure), _sheet(table, styles, footer)


def _about(document: Document, code: str) -> SheetTable:
    """Return the description of the workbook: the report, its status with reasons, how to read the sheets."""
    lines = [
        ("表題", printable_text(document.title)),
        ("団体名", document.municipality),
        *([("全国地方公共団体コード", code)] if code else []),
        ("版", _status(document)),
        *(
            ("確定前の理由", printable_text(one))
            for one in (document.draft.reasons if document.draft else ())
        ),
        *_READING,
    ]
    rows = [[_text(text) for text in line] for line in lines]
    return _listed("tbl_about", ABOUT, ("項目", "内容"), rows, "", _WIDEST_CONTENT)


def _contents(tables: Sequence[WideTable], footer: str) -> SheetTable:
    headers = ("番号", "題", AS_OF, UNIT, STAMPS, "テーブル名", "CSVファイル")
    rows = [
        [
            SheetCell(data_cell("left"), figure.number, link=_sheet_name(figure)),
            *map(
                _text,
                (
                    figure.title,
                    figure.facts.get(AS_OF, ""),
                    "、".join(figure.units()),
                    figure.stamp,
                    _table_name(figure),
                    f"{figure.name}.csv",
                ),
            ),
        ]
        for figure in (table.figure for table in tables)
    ]
    return _listed("tbl_contents", CONTENTS, headers, rows, footer, _WIDEST_TEXT)


def _remarks(figure: FigureValues) -> Iterator[tuple[str, str, str]]:
    """Yield the notes printed below a figure with their marks, then the facts."""
    for note in figure.notes:
        yield figure.number, _NOTE, note
    for label, text in figure.facts.items():
        yield figure.number, label, text


def _listed(
    name: str,
    title: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[SheetCell]],
    footer: str,
    widest: int,
) -> SheetTable:
    columns = [SheetColumn(header, [row[i].text for row in rows], widest) for i, header in enumerate(headers)]
    return SheetTable(name, title, columns, rows, footer=footer)


def _text(text: str) -> SheetCell:
    return SheetCell(data_cell("left"), text)


def _sheet_name(figure: FigureValues) -> str:
    return sheet_name(figure.number, figure.title)


def _table_name(figure: FigureValues) -> str:
    """Return the name of the Excel table, made of the figure's: the same every year, no cell reference."""
    return f"tbl_{figure.name}".replace("-", ".")


def _sheet(table: WideTable, styles: Styles, footer: str) -> SheetTable:
    figure = table.figure
    columns = [
        SheetColumn(column.name, [_shown(cell) for cell in column.cells], wraps=column.type == "string")
        for column in table.columns
    ]
    rows = [
        [_cell(column, column.cells[i], styles, emphasis=emphasis) for column in table.columns]
        for i, emphasis in enumerate(table.emphasised)
    ]
    stub = sum(column.heads_rows for column in table.columns)
    title = f"{figure.number} {figure.title}"
    return SheetTable(_table_name(figure), title, columns, rows, stub, figure.stamp, footer)


def _shown(cell: WideCell) -> str:
    """Return a cell as displayed, to measure its width."""
    return f"{float(cell.number):,.{cell.decimals}f}" if cell.number is not None else cell.text


def _cell(column: WideColumn, cell: WideCell, styles: Styles, *, emphasis: bool) -> SheetCell:
    shown, number = "General", None
    if cell.number is not None:
        shown = number_format(cell.decimals, change=cell.change)
        number = stored_number(cell.number, cell.decimals)
    elif column.type == "year" and cell.text:
        shown, number = "0", float(cell.text)
    style = data_cell("left" if column.type == "string" else "right", shown, emphasis=emphasis)
    if column.heads_rows:
        style |= styles.row_header
    return SheetCell(style, cell.text, number)
