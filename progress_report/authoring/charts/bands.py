"""帯グラフ: one bar of 100% a category, divided among answers in their natural order."""

from dataclasses import replace

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.data import BarData, Series, Setting
from progress_report.authoring.charts.frame import (
    bar_fragments,
    bar_quantities,
    category_column,
    finish,
    in_house_style,
    is_illustrative,
    length,
    sheet_for,
)
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.segments import PADDING, Segment, draw_segments
from progress_report.authoring.charts.sheet import Block, Sheet
from progress_report.authoring.charts.typeface import LEADING, SIZE
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Fragment, Number, words

_GAP = 12.0
_MOST_LINES = 3
_SHORTEST_LINE = 4 * SIZE


@in_house_style
def band(data: BarData, setting: Setting) -> Chart:
    """Each segment carries its answer and its share; those too small carry them on a leader line."""
    if any(series.shares is None for series in data.series):
        raise ValueError("帯グラフの系列には、値のほかに割合（shares）が必要です。")
    illustrative = is_illustrative(setting, bar_fragments(data), bar_quantities(data))
    sheet = sheet_for(setting, illustrative)
    fills = sheet.palette.fills(len(data.series))
    names, left = category_column(sheet, data.categories)
    sheet.count(left, 1.0)
    wholes = [sum(length(one.values[row]) for one in data.series) for row in range(len(names))]
    rows = [
        [_segment(sheet, series, fill, row, whole) for series, fill in zip(data.series, fills, strict=True)]
        for row, whole in enumerate(wholes)
    ]
    depths = [max(map(_lines, row)) * LEADING + 2 * PADDING for row in rows]
    bars = draw_segments(sheet, names, rows, depths, _GAP)
    empty = [replace(row[0], value=1.0) for row, whole in zip(bars, wholes, strict=True) if not whole]
    sheet.bars(empty, Fill(sheet.palette.paper, sheet.palette.ink, outline=sheet.palette.rule))
    return finish(sheet, setting, alternatives.band(data, illustrative), bar_values(data))


def _lines(segment: Segment) -> int:
    return 1 + len(segment.inside[0].lines) if segment.inside else 2


def _segment(sheet: Sheet, series: Series, fill: Fill, row: int, whole: float) -> Segment:
    assert series.shares is not None
    share = (Number(series.shares[row]),)
    value = length(series.values[row]) / whole if whole else 0.0
    inside = _inside(sheet, series.label, share, value * sheet.scale - 2 * PADDING)
    return Segment(value, fill, inside, (*series.label, *words(" "), *share))


def _inside(sheet: Sheet, label: Fragment, share: Fragment, room: float) -> tuple[Block, ...]:
    """The answer above its share, if both fit on the segment without breaking the answer to bits."""
    answer, below = sheet.block(label, room), sheet.line_of(share, bold=True)
    least = max(below.width, min(sheet.line_of(label).width, _SHORTEST_LINE), answer.width)
    return (answer, below) if least <= room and len(answer.lines) <= _MOST_LINES else ()
