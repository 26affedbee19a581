"""Rounding half up (四捨五入), exact: the only rounding in the report, done only for display."""

from fractions import Fraction

MINUS = "△"


def round_half_up(value: Fraction | int, decimals: int) -> Fraction:
    """Round to ``decimals`` places; round half away from zero, as 四捨五入 of a magnitude does."""
    return Fraction(_in_last_place(value, decimals), 10**decimals)


def format_half_up(value: Fraction | int, decimals: int) -> str:
    """Format ``1234567`` → ``1,234,567``; ``Fraction(1915, 100)`` with one decimal → ``19.2``; minus is △."""
    rounded = _in_last_place(value, decimals)
    whole, part = divmod(abs(rounded), 10**decimals)
    digits = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
    return (MINUS if rounded < 0 else "") + digits


def _in_last_place(value: Fraction | int, decimals: int) -> int:
    """Return the rounded value in units of its last decimal, in integers because Fractions are slow."""
    double = 2 * abs(value.numerator) * 10**decimals
    magnitude: int = (double + value.denominator) // (2 * value.denominator)
    return magnitude if value.numerator >= 0 else -magnitude
