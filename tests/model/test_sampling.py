"""The margin of error: exact by integers, never less than the root that it stands for."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.sampling import (
    confidence_of,
    fewest_respondents,
    margin_of_error,
    widest_share_of,
)
from tests.model.samples import count


def is_least_tenth(margin: Fraction | None, respondents: int, population: int | None = None) -> bool:
    """Whether it is the least tenth no less than 1.96 × √(0.25 ÷ n × (N − n) ÷ (N − 1)), in points."""
    square = Fraction(196**2, 4 * respondents)
    if population is not None:
        square *= Fraction(population - respondents, population - 1) if population > respondents else 0
    assert margin is not None and (margin * 10).denominator == 1
    below = margin - Fraction(1, 10)
    return margin**2 >= square and (below < 0 or below**2 < square)


@pytest.mark.parametrize(
    ("respondents", "said"), [(383, "5.1ポイント"), (1067, "3.1ポイント"), (1, "98.0ポイント")]
)
def test_the_margin_of_a_sample(respondents: int, said: str) -> None:
    assert margin_of_error(count(respondents, "人")).text == said


def test_a_root_that_is_a_tenth_is_not_rounded_up() -> None:
    assert margin_of_error(count(9604, "人")).value == 1  # 98 ÷ √9604


@given(st.integers(min_value=1, max_value=10**7))
def test_it_is_the_least_tenth(respondents: int) -> None:
    assert is_least_tenth(margin_of_error(count(respondents, "人")).value, respondents)


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=0, max_value=10**6))
def test_of_a_population_it_is_corrected(respondents: int, others: int) -> None:
    population = respondents + others
    found = margin_of_error(count(respondents, "人"), count(population, "人", row=3)).value
    assert is_least_tenth(found, respondents, population)


def test_where_everybody_answered_nothing_is_off() -> None:
    assert margin_of_error(count(1, "人"), count(1, "人", row=3)).text == "0.0ポイント"


def test_where_nobody_answered_it_is_not_defined() -> None:
    assert margin_of_error(count(0, "人")).value is None
    assert margin_of_error(count(None, "人")).value is None
    assert margin_of_error(count(5, "人"), count(None, "人", row=3)).value is None


def test_what_is_so_by_the_method_has_an_origin_too() -> None:
    respondents = count(383, "人")
    margin = margin_of_error(respondents)
    said = [
        one.text for one in (confidence_of(margin), widest_share_of(margin), fewest_respondents(respondents))
    ]
    assert said == ["95%", "50%", "30人"]
    assert margin_of_error(count(383, "人", illustrative=True)).illustrative
