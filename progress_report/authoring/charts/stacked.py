"""Horizontal stacked bars of absolute length."""

from collections.abc import Sequence
from itertools import accumulate

from progress_report.authoring.charts import alternatives, conclusions
from progress_report.authoring.charts.data import BarData, Series, Setting
from progress_report.authoring.charts.frame import (
    baseline,
    category_column,
    drawn_chart,
    legend,
    length,
    value_label,
)
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.segments import PADDING, Segment, SegmentedBar, draw_segments
from progress_report.authoring.charts.sheet import ChartSheet
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Inline, Number, text

_BAR = 18.0
_GAP = 6.0
_CLEAR = 8.0  # blank before and after a total


def stacked_bars(data: BarData, setting: Setting) -> Chart:
    """Draw one bar per category, as long as the sum of its series, with every value on its segment.

    If the series have no shares, their sum is written at the bar's end.
    """
    return drawn_chart(
        setting,
        lambda sheet: _draw(sheet, data),
        conclusions.stacked(data),
        alternatives.bars("横積み上げ棒グラフ", data, totals=data.totals),
        bar_values(data, totals=data.totals),
    )


def _draw(sheet: ChartSheet, data: BarData) -> None:
    fills = sheet.palette.fills(len(data.series))
    names, left = category_column(sheet, data.categories)
    rows = [[length(series.values[row]) for series in data.series] for row in range(len(names))]
    ends = [sheet.line_of((*text("計"), Number(one, unit_shown=False)), bold=True) for one in data.totals]
    room = sheet.right - left
    reaches = [sum(row) * room / (room - end.width - _CLEAR) for row, end in zip(rows, ends, strict=False)]
    sheet.count(left, max([*map(sum, rows), *reaches]))
    if sheet.narrow or not _names_above(sheet, data.series, rows[0]):
        legend(sheet, data.series, fills)
    top = sheet.height
    bars = [
        SegmentedBar(
            [
                _segment(sheet, value, value_label(series, row), fill)
                for value, series, fill in zip(values, data.series, fills, strict=True)
            ],
            _BAR,
            ends[row] if ends else None,
        )
        for row, values in enumerate(rows)
    ]
    draw_segments(sheet, names, bars, _GAP, alike=False)
    baseline(sheet, top - 2, sheet.height)


def _segment(sheet: ChartSheet, value: float, label: Inline, fill: Fill) -> Segment:
    block = sheet.line_of(label, bold=True)
    fits = block.width + 2 * PADDING <= value * sheet.scale
    return Segment(value, fill, (block,) if fits else (), label)


def _names_above(sheet: ChartSheet, series: Sequence[Series], values: Sequence[float]) -> bool:
    """Write the series' names above the segments of the first bar if each fits; return whether they do."""
    blocks = [sheet.line_of(one.label) for one in series]
    if any("\n" in block.lines[0] for block in blocks):
        return False
    if any(block.width > value * sheet.scale - 2 for block, value in zip(blocks, values, strict=True)):
        return False
    for block, value, end in zip(blocks, values, accumulate(values), strict=True):
        sheet.write(block, sheet.at(end - value / 2), sheet.height, "center")
    sheet.height += LEADING + 2
    return True
