"""Display of values for the audit, with separate arithmetic to check the report's own."""

import re
from fractions import Fraction

from progress_report.document.origins import QuantityRecord
from progress_report.document.runs import Number

PERCENT, NOT_DEFINED, MINUS = "%", "－", "△"
_RISEN, _FALLEN, _UNCHANGED = "増", "減", "増減なし"
_DECIMALS = re.compile(r"[0-9]\.([0-9]+)")


def claimed_value(entry: QuantityRecord) -> Fraction | None:
    """Return the exact value that a quantity claims."""
    return None if entry.value is None else Fraction(entry.value)


def rounded_value(value: Fraction | None, unit: str, decimals: int) -> Fraction | None:
    """Round half up (四捨五入) in displayed units: a share in per cent."""
    if value is None:
        return None
    scaled = abs(value) * (100 if unit == PERCENT else 1) * 10**decimals
    magnitude = Fraction((2 * scaled + 1) // 2, 10**decimals)
    return -magnitude if value < 0 else magnitude


def display_text(value: Fraction | None, unit: str, decimals: int) -> str:
    """Return a value as displayed with its unit."""
    rounded = rounded_value(value, unit, decimals)
    if rounded is None:
        return NOT_DEFINED
    digits = str(int(abs(rounded) * 10**decimals)).rjust(decimals + 1, "0")
    whole, part = digits[: len(digits) - decimals], digits[len(digits) - decimals :]
    return f"{MINUS if rounded < 0 else ''}{int(whole):,}{f'.{part}' if part else ''}{unit}"


def printed_texts(entry: QuantityRecord, number: Number) -> set[str]:
    """Return a quantity's texts with and without its unit, with as many decimals as printed.

    For a difference printed as a change, the text has the sign in words.
    """
    if number.change:
        shown = display_text(claimed_value(entry), entry.unit, entry.decimals)
        if not rounded_value(claimed_value(entry), entry.unit, entry.decimals):
            return {_UNCHANGED}
        return {f"{shown.removeprefix(MINUS)}{_FALLEN if shown.startswith(MINUS) else _RISEN}"}
    decimals = len(match[1]) if (match := _DECIMALS.search(number.text)) else 0
    shown = display_text(claimed_value(entry), entry.unit, decimals)
    return {shown, shown if entry.unit == PERCENT else shown.removesuffix(entry.unit)}
