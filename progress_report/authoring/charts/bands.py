"""帯グラフ: one bar of 100% per category, divided among answers in their natural order."""

from collections.abc import Collection
from dataclasses import replace

from progress_report.authoring.charts import alternatives, conclusions
from progress_report.authoring.charts.data import BarData, Series, Setting
from progress_report.authoring.charts.frame import category_column, drawn_chart, length
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.segments import PADDING, Segment, SegmentedBar, draw_segments
from progress_report.authoring.charts.sheet import ChartSheet, TextBlock
from progress_report.authoring.charts.typeface import LEADING, SIZE
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Inline, Number, text

_GAP = 12.0
_MOST_LINES = 3
_THIN = 22.0  # points: thickness of bars with labels below
_SHORTEST_LINE = 4 * SIZE


def band(data: BarData, setting: Setting, *, unanswered: Collection[int] = ()) -> Chart:
    """Draw a band chart, with each answer and share on its segment, or all below the bar if one does not fit.

    ``unanswered``: indexes of series that are not answers (無回答); they have the same colour in all charts.
    """
    return drawn_chart(
        setting,
        lambda sheet: _draw(sheet, data, unanswered),
        conclusions.band(data),
        alternatives.band(data),
        bar_values(data),
    )


def _draw(sheet: ChartSheet, data: BarData, unanswered: Collection[int]) -> None:
    fills = sheet.palette.scale(len(data.series), unanswered)
    names, left = category_column(sheet, data.categories)
    sheet.count(left, 1.0)
    wholes = [sum(length(one.values[row]) for one in data.series) for row in range(len(names))]
    rows = [
        [_segment(sheet, series, fill, row, whole) for series, fill in zip(data.series, fills, strict=True)]
        for row, whole in enumerate(wholes)
    ]
    labelled = all(segment.inside for row in rows for segment in row)
    depths = [max(map(_lines, row)) * LEADING + 2 * PADDING if labelled else _THIN for row in rows]
    bars = [SegmentedBar(row, depth) for row, depth in zip(rows, depths, strict=True)]
    drawn = draw_segments(sheet, names, bars, _GAP, alike=True)
    empty = [replace(row[0], value=1.0) for row, whole in zip(drawn, wholes, strict=True) if not whole]
    sheet.bars(empty, Fill(sheet.palette.paper, sheet.palette.ink, outline=sheet.palette.rule))


def _lines(segment: Segment) -> int:
    return 1 + len(segment.inside[0].lines)


def _segment(sheet: ChartSheet, series: Series, fill: Fill, row: int, whole: float) -> Segment:
    assert series.shares is not None
    share = (Number(series.shares[row]),)
    value = length(series.values[row]) / whole if whole else 0.0
    inside = _inside(sheet, series.label, share, value * sheet.scale - 2 * PADDING)
    return Segment(value, fill, inside, (*series.label, *text(" "), *share))


def _inside(sheet: ChartSheet, label: Inline, share: Inline, room: float) -> tuple[TextBlock, ...]:
    """Return the answer above its share, if both fit on the segment without too many line breaks."""
    answer, below = sheet.block(label, room), sheet.line_of(share, bold=True)
    least = max(below.width, min(sheet.line_of(label).width, _SHORTEST_LINE), answer.width)
    return (answer, below) if least <= room and len(answer.lines) <= _MOST_LINES else ()
