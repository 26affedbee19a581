"""Bars of labelled segments; if a label does not fit, all labels of its bar are written below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from progress_report.authoring.charts.frame import swatches, write_name
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.sheet import SEPARATORS, Bar, ChartSheet, TextBlock
from progress_report.model.inline import Inline

PADDING = 3.0
_SEPARATION = 1.0
_CLEAR = 4.0
_BELOW = 3.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A value in units of x, and its label: lines on the segment, or text below the bar."""

    value: float
    fill: Fill
    inside: Sequence[TextBlock]
    outside: Inline


@dataclass(frozen=True, slots=True)
class SegmentedBar:
    """The segments of a category, the bar's thickness, and the label at its end (a total)."""

    segments: Sequence[Segment]
    depth: float
    end: TextBlock | None = None

    @property
    def is_labelled(self) -> bool:
        """Whether every label fits on its segment."""
        return all(segment.inside for segment in self.segments)


def draw_segments(
    sheet: ChartSheet, names: Sequence[TextBlock], bars: Sequence[SegmentedBar], gap: float, *, alike: bool
) -> list[list[Bar]]:
    """Draw the bars with names and labels; return the bars of their segments.

    ``alike``: if the labels of one bar are below it, those of all are; otherwise only if those of
    at least half are.
    """
    labelled = sum(bar.is_labelled for bar in bars)
    all_below = labelled < len(bars) if alike else 2 * labelled <= len(bars)
    drawn: list[list[Bar]] = []
    for number, (name, bar) in enumerate(zip(names, bars, strict=True)):
        sheet.height += gap if number else 0.0
        top = write_name(sheet, name, bar.depth)
        ends = list(accumulate(segment.value for segment in bar.segments))
        drawn.append(
            [
                Bar(top, bar.depth, one.value, end - one.value)
                for one, end in zip(bar.segments, ends, strict=True)
            ]
        )
        if bar.end is not None:
            sheet.write(bar.end, sheet.at(ends[-1]) + _CLEAR, top + (bar.depth - bar.end.height) / 2)
        under = sheet.height + name.height
        sheet.height = top + bar.depth
        if bar.is_labelled and not all_below:
            _write_on(sheet, bar.segments, drawn[-1])
        else:
            sheet.height += _BELOW
            fills = [segment.fill for segment in bar.segments]
            swatches(sheet, [segment.outside for segment in bar.segments], fills, sheet.left)
        sheet.height = max(under, sheet.height)
    for number, segment in enumerate(bars[0].segments):
        sheet.bars([row[number] for row in drawn], segment.fill)
    white = Fill(sheet.palette.paper, sheet.palette.ink)
    sheet.bars([line for row in drawn for line in _separators(sheet, row)], white, zorder=SEPARATORS)
    return drawn


def _write_on(sheet: ChartSheet, segments: Sequence[Segment], bars: Sequence[Bar]) -> None:
    for segment, bar in zip(segments, bars, strict=True):
        line = bar.top + (bar.thickness - sum(block.height for block in segment.inside)) / 2
        for block in segment.inside:
            sheet.write_on(segment.fill, block, sheet.at(bar.start + bar.value / 2), line, "center")
            line += block.height


def _separators(sheet: ChartSheet, row: Sequence[Bar]) -> Iterator[Bar]:
    """Yield white lines between the segments, each within the longer of its two neighbours.

    Every segment therefore keeps its place and length, and the shortest is not covered.
    """
    for before, after in pairwise(bar for bar in row if bar.value > 0):
        width = min(_SEPARATION / sheet.scale, max(before.value, after.value) / 4)
        start = after.start - width if before.value >= after.value else after.start
        yield Bar(before.top, before.thickness, width, start)
