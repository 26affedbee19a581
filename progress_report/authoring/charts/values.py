"""The values of a chart as a table, for readers who cannot see it or need the figures."""

from collections.abc import Sequence

from progress_report.authoring.charts.data import BarData, Event, Series, Target
from progress_report.model.grid import Alignment, Grid, Rows, TableCell
from progress_report.model.inline import Date, Inline, Number, text
from progress_report.model.quantity import PERCENT, Quantity

TOTAL = "合計"


def bar_values(data: BarData, target: Target | None = None, totals: Sequence[Quantity] = ()) -> Grid:
    """Return a row per category, with a column for each series, each series of shares, and the totals.

    One bar of many series has a row per series instead.
    """
    if len(data.categories) == 1 < len(data.series):
        return _upright(data)
    head = [text("項目")]
    for series in data.series:
        unit = "" if data.unit == PERCENT else f"（{data.unit}）"
        head.append((*series.label, *text(unit)))
        if series.shares:
            head.append((*series.label, *text("（%）")))
    if totals:
        head.append(text(f"{TOTAL}（{data.unit}）"))
    body = [
        [
            TableCell(category, header="row"),
            *(_cell(value) for series in data.series for value in _of(series, row)),
            *(_cell(value) for value in totals[row : row + 1]),
        ]
        for row, category in enumerate(data.categories)
    ]
    if target:
        blanks = [TableCell() for _ in range(len(head) - 2)]
        body.append([TableCell(target.label, header="row"), _cell(target.value), *blanks])
    return _grid(head, body, "right")


def _upright(data: BarData) -> Grid:
    """Return a row for each series of a single bar, with its value and share."""
    head = [text("項目"), text(data.unit if data.unit == PERCENT else f"値（{data.unit}）")]
    if any(series.shares for series in data.series):
        head.append(text("割合（%）"))
    body = [
        [TableCell(series.label, header="row"), *(_cell(value) for value in _of(series, 0))]
        for series in data.series
    ]
    return _grid(head, body, "right")


def event_values(events: Sequence[Event], now: Date | None) -> Grid:
    """Return date and event of each row and, if ``now`` is given, its status."""
    head = [text(title) for title in ("時期", "内容", *(() if now is None else ("状況",)))]
    body = [
        [
            TableCell((event.date,), header="row"),
            TableCell(event.label),
            *(() if now is None else (TableCell(text(event.status(now))),)),
        ]
        for event in events
    ]
    return _grid(head, body, "left")


def _grid(head: Sequence[Inline], body: Rows, alignment: Alignment) -> Grid:
    """Return a table whose first column has the row headers."""
    alignments: list[Alignment] = ["left", *[alignment] * (len(head) - 1)]
    return Grid([[TableCell(title, header="column") for title in head]], body, 1, tuple(alignments))


def _of(series: Series, row: int) -> list[Quantity]:
    return [series.values[row], *([series.shares[row]] if series.shares else [])]


def _cell(quantity: Quantity) -> TableCell:
    return TableCell((Number(quantity, unit_shown=False),))
