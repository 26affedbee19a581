"""Bars made of segments, each with its label on it where it fits, and beneath the bar where not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from progress_report.authoring.charts.callouts import arrange
from progress_report.authoring.charts.frame import LEFT
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.sheet import SEPARATORS, Bar, Block, Sheet
from progress_report.model.inline import Fragment

PADDING = 3.0
_SEPARATION = 1.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A value in units of x, and its label: on the segment, line by line, or else beneath the bar."""

    value: float
    fill: Fill
    inside: Sequence[Block]
    outside: Fragment


def draw_segments(
    sheet: Sheet,
    names: Sequence[Block],
    rows: Sequence[Sequence[Segment]],
    depths: Sequence[float],
    gap: float,
) -> list[list[Bar]]:
    """Draw a bar a row, ``depths`` points thick, with name and labels; return the segments' bars."""
    bars: list[list[Bar]] = []
    for number, (name, row, depth) in enumerate(zip(names, rows, depths, strict=True)):
        sheet.height += gap if number else 0.0
        top = sheet.height + max(0.0, (name.height - depth) / 2)
        ends = list(accumulate(segment.value for segment in row))
        bars.append([Bar(top, depth, one.value, end - one.value) for one, end in zip(row, ends, strict=True)])
        sheet.write(name, LEFT, top + (depth - name.height) / 2)
        bottom = _write_labels(sheet, row, bars[-1])
        sheet.height = max(sheet.height + name.height, bottom)
    for segments, series in zip(zip(*rows, strict=True), zip(*bars, strict=True), strict=True):
        sheet.bars(series, segments[0].fill)
    white = Fill(sheet.palette.paper, sheet.palette.ink)
    sheet.bars([line for row in bars for line in _separators(sheet, row)], white, zorder=SEPARATORS)
    return bars


def _write_labels(sheet: Sheet, row: Sequence[Segment], bars: Sequence[Bar]) -> float:
    """Write on the segments and beneath them; return how far down that goes."""
    middles = [sheet.at(bar.start + bar.value / 2) for bar in bars]
    top, depth = bars[0].top, bars[0].thickness
    for segment, middle in zip(row, middles, strict=True):
        line = top + (depth - sum(block.height for block in segment.inside)) / 2
        for block in segment.inside:
            sheet.write_on(segment.fill, block, middle, line, "center")
            line += block.height
    outside = [index for index, segment in enumerate(row) if not segment.inside]
    below = arrange(
        [middles[index] for index in outside],
        lambda width: [sheet.block(row[index].outside, width) for index in outside],
        sheet.left,
        sheet.right,
    )
    below.draw(sheet, top + depth, [row[index].fill for index in outside])
    return top + depth + below.height


def _separators(sheet: Sheet, row: Sequence[Bar]) -> Iterator[Bar]:
    """White lines between the segments, each within the longer of its two neighbours.

    So every segment keeps its place and its length, and the shortest is not covered.
    """
    for before, after in pairwise(bar for bar in row if bar.value > 0):
        width = min(_SEPARATION / sheet.scale, max(before.value, after.value) / 4)
        start = after.start - width if before.value >= after.value else after.start
        yield Bar(before.top, before.thickness, width, start)
