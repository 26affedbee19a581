"""How the audit computes operations again: arithmetic of its own, from what their operands claim."""

from fractions import Fraction
from itertools import pairwise
from math import isqrt

from progress_report.document.origins import QuantityRecord
from progress_report.provenance.audit_display import PERCENT, rounded_value, value_of
from progress_report.provenance.audit_sources import OriginError

_POINT, _PLACE = "ポイント", "位"
_SAME_COUNTER = {"名": "人"}
PEOPLE = {"人", "名"}
# What is so by the method of a survey's margin of error, and no value of the data.
_BY_METHOD = {
    "信頼度": (Fraction(95, 100), {PERCENT}),
    "誤差が最も大きい割合": (Fraction(1, 2), {PERCENT}),
    "参考値の境": (Fraction(30), PEOPLE),
}


def recomputed(
    operation: str, operands: list[QuantityRecord], decimals: int
) -> tuple[Fraction | None, set[str]]:
    """Return the result of an operation on the operands' values, and its permitted units. OriginError.

    ``decimals``: the decimals with which the result is displayed.
    """
    values = [value_of(operand) for operand in operands]
    given = [value for value in values if value is not None]
    units = {unit for operand in operands for unit in units_alike(operand.unit)}
    alike = all(units == units_alike(operand.unit) for operand in operands)
    whole = len(given) == len(values)
    if operation in ("+", "−", "÷") and not alike:
        raise OriginError("単位の違う値どうしの計算です")
    if operation == "+":
        return (sum(given, Fraction(0)) if whole else None), units
    if operation == "−":
        return (given[0] - given[1] if whole else None), units
    if operation == "÷":
        return (given[0] / given[1] if whole and given[1] else None), {PERCENT}
    if operation == "×":
        return (given[0] * given[1] if whole else None), units_alike(operands[1].unit)
    if operation == "ポイント差":
        return _point_difference(operands, decimals), {_POINT}
    if operation == "全体":
        return Fraction(1), {PERCENT}
    if operation == "表示桁数の次の位":
        return Fraction(operands[0].decimals + 1), {_PLACE}
    if operation == "誤差の目安":
        if not units <= PEOPLE:
            raise OriginError("人数からの計算ではありません")
        return (_margin_of_error(*given) if whole and given[0] else None), {_POINT}
    if operation in _BY_METHOD:
        return _BY_METHOD[operation]
    if operation in ("増加の連続", "減少の連続"):
        return _streak(operands, rising=operation == "増加の連続"), {"年連続", "年"}
    raise OriginError(f"「{operation}」という計算はありません")


def _point_difference(operands: list[QuantityRecord], decimals: int) -> Fraction | None:
    """Return the difference of two shares as displayed, which a reader can check by hand."""
    if any(operand.unit != PERCENT for operand in operands):
        raise OriginError("割合どうしの差ではありません")
    after, before = (rounded_value(value_of(operand), PERCENT, decimals) for operand in operands)
    return None if after is None or before is None else after - before


def _margin_of_error(respondents: Fraction, population: Fraction | None = None) -> Fraction:
    """Return 1.96 × √(0.25 ÷ n) in points, rounded up to a tenth; of a population, with its correction."""
    square = Fraction(980**2) / respondents  # of tenths of a point
    if population is not None:
        square *= (population - respondents) / (population - 1) if population > respondents else 0
    tenths = isqrt(int(square))
    return Fraction(tenths if tenths**2 >= square else tenths + 1, 10)


def _streak(operands: list[QuantityRecord], *, rising: bool) -> Fraction:
    shown = [rounded_value(value_of(operand), operand.unit, operand.decimals) for operand in operands]
    for before, after in pairwise(shown):
        if before is None or after is None or before == after or (after > before) is not rising:
            raise OriginError("続いて増えても減ってもいません")
    return Fraction(len(shown) - 1)


def units_alike(unit: str) -> set[str]:
    """Return the unit and the other counters of the same thing: 383人 are 383名."""
    counted = _SAME_COUNTER.get(unit, unit)
    return {unit, counted, *(one for one, other in _SAME_COUNTER.items() if other == counted)}
