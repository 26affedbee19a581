"""Rounding half up (四捨五入), exact: the only rounding in the report, done only for display."""

from fractions import Fraction

MINUS = "△"


def round_half_up(value: Fraction | int, decimals: int) -> Fraction:
    """Round to ``decimals`` places; a half goes away from zero, as 四捨五入 of a magnitude does."""
    scale = 10**decimals
    magnitude = (abs(Fraction(value)) * scale + Fraction(1, 2)).__floor__()
    return Fraction(magnitude if value >= 0 else -magnitude, scale)


def format_half_up(value: Fraction | int, decimals: int) -> str:
    """``1234567`` → ``1,234,567``; ``Fraction(1915, 100)`` with one decimal → ``19.2``; minus is △."""
    rounded = round_half_up(value, decimals)
    whole, part = divmod(abs(rounded.numerator) * (10**decimals // rounded.denominator), 10**decimals)
    digits = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
    return (MINUS if rounded < 0 else "") + digits
