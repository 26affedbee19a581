"""Reading a cell by its column's type and unit: the ways people write a value, and no guess beyond them."""

import datetime as dt
import re

from progress_report.inputs.choices import CHOSEN, NOT_CHOSEN, is_check_box, read_answer
from progress_report.inputs.deliveries.dates import EXCEL_DAY_0, SERIAL_DATES, read_date, remedy_for_date
from progress_report.inputs.deliveries.number_formats import share_held
from progress_report.inputs.deliveries.numbers import digits_of, read_number
from progress_report.inputs.deliveries.readings import HALF_WIDTH, DoubtfulError, Reading
from progress_report.inputs.deliveries.sheet import Form
from progress_report.inputs.formulas import FISCAL_YEAR
from progress_report.inputs.schemas import FieldDescriptor
from progress_report.model.comparable import code_points, comparable, composed, invisible, without_invisible
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.quantity import PERCENT

_PLAIN_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
# 「…」 (not known) and 「X」 (kept secret) are signs of official statistics too, but they are not "none".
_NONE = {"-", "‐", "–", "—", "―", "─"}
_YEAR = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ令和平成昭元年度0-9\s]+")
_YEAR_REMEDY = "2024、FY2024、R6、令和6年度 のように書いてください。"
_LAST_SHORT_YEAR, _LATEST_TWO_DIGITS = 99, 60
_LAST_YEAR_OF_REIWA_SO_FAR = 12
_LAST_YEAR_OF_HEISEI = 31
_TEXTS = ("string", "list")
_AS_SHOWN = (Form.FORMATTED, Form.SHARE)
_TRUTH = {"TRUE": CHOSEN, "FALSE": NOT_CHOSEN}


def read_cell(text: str, form: Form | None, field: FieldDescriptor) -> Reading:
    """What the cell says in its column. DoubtfulError where that is not plain."""
    if form is not None and not (form is Form.BOOLEAN and is_check_box(field)):
        _require_readable(text, form, field)
    bare = composed(without_invisible(text)).strip()
    if field.type in _TEXTS:
        reading = _text(bare, form, field)
    elif bare.translate(HALF_WIDTH) in _NONE:
        reading = Reading("", "「－」などを空欄に")
    elif not bare:
        reading = Reading("", "空白だけの欄を空欄に")
    elif field.is_date:
        reading = Reading(read_date(bare, field), "日付の書き方" if field.is_day else "年月の書き方")
    elif field.name == FISCAL_YEAR:
        reading = Reading(_year(digits_of(bare) if form is Form.FORMATTED else bare), "年度の書き方")
    else:
        reading = Reading(read_number(bare, field, formatted=form in _AS_SHOWN), "数の書き方")
    as_shown = form in _AS_SHOWN and (field.type in _TEXTS or reading.kind == "数の書き方")
    if reading.text == text or as_shown:
        return Reading(reading.text)
    return Reading(text=reading.text, kind=_unseen(text) if reading.text == bare else reading.kind)


def _unseen(text: str) -> str:
    """The kind of normalisation of a text that lost nothing to be seen."""
    if text.strip() == (visible := without_invisible(text)).strip():
        return "前後の空白を除去" if visible == composed(visible) else "分かれた濁点・半濁点を一字に"
    return f"見えない文字（{code_points(invisible(text))}）を除去"


def _require_readable(text: str, form: Form, field: FieldDescriptor) -> None:
    if form is Form.UNCALCULATED:
        remedy = "Excelで開いて保存し直すか、値を入力してください。"
        raise DoubtfulError(f"数式の計算結果がありません（「{text}」）。", remedy)
    if form is Form.ERROR:
        raise DoubtfulError(f"Excelの誤りの値です（「{text}」）。", "数式か値を直してください。")
    if form is Form.BOOLEAN:
        message = f"TRUE／FALSE（チェックボックス）の値です（「{text}」）。"
        raise DoubtfulError(message, "数か文字で書いてください。")
    if form is Form.SCALED or (form is Form.SHARE and not _is_share(field)):
        held = share_held(text) if form is Form.SHARE else text
        raise DoubtfulError(f"表示される値と入っている値（{held}）が違います。", _remedy_for_scaled(field))
    if form is Form.CONCEALED:
        message = f"入っている値（{text}）が表示されていません。"
        raise DoubtfulError(
            message, "表示形式を標準に変え、値（0件は 0）が見えるようにするか、空欄にしてください。"
        )
    if form is Form.STRUCK:
        message = f"取り消し線のある値です（「{text}」）。"
        raise DoubtfulError(message, "見え消しをやめ、訂正後の値だけを入力してください。")
    if form is Form.RAISED:
        message = f"上付きか下付きの文字があります（「{text}」）。"
        raise DoubtfulError(message, "注の番号は表の外に移し、ほかはふつうの文字で入力してください。")
    if form in (Form.DATE, Form.MONTH, Form.PARTIAL_DATE) and not field.is_date:
        message = f"Excelの日付になっています（{text}）。"
        raise DoubtfulError(message, "表示形式を標準か文字列に変え、値を入力し直してください。")
    if form is Form.MONTH and field.is_day:
        message = f"日の表示されていない日付です（{text}）。"
        raise DoubtfulError(message, remedy_for_date("", field))
    if form is Form.PARTIAL_DATE:
        message = f"年と月の両方は表示されていない日付です（{text}）。"
        raise DoubtfulError(message, remedy_for_date("", field))


def _is_share(field: FieldDescriptor) -> bool:
    """Whether the column's numbers may stand in cells that Excel shows as per cent."""
    return field.is_numeric and field.unit == PERCENT


def _remedy_for_scaled(field: FieldDescriptor) -> str:
    if field.type == "number":
        return "Excelの =ROUND(…, 桁数) などで、公表する桁に四捨五入した値を入力してください。"
    return "％や千単位、四捨五入などの表示形式をやめ、値をそのまま入力してください。"


def _text(bare: str, form: Form | None, field: FieldDescriptor) -> Reading:
    choices = field.choices
    if form is Form.ZERO and "0" not in (*(choices or ()), *(field.labels or ())):
        message = "数式の結果が 0 です。"
        raise DoubtfulError(message, "参照先の空欄なら空欄に、ほかは値を入力してください。")
    if choices is None:
        return Reading(bare)
    if is_check_box(field) and (chosen := _TRUTH.get(comparable(bare).upper())):
        return Reading(chosen, "チェックボックスの TRUE／FALSE を 1／0 に")
    return Reading(*(read_answer(bare, field) or (bare,)))


def _year(bare: str) -> str:
    half = bare.translate(HALF_WIDTH)
    if _PLAIN_INTEGER.fullmatch(half):
        if remedy := _remedy_for_no_year(int(half)):
            raise DoubtfulError(f"年度として読めません（「{bare}」）。", remedy)
        return half
    try:
        if _YEAR.fullmatch(half):
            return str(FiscalYear.parse(half).start)
    except ValueError:
        pass
    raise DoubtfulError(f"年度として読めません（「{bare}」）。", _YEAR_REMEDY)


def _remedy_for_no_year(number: int) -> str:
    """What to write for a number that is a year of an era, two digits of a year, or Excel's date."""
    if number in SERIAL_DATES:
        day = EXCEL_DAY_0 + dt.timedelta(number)
        return f"Excelの日付の番号（{day.year}年{day.month}月{day.day}日）のようです。{_YEAR_REMEDY}"
    if not 0 < number <= _LAST_SHORT_YEAR:
        return ""
    if number <= _LAST_YEAR_OF_REIWA_SO_FAR:
        return f"令和{number}年度のことなら、令和{number}年度 か {2018 + number} と書いてください。"
    heisei = f"、平成{number}年度 のことなら {1988 + number}" if number <= _LAST_YEAR_OF_HEISEI else ""
    century = 2000 if number <= _LATEST_TWO_DIGITS else 1900
    return f"西暦の四桁で書いてください（{century + number}年度 のことなら {century + number}{heisei}）。"
