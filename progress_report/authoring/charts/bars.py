"""Horizontal bars under the name of their category, each with its value at its end."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from progress_report.authoring.charts import alternatives, conclusions
from progress_report.authoring.charts.data import BarData, Setting, Target
from progress_report.authoring.charts.frame import (
    LEFT,
    baseline,
    category_column,
    drawn_chart,
    legend,
    length,
    value_label,
    write_name,
)
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.sheet import Bar, ChartSheet, TextBlock
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Number, text
from progress_report.model.quantity import PERCENT

_BAR = 15.0
_GAP = 6.0
_CLEAR = 4.0


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar: its length in the unit of its value, its end label, and its fill."""

    value: float
    label: TextBlock
    fill: Fill


def bars(data: BarData, setting: Setting, *, target: Target | None = None) -> Chart:
    """Draw a bar per category, with shares on a track of 100% and the target as a labelled line."""
    if len(data.series) != 1:
        raise ValueError("この図に描けるのは一つの系列です。複数の系列には grouped_bars を使ってください。")
    if target and (target.value.unit != data.unit or target.value.value is None):
        raise ValueError("目標は、棒と同じ単位の、値のある数量にしてください。")
    return drawn_chart(
        setting,
        lambda sheet: draw_rows(sheet, data, _bar_rows(sheet, data), target),
        conclusions.single(data, target),
        alternatives.bars("横棒グラフ", data, target),
        bar_values(data, target),
    )


def grouped_bars(data: BarData, setting: Setting) -> Chart:
    """Draw a bar for each series under each category, with the value at its end."""

    def draw(sheet: ChartSheet) -> None:
        legend(sheet, data.series, sheet.palette.fills(len(data.series)))
        draw_rows(sheet, data, _bar_rows(sheet, data), None)

    conclusion, alternative = conclusions.grouped(data), alternatives.bars("横棒グラフ", data)
    return drawn_chart(setting, draw, conclusion, alternative, bar_values(data))


def _bar_rows(sheet: ChartSheet, data: BarData) -> list[list[BarRow]]:
    """Return the bars of each category, one per series."""
    fills = sheet.palette.fills(len(data.series))
    return [
        [
            BarRow(length(series.values[row]), sheet.line_of(value_label(series, row), bold=True), fill)
            for series, fill in zip(data.series, fills, strict=True)
        ]
        for row in range(len(data.categories))
    ]


def draw_rows(
    sheet: ChartSheet, data: BarData, groups: Sequence[Sequence[BarRow]], target: Target | None
) -> None:
    """Draw the groups of bars, with shares on a track of 100% and a dashed line at the target."""
    names, left = category_column(sheet, data.categories)
    goal = length(target.value) if target else None
    shares = data.unit == PERCENT
    write_value = _placing(sheet, left, [bar for group in groups for bar in group], goal, shares)
    line = None if goal is None else sheet.at(goal)
    if target and line is not None:
        _write_target(sheet, target, line)
    top = sheet.height
    thickness = _BAR - (1 if len(groups[0]) > 1 else 0)
    drawn: dict[Fill, list[Bar]] = {}
    for number, (name, group) in enumerate(zip(names, groups, strict=True)):
        sheet.height += _GAP if number else 0.0
        bar_top = write_name(sheet, name, len(group) * _BAR)
        for row in group:
            drawn.setdefault(row.fill, []).append(Bar(bar_top, thickness, row.value))
            write_value(row, bar_top + (thickness - LEADING) / 2)
            bar_top += _BAR
        sheet.height = max(sheet.height + name.height, bar_top)
    if shares:
        tracks = [replace(bar, value=1.0) for bars in drawn.values() for bar in bars]
        sheet.bars(tracks, Fill(sheet.palette.track, sheet.palette.ink))
    for fill, bars in drawn.items():
        sheet.bars(bars, fill)
    baseline(sheet, top - 2, sheet.height + 2)
    if line is not None:  # over a white line, to be visible on dark bars too
        for start, end in _beside_names(sheet, names, groups, top):
            ends = ((line, start), (line, end))
            sheet.line(*ends, colour=sheet.palette.paper, width=3)
            sheet.line(*ends, colour=sheet.palette.target, width=1.4, dashed=True)


def _placing(
    sheet: ChartSheet, left: float, bars: Sequence[BarRow], goal: float | None, shares: bool
) -> Callable[[BarRow, float], None]:
    """Fix the scale; return a function that writes a value, at the same place in all rows.

    The place is beyond the bar's end; on all bars if the target's line would cross a value there; or in a
    column at the right edge if one does not fit.
    """
    full = max(1.0 if shares else 0.0, goal or 0.0, *(bar.value for bar in bars))
    room = sheet.right - left
    reaches = [full * room / (room - 12)]
    reaches += [max(bar.value, goal or 0.0) * room / (room - bar.label.width - 2 * _CLEAR) for bar in bars]
    sheet.count(left, max(reaches))
    line = None if goal is None else sheet.at(goal)

    def beyond(bar: BarRow, top: float) -> None:
        sheet.write(bar.label, sheet.at(bar.value) + _CLEAR, top)

    def on_bar(bar: BarRow, top: float) -> None:
        sheet.write_on(bar.fill, bar.label, sheet.at(bar.value) - _CLEAR, top, "right")

    def in_column(bar: BarRow, top: float) -> None:
        sheet.write(bar.label, sheet.right, top, "right")

    def is_clear(bar: BarRow, start: float) -> bool:
        return line is None or not start < line < start + bar.label.width + 2 * _CLEAR

    if all(is_clear(bar, sheet.at(bar.value)) for bar in bars):
        return beyond
    begins = {id(bar): sheet.at(bar.value) - bar.label.width - 2 * _CLEAR for bar in bars}
    if all(begins[id(bar)] > sheet.left and is_clear(bar, begins[id(bar)]) for bar in bars):
        return on_bar
    sheet.count(left, full * room / (room - max(bar.label.width for bar in bars) - 2 * _CLEAR))
    return in_column


def _beside_names(
    sheet: ChartSheet, names: Sequence[TextBlock], groups: Sequence[Sequence[BarRow]], top: float
) -> Iterator[tuple[float, float]]:
    """Yield the ends of each part of a vertical line; on a phone it skips the names above the bars."""
    if not sheet.narrow:
        yield top - 2, sheet.height + 2
        return
    for number, (name, group) in enumerate(zip(names, groups, strict=True)):
        top += name.height + (_GAP if number else 0.0)
        yield top - 1, top + len(group) * _BAR
        top += len(group) * _BAR


def _write_target(sheet: ChartSheet, target: Target, line: float) -> None:
    due = () if target.due is None else (*text("（"), target.due, *text("まで）"))
    block = sheet.block((*target.label, *text(" "), Number(target.value), *due), sheet.right - LEFT)
    middle = min(max(line, LEFT + block.width / 2), sheet.right - block.width / 2)
    sheet.write(block, middle, sheet.height, "center")
    sheet.height += block.height + 4
