"""Reading of a cell by its column's type and unit, in the usual notations and without guessing."""

import datetime as dt
import re
from dataclasses import dataclass

from progress_report.inputs.readers.dates import EXCEL_DAY_0, SERIAL_DATES, message_for, read_date
from progress_report.inputs.readers.number_formats import share_held
from progress_report.inputs.readers.numbers import HALF_WIDTH, digits_of, read_number
from progress_report.inputs.readers.sheet import CellKind
from progress_report.inputs.schema.choices import CHOSEN, NOT_CHOSEN, is_check_box, read_answer
from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.messages import table_cells as messages
from progress_report.model.comparable import code_points, comparable, composed, invisible, without_invisible
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.quantity import PERCENT

_PLAIN_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
# 「…」 (not known) and 「X」 (kept secret) are signs of official statistics too, but do not mean "none".
NONE_SIGNS = ("-", "‐", "–", "—", "―", "─")
_YEAR = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ令和平成昭元年度0-9\s]+")
_LAST_SHORT_YEAR, _LATEST_TWO_DIGITS = 99, 60
_LAST_YEAR_OF_REIWA_SO_FAR = 12
_LAST_YEAR_OF_HEISEI = 31
_UNREADABLE = {
    CellKind.UNCALCULATED: messages.NOT_CALCULATED,
    CellKind.ERROR: messages.EXCEL_ERROR,
    CellKind.BOOLEAN: messages.TRUTH_VALUE,
    CellKind.CONCEALED: messages.NOT_SHOWN,
    CellKind.STRUCK: messages.STRUCK_OUT,
    CellKind.RAISED: messages.RAISED,
}
_AS_SHOWN = (CellKind.FORMATTED, CellKind.SHARE)
_REMEDY_FOR_ROUNDED = "Excelの =ROUND(…, 桁数) などで、公表する桁に四捨五入した値を入力してください。"
_TRUTH = {"TRUE": CHOSEN, "FALSE": NOT_CHOSEN}


@dataclass(frozen=True, slots=True)
class ParsedCell:
    """The cell's text in the form the descriptor asks for; ``kind`` if it was written differently."""

    text: str
    kind: str = ""


def read_cell(text: str, kind: CellKind | None, field: FieldDescriptor) -> ParsedCell:
    """Return the cell's value in its column. Raise MessageError if it is ambiguous or invalid."""
    if kind is not None and not (kind is CellKind.BOOLEAN and is_check_box(field)):
        _require_readable(text, kind, field)
    bare = composed(without_invisible(text)).strip()
    if field.is_text:
        parsed = _text(bare, kind, field)
    elif bare.translate(HALF_WIDTH) in NONE_SIGNS:
        parsed = ParsedCell("", "「－」などを空欄に")
    elif not bare:
        parsed = ParsedCell("", "空白だけの欄を空欄に")
    elif field.is_date:
        parsed = ParsedCell(read_date(bare, field), "日付の書き方" if field.is_day else "年月の書き方")
    elif field.name == FISCAL_YEAR:
        parsed = ParsedCell(_year(digits_of(bare) if kind is CellKind.FORMATTED else bare), "年度の書き方")
    else:
        parsed = ParsedCell(read_number(bare, field, formatted=kind in _AS_SHOWN), "数の書き方")
    as_shown = kind in _AS_SHOWN and (field.is_text or parsed.kind == "数の書き方")
    if parsed.text == text or as_shown:
        return ParsedCell(parsed.text)
    return ParsedCell(text=parsed.text, kind=_unseen(text) if parsed.text == bare else parsed.kind)


def _unseen(text: str) -> str:
    """Return the kind of normalization of a text that lost no visible character."""
    if text.strip() == (visible := without_invisible(text)).strip():
        return "前後の空白を除去" if visible == composed(visible) else "分かれた濁点・半濁点を一字に"
    return f"見えない文字（{code_points(invisible(text))}）を除去"


def _require_readable(text: str, kind: CellKind, field: FieldDescriptor) -> None:
    if message := _UNREADABLE.get(kind):
        raise message.value_error(text=text)
    if kind is CellKind.SCALED or (kind is CellKind.SHARE and not _is_share(field)):
        held = share_held(text) if kind is CellKind.SHARE else text
        remedy = _REMEDY_FOR_ROUNDED if field.type == "number" else ""
        raise messages.OTHER_THAN_SHOWN.value_error(remedy=remedy, held=held)
    if kind in (CellKind.DATE, CellKind.MONTH, CellKind.PARTIAL_DATE) and not field.is_date:
        raise messages.EXCEL_DATE.value_error(text=text)
    if kind is CellKind.MONTH and field.is_day:
        raise messages.DAY_NOT_SHOWN.value_error(text=text)
    if kind is CellKind.PARTIAL_DATE:
        raise messages.PARTLY_SHOWN.value_error(remedy=message_for(field).remedy, text=text)


def _is_share(field: FieldDescriptor) -> bool:
    """Return whether the column's numbers may be in cells that Excel shows as percentages."""
    return field.is_numeric and field.unit == PERCENT


def _text(bare: str, kind: CellKind | None, field: FieldDescriptor) -> ParsedCell:
    choices = field.choices
    if kind is CellKind.ZERO and "0" not in (*(choices or ()), *(field.labels or ())):
        raise messages.FORMULA_GIVES_ZERO.value_error()
    if choices is None:
        return ParsedCell(bare)
    if is_check_box(field) and (chosen := _TRUTH.get(comparable(bare).upper())):
        return ParsedCell(chosen, "チェックボックスの TRUE／FALSE を 1／0 に")
    return ParsedCell(*(read_answer(bare, field) or (bare,)))


def _year(bare: str) -> str:
    half = bare.translate(HALF_WIDTH)
    if _PLAIN_INTEGER.fullmatch(half):
        if remedy := _remedy_for_no_year(int(half)):
            raise messages.NO_FISCAL_YEAR.value_error(remedy=remedy, text=bare)
        return half
    try:
        if _YEAR.fullmatch(half):
            return str(FiscalYear.parse(half).start)
    except ValueError:
        pass
    raise messages.NO_FISCAL_YEAR.value_error(text=bare)


def _remedy_for_no_year(number: int) -> str:
    """Return the remedy for a number that is a year of an era, a two-digit year, or Excel's date."""
    if number in SERIAL_DATES:
        day = EXCEL_DAY_0 + dt.timedelta(number)
        date = f"{day.year}年{day.month}月{day.day}日"
        return f"Excelの日付の番号（{date}）のようです。{messages.NO_FISCAL_YEAR.remedy}"
    if not 0 < number <= _LAST_SHORT_YEAR:
        return ""
    if number <= _LAST_YEAR_OF_REIWA_SO_FAR:
        return f"令和{number}年度のことなら、令和{number}年度 か {2018 + number} と書いてください。"
    heisei = f"、平成{number}年度 のことなら {1988 + number}" if number <= _LAST_YEAR_OF_HEISEI else ""
    century = 2000 if number <= _LATEST_TWO_DIGITS else 1900
    return f"西暦の四桁で書いてください（{century + number}年度 のことなら {century + number}{heisei}）。"
