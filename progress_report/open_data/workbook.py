"""``tables/tables.xlsx``: one sheet for each table and chart, after a sheet of notes and sources."""

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter

from progress_report.document.document import Document
from progress_report.inputs.theme import Theme
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.open_data.figure_values import FigureValues, printable_text
from progress_report.open_data.number_formats import (
    BASE,
    LINE_HEIGHT,
    TITLE,
    WRAPPED,
    Formats,
    column_width,
    lines_needed,
    styles_of,
    workbook_options,
)
from progress_report.open_data.package import AS_OF, SOURCE
from progress_report.open_data.sheet import SheetWriter, write_figure

CONTENTS = "注と出典"
UNIT = "単位"
_HEADERS = ("番号", "題", AS_OF, UNIT, SOURCE, "注", "その他", "サンプル", "CSVファイル")
_NO_DATE = dt.datetime(1980, 1, 1)  # of a document without a build record: a fixed day


def workbook_bytes(document: Document, figures: Sequence[FigureValues], theme: Theme) -> bytes:
    """Return the workbook.

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
    _write_contents(SheetWriter(workbook.add_worksheet(CONTENTS), formats, styles), document, figures)
    for figure in figures:
        write_figure(SheetWriter(workbook.add_worksheet(figure.number), formats, styles), figure)
    workbook.close()
    return target.getvalue()


def _status(document: Document) -> str:
    status = "確定版" if document.draft is None else f"{document.draft.stamp}（未確定）"
    return "　".join(filter(None, (status, printable_text(document.edition or []), document.stamp)))


def _write_contents(writer: SheetWriter, document: Document, figures: Sequence[FigureValues]) -> None:
    """Write the contents of the workbook as a plain table, and the report's status with reasons."""
    lines = [
        (printable_text(document.title), TITLE),
        (document.municipality, BASE),
        (_status(document), writer.styles.stamp),
    ]
    reasons = document.draft.reasons if document.draft else []
    lines += [(f"・{printable_text(reason)}", BASE) for reason in reasons]
    lines.append(("数は四捨五入する前の値で、表示だけを丸めている。", BASE))
    for row, (text, style) in enumerate(lines):
        writer.text(row, 0, text, style)
    first = len(lines) + 1
    rows = [_row(figure) for figure in figures]
    widths = []
    for column, header in enumerate(_HEADERS):
        writer.text(first, column, header, writer.styles.column_header)
        widths.append(column_width([header, *(row[column] for row in rows)]))
        writer.sheet.set_column(column, column, widths[-1])
    for i, texts in enumerate(rows, first + 1):
        for column, text in enumerate(texts):
            writer.text(i, column, text, {**WRAPPED, "border": 1})
        # A link within the workbook; its text is the sheet's name, assigned while stitching.
        writer.sheet.write_url(
            i, 0, f"internal:'{texts[0]}'!A1", writer.formats(writer.styles.row_header), texts[0]
        )
        writer.sheet.set_row(i, max(map(lines_needed, texts, widths)) * LINE_HEIGHT)
    writer.sheet.freeze_panes(first + 1, 1)
    writer.sheet.set_landscape()
    writer.sheet.set_paper(writer.styles.paper)
    writer.sheet.fit_to_pages(1, 0)


def _row(figure: FigureValues) -> list[str]:
    facts = figure.facts
    others = [f"{label}：{text}" for label, text in facts.items() if label not in (AS_OF, UNIT, SOURCE)]
    return [
        figure.number,
        figure.title,
        facts.get(AS_OF, ""),
        facts.get(UNIT, "、".join(figure.units())),
        facts.get(SOURCE, ""),
        "\n".join(figure.notes),
        "\n".join(others),
        SAMPLE_STAMP if figure.stamp else "",
        f"{figure.name}.csv",
    ]
