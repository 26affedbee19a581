"""Differences of quantities: the change of a value in words, and the visible effect of rounding."""

from fractions import Fraction
from typing import cast

from progress_report.model.quantity import (
    NOT_DEFINED,
    PERCENT,
    POINT_DIFFERENCE,
    Computed,
    Quantity,
    point_difference,
)
from progress_report.model.rounding import format_half_up, round_half_up

RISEN, FALLEN, UNCHANGED = "増", "減", "増減なし"


def change_between(before: Quantity, after: Quantity) -> Quantity:
    """Return after less before, negative for a decrease: of shares the difference in ポイント."""
    return point_difference(before, after) if before.unit == PERCENT else after - before


def change_text(difference: Quantity) -> str:
    """Return a difference as printed, its sign in words: 「3.1ポイント増」, 「90手続減」, 「増減なし」."""
    shown = difference.displayed
    if shown is None:
        return NOT_DEFINED
    if not shown:
        return UNCHANGED
    size = format_half_up(abs(shown), difference.decimals)
    return f"{size}{difference.unit}{RISEN if shown > 0 else FALLEN}"


def exact_difference(difference: Quantity) -> Fraction | None:
    """Return the unrounded difference in ポイント of two shares; None without a value or for other units."""
    origin = difference.origin
    if not isinstance(origin, Computed) or origin.operation != POINT_DIFFERENCE or difference.value is None:
        return None
    after, before = origin.operands
    return (cast(Fraction, after.value) - cast(Fraction, before.value)) * 100


def rounds_otherwise(difference: Quantity) -> bool:
    """Return whether the unrounded difference of the two shares would be displayed as another value."""
    exact = exact_difference(difference)
    return exact is not None and round_half_up(exact, difference.decimals) != difference.value
