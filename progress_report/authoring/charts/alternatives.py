"""Alternative texts, generated from the chart: its type and all of its values.

The message of a chart is in its conclusion, printed above it (``conclusions``).
"""

from collections.abc import Sequence

from progress_report.authoring.charts.data import BarData, Event, Series, Target
from progress_report.authoring.charts.ranking import quoted_label
from progress_report.model.inline import Date, Inline, Number, joined, text
from progress_report.model.quantity import Quantity


def bars(kind: str, data: BarData, target: Target | None = None, totals: Sequence[Quantity] = ()) -> Inline:
    """Return each bar's values, one sentence per category if there are several series, then the target."""
    parts = text(f"{kind}。")
    if len(data.series) == 1:
        (series,) = data.series
        parts += (
            *joined(_is(category, series, row) for row, category in enumerate(data.categories)),
            *text("。"),
        )
    else:
        for row, category in enumerate(data.categories):
            subject = (*quoted_label(category), *text("は、")) if category else ()
            whole = (*text("合計"), Number(totals[row]), *text("で、")) if totals else ()
            parts += (
                *subject,
                *whole,
                *joined(_is(one.label, one, row) for one in data.series),
                *text("。"),
            )
    if target is not None:
        due = () if target.due is None else (target.due, *text("までに"))
        parts += (*target.label, *text("は"), *due, Number(target.value), *text("。"))
    return parts


def over_time(data: BarData) -> Inline:
    """Return each year's share, with its value in brackets."""
    (series,) = data.series
    shares = zip(data.categories, series.shares or (), series.values, strict=True)
    listed = (
        (*category, *text("が"), Number(share), *text("（"), Number(value), *text("）"))
        for category, share, value in shares
    )
    return (*text("縦棒グラフ。"), *series.name, *text("の割合は、"), *joined(listed), *text("。"))


def band(data: BarData) -> Inline:
    """Return each bar's answers with their counts and shares."""
    parts = text("帯グラフ。")
    for row, category in enumerate(data.categories):
        subject = (*category, *text("では、")) if category else ()
        parts += (*subject, *joined(_is(one.label, one, row) for one in data.series), *text("。"))
    return parts


def dated(events: Sequence[Event], now: Date | None) -> Inline:
    """Return each event with its date and whether it has taken place."""
    listed = ((event.date, *text("に"), *quoted_label(event.label), *event.remark(now)) for event in events)
    today = () if now is None else (now, *text("現在、"))
    return (*text("年表。"), *today, *joined(listed), *text("。"))


def _is(label: Inline, series: Series, row: int) -> Inline:
    """Return 「A」が234人（61.1%）."""
    share = (*text("（"), Number(series.shares[row]), *text("）")) if series.shares else ()
    subject = (*quoted_label(label), *text("が")) if label else ()
    return (*subject, Number(series.values[row]), *share)
