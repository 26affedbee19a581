"""The margin of error of a survey, exact: how far a share may lie from that of all who were in question.

The margin is that of a simple random sample at 95 % for a share of 50 %, where it is largest:
1.96 × √(0.25 ÷ n), and of a known population × √((N − n) ÷ (N − 1)). A root is seldom a fraction, so that the
margin is the smallest tenth of a point that is no less than it: integers alone decide which.
"""

from fractions import Fraction
from math import isqrt

from progress_report.model.quantity import PERCENT, POINT, Computed, Quantity

REFERENCE_BELOW = 30  # shares of fewer respondents are reference values (参考値)
MARGIN, CONFIDENCE, WIDEST, FEWEST = "誤差の目安", "信頼度", "誤差が最も大きい割合", "参考値の境"
_CONFIDENCE, _WIDEST = Fraction(95, 100), Fraction(1, 2)
_NORMAL_QUANTILE = Fraction(196, 100)  # of 95 %
_TENTHS = 1000  # of a point in a whole


def margin_of_error(respondents: Quantity, population: Quantity | None = None) -> Quantity:
    """Return the margin in points, rounded up to a tenth; undefined where nobody answered.

    ``population``: how many people were in question, where that is known.
    """
    operands = (respondents,) if population is None else (respondents, population)
    values = [one.value for one in operands if one.value is not None]
    defined = len(values) == len(operands) and respondents.value != 0
    return Quantity(_margin(*values) if defined else None, POINT, Computed(MARGIN, operands), 1)


def _margin(respondents: Fraction, population: Fraction | None = None) -> Fraction:
    square = (_TENTHS * _NORMAL_QUANTILE) ** 2 * _WIDEST * (1 - _WIDEST) / respondents
    if population is not None:
        everybody = population <= respondents
        square *= 0 if everybody else (population - respondents) / (population - 1)
    # A whole number is no less than a root where its square is no less than the next whole number.
    whole = -(-square.numerator // square.denominator)
    return Fraction(isqrt(whole - 1) + 1 if whole else 0, 10)


def confidence_of(margin: Quantity) -> Quantity:
    """Return the 95 % that a margin of error is computed for."""
    return Quantity(_CONFIDENCE, PERCENT, Computed(CONFIDENCE, (margin,)))


def widest_share_of(margin: Quantity) -> Quantity:
    """Return the 50 % that a margin of error is computed at."""
    return Quantity(_WIDEST, PERCENT, Computed(WIDEST, (margin,)))


def fewest_respondents(respondents: Quantity) -> Quantity:
    """Return how many of the respondents have to answer a question for its shares to be more than 参考値."""
    return Quantity(Fraction(REFERENCE_BELOW), respondents.unit, Computed(FEWEST, (respondents,)))
