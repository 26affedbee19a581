"""Conclusions: the message of a figure in one line, computed from its values and printed under its title."""

from collections.abc import Sequence

from progress_report.authoring.charts.data import BarData, Event, Series, Target
from progress_report.authoring.charts.ranking import (
    Named,
    defined,
    extreme,
    first_to_last,
    highest_and_lowest,
    in_time,
    leading,
    names_of,
    of_one_whole,
    points_in_time,
    quoted_label,
    value_difference,
)
from progress_report.model.inline import Date, Inline, Number, concluded, decided, joined, text
from progress_report.model.quantity import PERCENT, Quantity, total

DECIDED_EXACTLY = "（丸める前の値で判定）"
_MOST_SUBJECTS = 3  # series or bars that each get a statement; with more, only the largest value is given
_TWO = 2  # points in time that need no names: the figure has no others


def single(data: BarData, target: Target | None) -> Inline:
    """Return which bars are the longest, or how they compare with their target."""
    (series,) = data.series
    if target is not None:
        return _against(data, target)
    if data.unit == PERCENT:
        return highest_and_lowest(_named(data, series.values))
    if points_in_time(data.categories):
        return _moved(data, series)
    # The shares rank as the bars do if they are of the same whole.
    values = series.shares if series.shares and of_one_whole(series.shares) else series.values
    return leading(_named(data, values))


def stacked(data: BarData) -> Inline:
    """Return the movement of the first series over time, or the category with the largest share or sum."""
    first = data.series[0]
    if points_in_time(data.categories):
        return _moved(data, first)
    if first.shares:
        subject = (*first.name, *text("の割合は、"))
        return (*subject, *highest_and_lowest(_named(data, first.shares)))
    totals = [total(one.values[row] for one in data.series) for row in range(len(data.categories))]
    before = text("合計") if len(data.series) > 1 else ()
    return leading(_named(data, totals), before)


def grouped(data: BarData) -> Inline:
    """Return for each series its movement over time, or its largest category."""
    if len(data.series) > _MOST_SUBJECTS:
        cells = [
            ((*category, *text("の"), *one.label), value)
            for one in data.series
            for category, value in _named(data, one.values)
        ]
        return leading(cells)
    if points_in_time(data.categories):
        return joined(_moved(data, one) for one in data.series)
    if len(data.categories) == 1:
        return joined((*one.name, *text("は"), Number(one.values[0])) for one in data.series)
    return joined(
        (*one.name, *text("は"), *leading(_named(data, one.values), runner_up=False)) for one in data.series
    )


def over_time(data: BarData) -> Inline:
    """Return the first and last value of the share."""
    (series,) = data.series
    shares = _named(data, series.shares or ())
    return first_to_last((*series.name, *text("の割合")), shares, dated=True)


def band(data: BarData) -> Inline:
    """Return the most frequent answers of each bar; for many bars, the extremes of the first answer."""
    if len(data.categories) > _MOST_SUBJECTS:
        first = data.series[0]
        extremes = highest_and_lowest(_named(data, first.shares or ()))
        return (*quoted_label(first.label), *text("は、"), *extremes)
    alone = len(data.categories) == 1
    rows = [
        leading([(one.label, one.shares[row]) for one in data.series if one.shares], runner_up=alone)
        for row in range(len(data.categories))
    ]
    if alone:
        return rows[0]
    return joined((*category, *text("は"), *row) for category, row in zip(data.categories, rows, strict=True))


def dated(events: Sequence[Event], now: Date | None) -> Inline:
    """Return the latest past event and the first future one; without ``now``, the first and last event."""
    first, last = events[0], events[-1]
    if now is None:
        if first is last:
            return (*quoted_label(first.label), *text("は"), first.date)
        return (
            *text("最初は"),
            *_event(first),
            *text("、最後は"),
            *_event(last),
        )
    past = [event for event in events if event.has_come(now)]
    planned = [event for event in events if not event.has_come(now)]
    if not planned:
        return (*text("すべて実施済（直近は"), *_event(last), *text("）"))
    following = (*text("次の予定は" if past else "最初の予定は"), *_event(planned[0]))
    return (*text("直近の実施は"), *_event(past[-1]), *text("、"), *following) if past else following


def _event(event: Event) -> Inline:
    return (event.date, *text("の"), *quoted_label(event.label))


def _span(named: Sequence[Named]) -> Inline:
    """Return 「中央電算」77%から「小型電算」81%まで; the value alone if there is only one."""
    known = defined(named)
    low, high = extreme(known, min), extreme(known, max)
    if len(low) == len(known):
        return (*text("いずれも" if len(known) > 1 else ""), Number(known[0][1]))
    start = (*names_of(low), Number(low[0][1]), *text("から"))
    return (*start, *names_of(high), Number(high[0][1]), *text("まで"))


def _named(data: BarData, values: Sequence[Quantity]) -> list[Named]:
    return list(zip(data.categories, values, strict=True))


def _moved(data: BarData, series: Series) -> Inline:
    subject = (*series.name, *text("の割合" if series.shares else ""))
    values = in_time(_named(data, series.shares or series.values))
    return first_to_last(subject, values, dated=len(values) > _TWO)


def _against(data: BarData, target: Target) -> Inline:
    """Compare the bars with the target; a target is not missed before its date."""
    named = _named(data, data.series[0].values)
    known = defined(named)
    every = [*data.series[0].values, target.value]
    reached = [one for one in known if one[1] >= target.value]
    missing = [(name, value_difference(value, target.value)) for name, value in known if value < target.value]
    goal = (*target.label, Number(target.value))
    if not known:
        return concluded((*goal, *text("に対し、値の定まる項目はない")), every)
    if not missing:
        whom = "" if len(named) == 1 else "すべて"
        some = "値の定まる項目は、" if len(known) < len(named) else ""
        return (*text(some), *goal, *decided(f"に{whom}達している", *every))
    if target.due is not None and target.pending:
        until = (target.due, *text("までに"), Number(target.value))
        goal = (*text("期限前の"), *target.label, *text("（"), *until, *text("）に対し、"))
        return concluded((*goal, *_span(named)), every)
    farthest = extreme(missing, max)
    gap = text(DECIDED_EXACTLY)
    if farthest[0][1].displayed:  # a gap to the target that rounds to zero is not given
        whose = text("（差は")
        if len(named) > 1:
            whose = (*text("（差が最も大きいのは"), *names_of(farthest), *text("の"))
        gap = (*whose, Number(farthest[0][1]), *text("）"))
    if len(named) == 1:
        return (*goal, *decided("に達していない", *every), *gap)
    if reached:
        return (*goal, *decided("に達しているのは", *every), *names_of(reached), *gap)
    if len(known) < len(named):
        return (*goal, *decided("に達した項目はない", *every), *gap)
    return (*text("いずれも"), *goal, *decided("に達していない", *every), *gap)
