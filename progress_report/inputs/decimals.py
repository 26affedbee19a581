"""The numbers of cells that were read: exact values, and the decimals that they are displayed with."""

from collections.abc import Iterable
from fractions import Fraction

from progress_report.inputs.schemas import FieldDescriptor
from progress_report.model.quantity import PERCENT, Origin, Quantity


def number_of(text: str) -> int | Fraction:
    """Return the value of a number in digits, exactly; 0 of a blank. Whole numbers stay fast ``int``."""
    return Fraction(text) if "." in text else int(text or 0)


def decimals_of(text: str) -> int:
    """Return how many digits stand behind the point."""
    return len(text.partition(".")[2])


def displayed_decimals(field: FieldDescriptor, texts: Iterable[str]) -> int:
    """Return the decimals that the column is displayed with: as declared, or the most of any cell.

    Spreadsheets leave out a zero at the end, so 100 beside 99.2 is displayed as 100.0.
    """
    if field.type != "number":
        return 0
    return max(map(decimals_of, texts), default=0) if field.decimals is None else field.decimals


def quantity_of(text: str, unit: str, origin: Origin, decimals: int) -> Quantity:
    """Return a cell's number as a quantity: a per cent, as any share, as the part of one."""
    value = Fraction(text) / (100 if unit == PERCENT else 1)
    return Quantity(value, unit, origin, decimals)
