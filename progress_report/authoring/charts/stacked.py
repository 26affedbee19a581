"""Horizontal stacked bars of absolute length."""

from collections.abc import Sequence
from itertools import accumulate

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.callouts import arrange
from progress_report.authoring.charts.canvas import Block, Canvas
from progress_report.authoring.charts.data import BarData, Series, Setting
from progress_report.authoring.charts.frame import (
    LEFT,
    RIGHT,
    bar_fragments,
    bar_quantities,
    baseline,
    category_column,
    finish,
    is_illustrative,
    legend,
    sheet,
    value_label,
    write_on,
)
from progress_report.authoring.charts.palette import Fill, fills
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Fragment

_BAR = 18.0
_GAP = 6.0
_PADDING = 3.0


def stacked_bars(data: BarData, setting: Setting) -> Chart:
    """One bar a category, its length the sum of the series; every value is written on its segment."""
    illustrative = is_illustrative(setting, bar_fragments(data), bar_quantities(data))
    canvas = sheet(setting, illustrative, data.unit)
    paints = fills(len(data.series))
    names, left = category_column(canvas, data.categories)
    rows = [[float(series.values[row].value or 0) for series in data.series] for row in range(len(names))]
    longest = max(map(sum, rows))
    rows = [[value / longest * (RIGHT - left) if longest else 0.0 for value in row] for row in rows]

    if not _names_above(canvas, data.series, rows[0], left):
        legend(canvas, data.series, paints)
    top = canvas.height
    for row, (name, lengths) in enumerate(zip(names, rows, strict=True)):
        canvas.height += _GAP if row else 0.0
        labels = [_label(series, row) for series in data.series]
        _bar(canvas, name, labels, lengths, left, paints)
    baseline(canvas, left - 0.5, top - 2, canvas.height)
    return finish(canvas, setting, alternatives.stacked(data, illustrative), bar_values(data))


def _label(series: Series, row: int) -> Fragment:
    return value_label(series.values[row], series.shares[row] if series.shares else None)


def _names_above(canvas: Canvas, series: Sequence[Series], lengths: Sequence[float], left: float) -> bool:
    """Name the series above the segments of the first bar, where each name is shorter than its segment."""
    blocks = [canvas.line_of(one.label) for one in series]
    if any(block.width > length - 2 for block, length in zip(blocks, lengths, strict=True)):
        return False
    for block, length, end in zip(blocks, lengths, accumulate(lengths), strict=True):
        canvas.write(block, left + end - length / 2, canvas.height, "center")
    canvas.height += LEADING + 2
    return True


def _bar(
    canvas: Canvas,
    name: Block,
    labels: Sequence[Fragment],
    lengths: Sequence[float],
    left: float,
    paints: Sequence[Fill],
) -> None:
    row_top = canvas.height
    bar_top = row_top + max(0.0, (name.height - _BAR) / 2)
    canvas.write(name, LEFT, bar_top + (_BAR - name.height) / 2)
    ends = [left + end for end in accumulate(lengths)]
    outside: list[int] = []
    for index, (length, end) in enumerate(zip(lengths, ends, strict=True)):
        canvas.segment(end - length, bar_top, length, _BAR, paints[index])
    canvas.separate(left, bar_top, lengths, _BAR)
    for index, (label, length, end) in enumerate(zip(labels, lengths, ends, strict=True)):
        block = canvas.line_of(label, bold=True)
        if block.width + 2 * _PADDING > length:
            outside.append(index)
        else:
            middle = bar_top + (_BAR - block.height) / 2
            write_on(canvas, block, end - length / 2, middle, "center", paints[index])
    below = arrange(
        [ends[index] - lengths[index] / 2 for index in outside],
        lambda width: [canvas.block(labels[index], width) for index in outside],
        left,
        RIGHT,
    )
    below.draw(canvas, bar_top + _BAR, [paints[index] for index in outside])
    canvas.height = max(row_top + name.height, bar_top + _BAR + below.height)
