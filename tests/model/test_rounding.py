"""四捨五入: exact, away from zero at a half, and done before formatting digits."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.rounding import format_half_up, round_half_up

values = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)
decimals = st.integers(min_value=0, max_value=4)


def by_hand(n: int) -> str:
    """Format n/2000 as per cent with one decimal, in integers: n/2 tenths, with a half rounded up."""
    tenths = (n + 1) // 2
    return f"{tenths // 10}.{tenths % 10}"


def test_every_share_of_2000_is_rounded_half_up() -> None:
    assert [format_half_up(Fraction(n, 2000) * 100, 1) for n in range(2001)] == [
        by_hand(n) for n in range(2001)
    ]


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(383, 2000) * 100, 1, "19.2"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(3, 2), 0, "2"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(49, 100), 0, "0"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(999, 1000), 1, "1.0"),
        (Fraction(1, 3), 3, "0.333"),
        (Fraction(2, 3), 3, "0.667"),
        (Fraction(-1, 2), 0, "△1"),
        (Fraction(-5, 2), 0, "△3"),
        (Fraction(-31, 10), 1, "△3.1"),
        (Fraction(-1, 3), 0, "0"),  # a value rounded to zero has no sign
        (Fraction(-1, 100), 1, "0.0"),
        (0, 0, "0"),
        (0, 1, "0.0"),
        (999, 0, "999"),
        (1000, 0, "1,000"),
        (4386348, 0, "4,386,348"),
        (-1699957, 0, "△1,699,957"),
        (Fraction(1234567, 10), 1, "123,456.7"),
        (Fraction(9999, 10), 0, "1,000"),
    ],
)
def test_printed(value: Fraction | int, places: int, printed: str) -> None:
    assert format_half_up(value, places) == printed


@given(values, decimals)
def test_never_further_than_half_a_unit(value: Fraction, places: int) -> None:
    assert abs(round_half_up(value, places) - value) <= Fraction(1, 2 * 10**places)


@given(st.integers(), decimals)
def test_a_half_goes_away_from_zero(whole: int, places: int) -> None:
    half = Fraction(2 * whole + 1, 2 * 10**places)
    assert abs(round_half_up(half, places)) > abs(half)


@given(values, decimals)
def test_the_printed_digits_are_the_rounded_value(value: Fraction, places: int) -> None:
    printed = format_half_up(value, places).replace(",", "").replace("△", "-")
    assert Fraction(printed) == round_half_up(value, places)
