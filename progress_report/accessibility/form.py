"""The form as a workbook: the statements of JIS X 8341-3:2016, annex JB, the criteria and the checks made."""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter

from progress_report.accessibility.criteria import STANDARD
from progress_report.accessibility.machine_test import NO, UNKNOWN, UNTESTED, YES, MachineTest, tool
from progress_report.inputs.params.theme import Theme
from progress_report.open_data.number_formats import (
    BASE,
    LINE_HEIGHT,
    PAPERS,
    TITLE,
    WRAPPED,
    Format,
    Formats,
    lines_needed,
    styles_of,
    workbook_options,
)
from progress_report.open_data.sheet import SheetWriter

RESULTS, CHECKS = "試験結果", "機械による検査"
NAME = f"ウェブアクセシビリティ試験結果（{STANDARD} 適合レベルA・AA、様式）"
TO_BE_FILLED = "（記入）"
_INTRODUCTION = (
    "この様式は、規格への適合も準拠も表明しません。記入ずみの所は、機械が検査した結果だけです。",
    "人が確かめたら、結果を「○」（満たしている）か「×」（満たしていない）に書き換えます。"
    "該当する内容がない達成基準は、適用を「なし」にします。",
)
_HEADERS = ("番号", "達成基準", "適合\nレベル", "適用", "結果", "注記", "検査の道具と版")
_WIDTHS = (8, 26, 8, 9, 36, 62, 24)
_CHECK_HEADERS = ("達成基準", "検査したこと", "見たもの", "数", "見つかったもの", "場所", "検査の道具と版")
_CHECK_WIDTHS = (18, 52, 20, 9, 22, 52, 24)
_NO_PDF_RECORD = "記録はありません（build --validate-pdf で作ると、残ります）"
_MET, _NOT_MET = "○", "×"
_CELL = WRAPPED | {"border": 1, "border_color": "#8C8C8C"}
_OPEN = _CELL | {"bg_color": "#FFF3C4"}
_COUNT = _CELL | {"num_format": "#,##0"}
_WRONG = {"bold": True}
_LABEL_COLUMNS, _FACT_COLUMNS = range(2), range(2, len(_WIDTHS))
_NO_DATE = dt.datetime(1980, 1, 1)  # of a report without a date: any fixed day will do


@dataclass(frozen=True, slots=True)
class TestedReport:
    """The tested report, as the form names it; ``pdf``: veraPDF's recorded results, a line for each file."""

    title: str
    municipality: str
    headline: str
    date: str
    manifest_digest: str
    pdf: Sequence[str]


def accessibility_form_bytes(report: TestedReport, test: MachineTest, theme: Theme) -> bytes:
    """Return the workbook, the same bytes for the same report."""
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, workbook_options())
    created = dt.datetime.fromisoformat(report.date) if report.date else _NO_DATE
    workbook.set_properties({"title": NAME, "author": report.municipality, "created": created})
    formats, styles = Formats(workbook), styles_of(theme)
    _write_results(SheetWriter(workbook.add_worksheet(RESULTS), formats, styles), report, test)
    _write_checks(SheetWriter(workbook.add_worksheet(CHECKS), formats, styles), test)
    workbook.close()
    return target.getvalue()


def _write_results(writer: SheetWriter, report: TestedReport, test: MachineTest) -> None:
    _set_columns(writer, _WIDTHS)
    writer.text(0, 0, NAME, TITLE)
    for row, line in enumerate(_INTRODUCTION, 1):
        writer.text(row, 0, line, BASE)
    first = len(_INTRODUCTION) + 2
    facts = list(_facts(report))
    for row, (label, text) in enumerate(facts, first):
        label_style = writer.styles.row_header | {"align": "left"}
        writer.merge(range(row, row + 1), _LABEL_COLUMNS, label_style)
        writer.text(row, 0, label, label_style)
        style = _OPEN if text == TO_BE_FILLED else _CELL
        writer.merge(range(row, row + 1), _FACT_COLUMNS, style)
        writer.text(row, _FACT_COLUMNS.start, text, style)
        width = sum(_WIDTHS[i] for i in _FACT_COLUMNS)
        writer.sheet.set_row(row, lines_needed(text, width) * LINE_HEIGHT)
    header = first + len(facts) + 1
    _write_header(writer, header, _HEADERS)
    for number, one in enumerate(test.rows, header + 1):
        made_by = tool() if one.note else ""
        texts = (*one.criterion, one.applies, one.result, one.note, made_by)
        is_open = UNTESTED in one.result
        styles = [_OPEN if is_open and i in (3, 4) else _CELL for i in range(len(texts))]
        _write_row(writer, number, texts, styles, _WIDTHS)
    last = header + len(test.rows)
    choices = {3: (YES, NO, UNKNOWN), 4: (_MET, _NOT_MET, UNTESTED)}
    for column, values in choices.items():
        rule = {"validate": "list", "source": list(values), "error_type": "information", "ignore_blank": True}
        writer.sheet.data_validation(header + 1, column, last, column, rule)
    _set_page(writer, header, f"{report.title}　{report.headline}")


def _facts(report: TestedReport) -> Iterator[tuple[str, str]]:
    """Yield the statements of annex JB, and what identifies the tested report."""
    yield "表明日", TO_BE_FILLED
    yield "規格の番号と改正年", STANDARD
    yield "満たしている適合レベル", TO_BE_FILLED
    yield "対象のページ", f"{report.title}（{report.municipality}）の report.html。{report.headline}"
    yield "依存した技術", "HTML、CSS、SVG"
    yield "ページを選んだ方法", "一つのページ（report.html）のすべて"
    yield "ページのURL", TO_BE_FILLED
    yield "試験を行った期間と者", TO_BE_FILLED
    yield "機械で検査した道具と版", tool()
    yield "検査した報告書", f"manifest.json の SHA-256　{report.manifest_digest}"
    yield "PDFの検査（参考）", "\n".join(report.pdf) or _NO_PDF_RECORD


def _write_checks(writer: SheetWriter, test: MachineTest) -> None:
    _set_columns(writer, _CHECK_WIDTHS)
    writer.text(0, 0, "機械で検査したことのすべて", TITLE)
    _write_header(writer, 2, _CHECK_HEADERS)
    for number, one in enumerate(test.tested, 3):
        texts = ("、".join(one.criteria), one.asks, one.things, "", one.finding, one.places, tool())
        wrong = one in test.failed
        styles = [_CELL | (_WRONG if wrong and i in (4, 5) else {}) for i in range(len(texts))]
        _write_row(writer, number, texts, styles, _CHECK_WIDTHS)
        writer.sheet.write_number(number, 3, one.looked.total, writer.formats(_COUNT))
    _set_page(writer, 2, CHECKS)


def _write_header(writer: SheetWriter, row: int, headers: Sequence[str]) -> None:
    for column, text in enumerate(headers):
        writer.text(row, column, text, writer.styles.column_header)
    writer.sheet.set_row(row, max(text.count("\n") + 1 for text in headers) * LINE_HEIGHT)


def _write_row(
    writer: SheetWriter, row: int, texts: Sequence[str], styles: Sequence[Format], widths: Sequence[int]
) -> None:
    for column, (text, style) in enumerate(zip(texts, styles, strict=True)):
        writer.text(row, column, text, style)
    writer.sheet.set_row(row, max(map(lines_needed, texts, widths)) * LINE_HEIGHT)


def _set_columns(writer: SheetWriter, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths):
        writer.sheet.set_column(column, column, width)


def _set_page(writer: SheetWriter, header: int, name: str) -> None:
    sheet = writer.sheet
    sheet.freeze_panes(header + 1, 0)
    sheet.repeat_rows(header)
    sheet.set_landscape()
    sheet.set_paper(PAPERS["A4"])
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L&9{name.replace('&', '&&')}&R&9&P／&N")
