"""Numbers of cells: exact values, and the number of decimals displayed."""

from collections.abc import Iterable
from fractions import Fraction

from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.model.quantity import PERCENT, Origin, Quantity


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
