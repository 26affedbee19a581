"""Alternative texts, generated from the chart: its type and all of its values.

The message of a chart is in its conclusion, printed above it (``conclusions``).
"""

from collections.abc import Sequence

from progress_report.authoring.charts.data import BarData, Event, Series, Target
from progress_report.authoring.charts.ranking import quoted
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.inline import Date, Fragment, Number, joined, words
from progress_report.model.quantity import Quantity


def bars(kind: str, data: BarData, target: Target | None = None, totals: Sequence[Quantity] = ()) -> Fragment:
    """Return each bar's values, one sentence per category if there are several series, then the target."""
    parts = words(f"{kind}。")
    if len(data.series) == 1 and not totals:
        (series,) = data.series
        parts += (
            *joined(_is(category, series, row) for row, category in enumerate(data.categories)),
            *words("。"),
        )
    else:
        for row, category in enumerate(data.categories):
            subject = (*quoted(category), *words("は、")) if category else ()
            whole = (*words("合計"), Number(totals[row]), *words("で、")) if totals else ()
            parts += (
                *subject,
                *whole,
                *joined(_is(one.label, one, row) for one in data.series),
                *words("。"),
            )
    if target is not None:
        due = () if target.due is None else (target.due, *words("までに"))
        parts += (*target.label, *words("は"), *due, Number(target.value), *words("。"))
    return parts


def over_time(data: BarData) -> Fragment:
    """Return each year's share, with its value in brackets."""
    (series,) = data.series
    shares = zip(data.categories, series.shares or (), series.values, strict=True)
    listed = (
        (*category, *words("が"), Number(share), *words("（"), Number(value), *words("）"))
        for category, share, value in shares
    )
    return (*words("縦棒グラフ。"), *series.label, *words("の割合は、"), *joined(listed), *words("。"))


def band(data: BarData) -> Fragment:
    """Return each bar's answers with their counts and shares."""
    parts = words("帯グラフ。")
    for row, category in enumerate(data.categories):
        subject = (*category, *words("では、")) if category else ()
        parts += (*subject, *joined(_is(one.label, one, row) for one in data.series), *words("。"))
    return parts


def dated(events: Sequence[Event], now: Date | None) -> Fragment:
    """Return each event with its date and whether it has taken place."""
    listed = ((event.date, *words("に"), *quoted(event.label), *event.remark(now)) for event in events)
    today = () if now is None else (now, *words("現在、"))
    return (*words("年表。"), *today, *joined(listed), *words("。"))


def stamped(alternative: Fragment, illustrative: bool) -> Fragment:
    """Prefix the text with the stamp of sample data if it is illustrative."""
    return (*words(f"{SAMPLE_STAMP}の"), *alternative) if illustrative else alternative


def _is(label: Fragment, series: Series, row: int) -> Fragment:
    """Return 「A」が234人（61.1%）."""
    share = (*words("（"), Number(series.shares[row]), *words("）")) if series.shares else ()
    subject = (*quoted(label), *words("が")) if label else ()
    return (*subject, Number(series.values[row]), *share)
