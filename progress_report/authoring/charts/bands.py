"""帯グラフ: one bar of 100% a category, divided among answers in their natural order."""

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
    category_column,
    finish,
    is_illustrative,
    sheet,
    write_on,
)
from progress_report.authoring.charts.palette import PAPER, RULE, Fill, fills
from progress_report.authoring.charts.typeface import LEADING, SIZE
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Number, words

_GAP = 12.0
_PADDING = 3.0
_MOST_LINES = 3
_SHORTEST_LINE = 4 * SIZE


def band(data: BarData, setting: Setting) -> Chart:
    """Each segment carries its answer and its share; those too small carry them on a leader line."""
    if any(series.shares is None for series in data.series):
        raise ValueError("帯グラフの系列には、値のほかに割合（shares）が必要です。")
    illustrative = is_illustrative(setting, bar_fragments(data), bar_quantities(data))
    canvas = sheet(setting, illustrative)
    paints = fills(len(data.series))
    names, left = category_column(canvas, data.categories)
    for row, name in enumerate(names):
        canvas.height += _GAP if row else 0.0
        _bar(canvas, name, data.series, row, left, paints)
    return finish(canvas, setting, alternatives.band(data, illustrative), bar_values(data))


def _share(series: Series, row: int) -> Number:
    assert series.shares is not None
    return Number(series.shares[row])


def _inside(canvas: Canvas, series: Series, row: int, length: float) -> tuple[Block, Block] | None:
    """The answer above its share, if both fit on the segment without breaking the answer to bits."""
    name, share = (
        canvas.block(series.label, length - 2 * _PADDING),
        canvas.line_of((_share(series, row),), bold=True),
    )
    whole = canvas.line_of(series.label)
    if length - 2 * _PADDING < max(share.width, min(whole.width, _SHORTEST_LINE)):
        return None
    return (name, share) if name.width <= length - 2 * _PADDING and len(name.lines) <= _MOST_LINES else None


def _bar(
    canvas: Canvas, name: Block, series: Sequence[Series], row: int, left: float, paints: Sequence[Fill]
) -> None:
    values = [float(one.values[row].value or 0) for one in series]
    whole = sum(values)
    lengths = [value / whole * (RIGHT - left) if whole else 0.0 for value in values]
    ends = [left + end for end in accumulate(lengths)]
    inside = [_inside(canvas, one, row, length) for one, length in zip(series, lengths, strict=True)]
    lines = max((len(pair[0].lines) + 1 for pair in inside if pair), default=2)
    depth = lines * LEADING + 2 * _PADDING

    row_top = canvas.height
    bar_top = row_top + max(0.0, (name.height - depth) / 2)
    canvas.write(name, LEFT, bar_top + (depth - name.height) / 2)
    if not whole:
        canvas.segment(left, bar_top, RIGHT - left, depth, Fill(PAPER, outline=RULE))
    for length, end, fill in zip(lengths, ends, paints, strict=False):
        canvas.segment(end - length, bar_top, length, depth, fill)
    canvas.separate(left, bar_top, lengths, depth)
    for pair, length, end, fill in zip(inside, lengths, ends, paints, strict=True):
        if pair:
            top = bar_top + (depth - pair[0].height - pair[1].height) / 2
            write_on(canvas, pair[0], end - length / 2, top, "center", fill)
            write_on(canvas, pair[1], end - length / 2, top + pair[0].height, "center", fill)
    outside = [index for index, pair in enumerate(inside) if not pair]
    below = arrange(
        [ends[index] - lengths[index] / 2 for index in outside],
        lambda width: [
            canvas.block((*series[index].label, *words(" "), _share(series[index], row)), width)
            for index in outside
        ],
        left,
        RIGHT,
    )
    below.draw(canvas, bar_top + depth, [paints[index] for index in outside])
    canvas.height = max(row_top + name.height, bar_top + depth + below.height)
