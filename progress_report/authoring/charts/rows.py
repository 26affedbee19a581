"""Bars side by side under the name of their category, each with its value at its end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from progress_report.authoring.charts.data import BarData, Setting, Target
from progress_report.authoring.charts.frame import (
    LEFT,
    bar_fragments,
    bar_quantities,
    baseline,
    category_column,
    is_illustrative,
    length,
    value_label,
)
from progress_report.authoring.charts.palette import Fill
from progress_report.authoring.charts.sheet import Bar, Block, Sheet
from progress_report.authoring.charts.typeface import LEADING
from progress_report.model.inline import Number, words
from progress_report.model.quantity import PERCENT

_BAR = 15.0
_GAP = 6.0
_CLEAR = 4.0


@dataclass(frozen=True, slots=True)
class Row:
    """How long a bar is, in the unit of its value, what is written at its end, and how it is painted."""

    value: float
    label: Block
    fill: Fill


def rows_of(sheet: Sheet, data: BarData) -> list[list[Row]]:
    """Return the bars of each category, one a series."""
    fills = sheet.palette.fills(len(data.series))
    return [
        [
            Row(length(series.values[row]), sheet.line_of(value_label(series, row), bold=True), fill)
            for series, fill in zip(data.series, fills, strict=True)
        ]
        for row in range(len(data.categories))
    ]


def require_target_of(data: BarData, target: Target | None) -> None:
    if target and (target.value.unit != data.unit or target.value.value is None):
        raise ValueError("目標は、棒と同じ単位の、値のある数量にしてください。")


def has_sample_data(data: BarData, setting: Setting, target: Target | None) -> bool:
    quantities = [*bar_quantities(data), *([target.value] if target else [])]
    fragments = [*bar_fragments(data), *([target.label] if target else [])]
    return is_illustrative(setting, fragments, quantities)


def draw_rows(sheet: Sheet, data: BarData, groups: Sequence[Sequence[Row]], target: Target | None) -> None:
    """Draw the groups of bars, shares on a track of 100%, and a dashed line where the target is."""
    names, left = category_column(sheet, data.categories)
    goal = length(target.value) if target else 0.0
    shares = data.unit == PERCENT
    sheet.count(left, _reach([bar for group in groups for bar in group], goal, shares, sheet.right - left))
    line = sheet.at(goal) if target else None
    if target and line is not None:
        _write_target(sheet, target, line)
    top = sheet.height
    thickness = _BAR - (1 if len(groups[0]) > 1 else 0)
    drawn: dict[Fill, list[Bar]] = {}
    for number, (name, group) in enumerate(zip(names, groups, strict=True)):
        sheet.height += _GAP if number else 0.0
        depth = len(group) * _BAR
        bar_top = sheet.height + max(0.0, (name.height - depth) / 2)
        sheet.write(name, LEFT, bar_top + (depth - name.height) / 2)
        for row in group:
            drawn.setdefault(row.fill, []).append(Bar(bar_top, thickness, row.value))
            _write_value(sheet, row, bar_top + (thickness - LEADING) / 2, line)
            bar_top += _BAR
        sheet.height = max(sheet.height + name.height, bar_top)
    if shares:
        tracks = [replace(bar, value=1.0) for bars in drawn.values() for bar in bars]
        sheet.bars(tracks, Fill(sheet.palette.track, sheet.palette.ink))
    for fill, bars in drawn.items():
        sheet.bars(bars, fill)
    baseline(sheet, top - 2, sheet.height + 2)
    if line is not None:  # on a white line, to be seen on dark bars too
        ends = ((line, top - 2), (line, sheet.height + 2))
        sheet.line(*ends, colour=sheet.palette.paper, width=3)
        sheet.line(*ends, colour=sheet.palette.target, width=1.4, dashed=True)


def _reach(bars: Sequence[Row], goal: float, shares: bool, room: float) -> float:
    """Units to the right edge, so that the longest bar, the target and every value beyond them have room."""
    full = 1.0 if shares else 0.0  # shares are measured against the whole, 100%
    reaches = [max(full, goal, *(bar.value for bar in bars)) * room / (room - 12)]
    reaches += [max(bar.value, goal) * room / (room - bar.label.width - 2 * _CLEAR) for bar in bars]
    return max(reaches)


def _write_target(sheet: Sheet, target: Target, line: float) -> None:
    block = sheet.block((*target.label, *words(" "), Number(target.value)), (sheet.right - LEFT) / 2)
    middle = min(max(line, LEFT + block.width / 2), sheet.right - block.width / 2)
    sheet.write(block, middle, sheet.height, "center")
    sheet.height += block.height + 4


def _write_value(sheet: Sheet, bar: Row, top: float, line: float | None) -> None:
    """Beyond the bar's end; where the target's line would run through it, inside the bar or beyond both."""
    label, end = bar.label, sheet.at(bar.value)
    before = end - label.width - 2 * _CLEAR
    if not _crossed(line, end, end + label.width + 2 * _CLEAR):
        sheet.write(label, end + _CLEAR, top)
    elif before > sheet.left and not _crossed(line, before, end):
        sheet.write_on(bar.fill, label, end - _CLEAR, top, "right")
    else:
        sheet.write(label, max(end, line or 0.0) + _CLEAR, top)


def _crossed(line: float | None, start: float, end: float) -> bool:
    return line is not None and start < line < end
