"""Verdicts on targets: given when the date has come, from the value known at that date."""

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from progress_report.inputs.years.verdicts import (
    Verdict,
    decided_exactly,
    has_reached,
    verdict_of,
    verdict_text,
)
from progress_report.model.inline import Date
from progress_report.model.moment import Day
from progress_report.model.quantity import Parameter, Quantity

_SOURCE = Parameter("params/2025.yaml", 1, "x")
_days = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
_better = st.sampled_from([None, "higher", "lower"])


def _date(day: dt.date) -> Date:
    return Date(Day(day), _SOURCE)


@given(st.sampled_from([True, False]), _days, _days)
def test_no_verdict_before_the_date_and_none_of_a_later_value_that_reached_it(
    reached: bool, due: dt.date, day: dt.date
) -> None:
    verdict = verdict_of(reached, _date(due), _date(day))
    if day < due:
        assert verdict is Verdict.PENDING
    elif day > due and reached:
        assert verdict is Verdict.MET_LATE
    else:
        assert verdict is (Verdict.MET if reached else Verdict.MISSED)
    assert verdict.met is (reached if day == due or (day > due and not reached) else None)


@given(st.sampled_from([True, False]), _days)
def test_a_target_without_a_date_is_compared_with_the_current_value(reached: bool, day: dt.date) -> None:
    for due, as_of in ((None, _date(day)), (_date(day), None), (None, None)):
        assert verdict_of(reached, due, as_of).met is reached
        assert verdict_of(None, due, as_of) is Verdict.NONE


@given(st.fractions(0, 1), st.fractions(0, 1), _better)
def test_the_exact_value_decides_and_says_where_the_displayed_one_would_not(
    value: Fraction, goal: Fraction, better: str | None
) -> None:
    one, other = (Quantity(each, "%", _SOURCE, 1) for each in (value, goal))
    reached = has_reached(one, other, better)
    assert reached is (value <= goal if better == "lower" else value >= goal)
    assert has_reached(None, other, better) is has_reached(one, None, better) is None
    shown = (one.displayed or 0) - (other.displayed or 0)
    assert decided_exactly(verdict_of(reached, None, None), one, other, better) is (
        reached != (shown <= 0 if better == "lower" else shown >= 0)
    )


def test_a_verdict_says_that_it_is_of_the_exact_value() -> None:
    assert verdict_text(Verdict.MISSED, exactly=True) == "未達成（丸める前の値で判定）"
    assert verdict_text(Verdict.PENDING, exactly=False) == "期限前"
