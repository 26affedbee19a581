"""The values of a chart as a table, for those who cannot see it or want the figures."""

from collections.abc import Sequence

from progress_report.authoring.charts.data import BarData, Event, Series, Target
from progress_report.model.grid import Alignment, Grid, TableCell
from progress_report.model.inline import Fragment, Number, words
from progress_report.model.quantity import PERCENT, Quantity


def bar_values(data: BarData, target: Target | None = None) -> Grid:
    """A row for each category, a column for each series and for each series of shares."""
    head = [_header(words("項目"))]
    for series in data.series:
        unit = "" if data.unit == PERCENT else f"（{data.unit}）"
        head.append(_header((*series.label, *words(unit))))
        if series.shares:
            head.append(_header((*series.label, *words("の割合"))))
    body = [
        [
            TableCell(category, header="row"),
            *(_cell(value) for series in data.series for value in _of(series, row)),
        ]
        for row, category in enumerate(data.categories)
    ]
    if target:
        blanks = [TableCell() for _ in range(len(head) - 2)]
        body.append([TableCell(target.label, header="row"), _cell(target.value), *blanks])
    numbers: list[Alignment] = ["right"] * (len(head) - 1)
    return Grid([head], body, stub_columns=1, alignments=("left", *numbers))


def event_values(events: Sequence[Event]) -> Grid:
    """When and what."""
    head = [_header(words("時期")), _header(words("内容"))]
    body = [[TableCell((event.date,), header="row"), TableCell(event.label)] for event in events]
    return Grid([head], body, stub_columns=1, alignments=("left", "left"))


def _of(series: Series, row: int) -> list[Quantity]:
    return [series.values[row], *([series.shares[row]] if series.shares else [])]


def _header(content: Fragment) -> TableCell:
    return TableCell(content, header="column")


def _cell(quantity: Quantity) -> TableCell:
    return TableCell((Number(quantity, unit_shown=False),))
