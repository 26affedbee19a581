"""Numbers of cells: the usual notations of a count or a decimal number, exact values, and decimals."""

import re
from collections.abc import Iterable
from fractions import Fraction

from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.messages import table_cells as messages
from progress_report.messages.message import MessageError
from progress_report.model.comparable import comparable
from progress_report.model.quantity import PERCENT, Origin, Quantity, counters_of

# Full-width digits and signs, one by one: NFKC would also turn 30² into 302 and ⑤ into 5.
HALF_WIDTH = str.maketrans("０１２３４５６７８９，．－−／：", "0123456789,.--/:")
_NEGATIVE = "-△▲"
_NUMBER = re.compile(
    rf"([{_NEGATIVE}]?)\s*([0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(\.[0-9]+)?\s*([^0-9,.\s].*)?", re.DOTALL
)
# A number as formats show it: (302), ¥302, 001, 302.00, 302件.
_FORMATTED = re.compile(
    rf"([{_NEGATIVE}(]?)\s*([¥￥]?)\s*([{_NEGATIVE}]?)\s*0*([0-9][0-9,]*)(?:\.([0-9]*))?\s*([^0-9,.\s)].*?)?\)?",
    re.DOTALL,
)
_NO_UNIT = re.compile("[0-9]|(?:以上|以下|以内|未満|超|余|程度)$")  # 100～999件, 1,000件以上
# An unrounded quotient has more; a coordinate has no more.
_MOST_DECIMALS = 8
_DECIMAL_REMEDY = "半角の数字だけを、99.2 のように入力してください（先頭の余分な0や範囲は使えません）。"


def read_number(text: str, field: FieldDescriptor, *, formatted: bool) -> str:
    """Return the number in the digits of the column: ``1,234件`` is 1234, ``９９．２０％`` is 99.20.

    ``formatted``: the text is as Excel shows it. Raise MessageError if it is not a number of the column.
    """
    decimal = field.type == "number"
    bare = digits_of(text, decimal=decimal) if formatted else text
    half = bare.translate(HALF_WIDTH)
    match = _NUMBER.fullmatch(half)
    if match is None or (match[3] and not decimal):
        raise _no_number(bare, field)
    sign, whole, part, unit = match[1], match[2].replace(",", ""), match[3] or "", (match[4] or "").strip()
    if whole.startswith("0") and whole != "0":
        raise _no_number(bare, field)
    if unit and comparable(unit) not in map(comparable, counters_of(field.unit or "")):
        if _NO_UNIT.search(comparable(unit)):
            raise _no_number(bare, field)
        raise messages.OTHER_UNIT.value_error(text=bare, unit=field.unit)
    if len(part) - 1 > _MOST_DECIMALS:
        raise messages.TOO_MANY_DECIMALS.value_error(text=bare, most=_MOST_DECIMALS)
    return f"-{whole}{part}" if sign and (whole + part).strip("0.") else f"{whole}{part}"


def digits_of(bare: str, *, decimal: bool = False) -> str:
    """Reduce a formatted number to what a person types: its sign, digits and unit."""
    match = _FORMATTED.fullmatch(bare.translate(HALF_WIDTH))
    part = match[5] or "" if match else ""
    if match is None or (part.strip("0") and not decimal):
        return bare
    sign = "-" if match[1] or match[3] else ""
    digits = f"{match[4]}.{part}" if decimal and part else match[4]
    return f"{sign}{digits}{match[6] or ('円' if match[2] else '')}"


def _no_number(bare: str, field: FieldDescriptor) -> MessageError:
    return messages.NO_NUMBER.value_error(remedy=_DECIMAL_REMEDY if field.type == "number" else "", text=bare)


def number_of(text: str) -> int | Fraction:
    """Return the exact value of a number in digits; 0 for a blank. Whole numbers stay ``int`` for speed."""
    return Fraction(text) if "." in text else int(text or 0)


def decimals_of(text: str) -> int:
    """Return the number of digits after the decimal point."""
    return len(text.partition(".")[2])


def displayed_decimals(field: FieldDescriptor, texts: Iterable[str]) -> int:
    """Return the number of decimals to display for the column: as declared, or the most in any cell.

    Spreadsheets drop trailing zeros, so 100 in a column with 99.2 is displayed as 100.0.
    """
    if field.type != "number":
        return 0
    return max(map(decimals_of, texts), default=0) if field.decimals is None else field.decimals


def quantity_of(text: str, unit: str, origin: Origin, decimals: int) -> Quantity:
    """Return a cell's number as a quantity; percentages are divided by 100."""
    value = Fraction(text) / (100 if unit == PERCENT else 1)
    return Quantity(value, unit, origin, decimals)
