"""A chart's conclusion agrees with what the chart draws, whatever the data."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_report.authoring.charts import BarData, Event, Series, Target, alternatives, conclusions
from progress_report.authoring.charts.ranking import quoted_label
from progress_report.model.inline import Date, Inline, Number, decisive_in, plain_text, text
from progress_report.model.moment import Day, Month
from progress_report.model.movements import contradictions_in
from progress_report.model.quantity import Computed, Quantity, total
from tests.authoring import chart_samples as samples

MANY = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = [text(f"窓口{letter}") for letter in "甲乙丙丁戊己庚辛"]
YEARS = [samples.fiscal_year(2018 + i) for i in range(7)]
VALUES = st.sampled_from([None, 0, 0, 1, 2, 2, 40, 1000]) | st.integers(0, 10**7)


@st.composite
def data_of(
    draw: st.DrawFn, most_series: int = 5, shares: bool | None = None, dated: bool | None = None
) -> BarData:
    """Generate values of categories or of years, with or without shares."""
    names = YEARS if (draw(st.booleans()) if dated is None else dated) else NAMES
    categories = names[: draw(st.integers(1, len(names)))]
    with_shares = draw(st.booleans()) if shares is None else shares
    whole = samples.quantity(draw(st.integers(0, 10**7)))
    series = []
    for number in range(draw(st.integers(1, most_series))):
        column = [samples.quantity(draw(VALUES)) for _ in categories]
        parts = [value / whole for value in column] if with_shares else None
        series.append(Series(text(f"回答{'子丑寅卯辰'[number]}"), column, parts))
    return BarData(categories, series)


def quantities(data: BarData) -> dict[str, Quantity]:
    """Return the quantities that the chart draws or prints, by identifier."""
    shares = (share for one in data.series for share in one.shares or ())
    rows = range(len(data.categories))
    sums = [total(one.values[row] for one in data.series) for row in rows]
    return {one.identifier: one for one in (*data.values, *shares, *sums)}


def assert_true(conclusion: Inline, data: BarData, *others: Quantity) -> None:
    """Assert that each number is drawn or a difference of two drawn ones, and that the verb fits its sign."""
    text = plain_text(conclusion)
    known = quantities(data) | {one.identifier: one for one in others}
    assert text and "。" not in text and list(contradictions_in(text)) == []
    printed = [run.quantity for run in conclusion if isinstance(run, Number)]
    for one in printed:
        if one.identifier not in known:
            assert isinstance(one.origin, Computed) and one.displayed is not None and one.displayed >= 0
            for operand in one.origin.operands:
                assert any(operand == value for value in known.values()), (text, operand)
    # Wording that depends on the values is marked as decided by them.
    assert printed or list(decisive_in(conclusion)), text


def named_in(text: str, names: Sequence[Inline]) -> set[str]:
    return {plain_text(name) for name in names if plain_text(quoted_label(name)) in text}


def largest(values: dict[str, Quantity]) -> set[str]:
    shown = {name: value.displayed for name, value in values.items() if value.displayed is not None}
    return {name for name, value in shown.items() if value == max(shown.values())}


def assert_longest_named(conclusion: Inline, data: BarData, values: Sequence[Quantity]) -> None:
    assert_true(conclusion, data)
    named, said, _ = plain_text(conclusion).partition("で最多")
    if said:
        known = dict(zip(map(plain_text, data.categories), values, strict=True))
        assert named_in(named, data.categories) == largest(known)


@MANY
@given(data_of(most_series=1, shares=False, dated=False))
def test_the_longest_bars_are_named(data: BarData) -> None:
    assert_longest_named(conclusions.single(data, None), data, data.series[0].values)


@MANY
@given(data_of(dated=False))
def test_the_longest_stack_is_named_with_its_total(data: BarData) -> None:
    sums = [total(one.values[row] for one in data.series) for row in range(len(data.categories))]
    assert_longest_named(conclusions.stacked(data), data, sums)


@MANY
@given(data_of(most_series=1))
def test_bars_of_any_kind(data: BarData) -> None:
    assert_true(conclusions.single(data, None), data)


@MANY
@given(data_of(dated=True))
def test_what_moved_goes_the_way_of_its_values(data: BarData) -> None:
    for said, first in ((conclusions.stacked(data), data.series[0]), (conclusions.grouped(data), None)):
        assert_true(said, data)
        if first is None:
            continue
        shown = [one.displayed for one in first.shares or first.values if one.displayed is not None]
        text = plain_text(said)
        rises = any(verb in text for verb in ("上昇", "増加"))
        falls = any(verb in text for verb in ("低下", "減少"))
        assert rises == (len(shown) > 1 and shown[-1] > shown[0])
        assert falls == (len(shown) > 1 and shown[-1] < shown[0])


@MANY
@given(data_of())
def test_grouped_bars_and_bands(data: BarData) -> None:
    assert_true(conclusions.grouped(data), data)
    if all(one.shares for one in data.series):
        assert_true(conclusions.band(data), data)


@MANY
@given(data_of(most_series=1, shares=True, dated=True))
def test_trends(data: BarData) -> None:
    assert_true(conclusions.over_time(data), data)


@MANY
@given(st.lists(st.integers(0, 120) | st.none(), min_size=1, max_size=6), st.integers(0, 130), st.booleans())
def test_a_target_is_reached_or_missed_only_on_its_date(
    values: list[int | None], goal: int, pending: bool
) -> None:
    shares = [samples.quantity(None if one is None else Fraction(one, 100), "%") for one in values]
    data = BarData(NAMES[: len(values)], [Series(text("割合"), shares)])
    due = Date(Month(2025, 9), samples.SOURCE)
    target = Target(text("目標"), samples.quantity(Fraction(goal, 100), "%"), due, pending)
    said = conclusions.single(data, target)
    assert_true(said, data, target.value)
    printed = plain_text(said)
    known = [one for one in values if one is not None]
    missed = [one for one in known if one < goal]
    if pending and missed:
        assert "期限前" in printed and "達し" not in printed and "令和7年9月までに" in printed
    else:
        assert "期限前" not in printed
        assert ("達していない" in printed or "達した項目はない" in printed) == bool(
            missed and len(missed) == len(known)
        )
        assert ("すべて達している" in printed) == (bool(known) and not missed and len(values) > 1)


@MANY
@given(st.lists(st.integers(0, 300), min_size=1, max_size=6), st.integers(0, 300))
def test_past_and_planned_events_have_different_words(months: list[int], present: int) -> None:
    def moment(month: int) -> Date:
        return Date(Month(2019 + month // 12, month % 12 + 1), samples.SOURCE)

    events = [Event(moment(month), NAMES[i]) for i, month in enumerate(sorted(months))]
    now = Date(Day(dt.date(2019 + present // 12, present % 12 + 1, 28)), samples.SOURCE)
    text = plain_text(conclusions.dated(events, now))
    past = [event for event in events if event.has_come(now)]
    assert ("実施" in text) == bool(past) and ("予定" in text) == (len(past) < len(events))
    reported = plain_text(alternatives.dated(events, now))
    assert reported.count("（実施済）") == len(past) and reported.count("（予定）") == len(events) - len(past)


@MANY
@given(data_of())
def test_alternative_texts_have_every_value(data: BarData) -> None:
    totals = data.totals
    kinds = [alternatives.bars("横棒グラフ", data, totals=totals)]
    if all(one.shares for one in data.series):
        kinds.append(alternatives.band(data))
    shares = [share for one in data.series for share in one.shares or ()]
    for said in kinds:
        printed = [run.quantity.identifier for run in said if isinstance(run, Number)]
        assert {one.identifier for one in (*data.values, *shares)} <= {*printed}
    assert all(
        one.identifier in {run.quantity.identifier for run in kinds[0] if isinstance(run, Number)}
        for one in totals
    )
