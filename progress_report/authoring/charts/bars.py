"""Horizontal bars side by side: one series, or several grouped under each category."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.canvas import MARGIN, Block, Canvas, Rectangle
from progress_report.authoring.charts.data import BarData, Series, Setting, Target
from progress_report.authoring.charts.frame import (
    LEFT,
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
from progress_report.authoring.charts.painting import paint
from progress_report.authoring.charts.palette import DARK_RED, DARKEST, MIDDLE, PAPER, TRACK, Fill, fills
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart, Picture
from progress_report.model.inline import Fragment, Number, words
from progress_report.model.quantity import PERCENT, Quantity

_BAR = 15.0
_GAP = 6.0
_CLEAR = 4.0
_SMALL = 240.0  # points: the width of a chart beside what it shows


@dataclass(frozen=True, slots=True)
class _Bar:
    """How long a bar is, in the unit of its value, what is written at its end, and how it is painted."""

    value: float
    label: Block
    fill: Fill


def grouped_bars(data: BarData, setting: Setting) -> Chart:
    """A bar for each series under each category, the value written at its end."""
    illustrative = is_illustrative(setting, bar_fragments(data), bar_quantities(data))
    canvas = sheet(setting, illustrative, data.unit)
    legend(canvas, data.series, fills(len(data.series)))
    _draw(canvas, data.categories, _groups(canvas, data), None, data.unit)
    return finish(canvas, setting, alternatives.grouped(data, illustrative), bar_values(data))


def bars(data: BarData, setting: Setting, *, target: Target | None = None) -> Chart:
    """A bar for each category; shares stand on a track of 100%, a target is a labelled line across."""
    if len(data.series) != 1:
        raise ValueError("この図に描けるのは一つの系列です。複数の系列には grouped_bars を使ってください。")
    _require_target_of(data, target)
    illustrative = _is_illustrative(data, setting, target)
    canvas = sheet(setting, illustrative, data.unit)
    _draw(canvas, data.categories, _groups(canvas, data), target, data.unit)
    alternative = alternatives.single(data, target, illustrative)
    return finish(canvas, setting, alternative, bar_values(data, target))


def periods(data: BarData, setting: Setting, *, target: Target | None = None, met: bool | None) -> Picture:
    """A small chart of one figure at several times, oldest on top, the last the darkest.

    ``met``: whether the last value has reached the target.
    """
    if len(data.series) != 1:
        raise ValueError("時点ごとの図に描けるのは一つの系列です。")
    _require_target_of(data, target)
    illustrative = _is_illustrative(data, setting, target)
    canvas = sheet(setting, illustrative, width=_SMALL)
    values = data.series[0].values
    groups = [
        [_Bar(_length(value), canvas.line_of((Number(value),), bold=True), Fill(MIDDLE))] for value in values
    ]
    groups[-1] = [replace(groups[-1][0], fill=Fill(DARKEST, PAPER))]
    _draw(canvas, data.categories, groups, target, data.unit)
    canvas.height += MARGIN
    return Picture(
        paint(canvas, setting.name),
        tuple(canvas.labels),
        alternatives.periods(data, target, met, illustrative),
    )


def _require_target_of(data: BarData, target: Target | None) -> None:
    if target and (target.value.unit != data.unit or target.value.value is None):
        raise ValueError("目標は、棒と同じ単位の、値のある数量にしてください。")


def _is_illustrative(data: BarData, setting: Setting, target: Target | None) -> bool:
    quantities = [*bar_quantities(data), *([target.value] if target else [])]
    fragments = [*bar_fragments(data), *([target.label] if target else [])]
    return is_illustrative(setting, fragments, quantities)


def _groups(canvas: Canvas, data: BarData) -> list[list[_Bar]]:
    """The bars of each category."""
    paints = fills(len(data.series))
    return [
        [
            _Bar(_length(series.values[row]), _label(canvas, series, row), fill)
            for series, fill in zip(data.series, paints, strict=True)
        ]
        for row in range(len(data.categories))
    ]


def _length(value: Quantity) -> float:
    return float(value.value or 0)


def _draw(
    canvas: Canvas,
    categories: Sequence[Fragment],
    groups: Sequence[Sequence[_Bar]],
    target: Target | None,
    unit: str,
) -> None:
    names, left = category_column(canvas, categories)
    goal = _length(target.value) if target else 0.0
    shares = unit == PERCENT
    scale = _scale([bar for group in groups for bar in group], goal, shares, canvas.right - left)
    line = left + goal * scale if target else None
    if target and line is not None:
        _target_label(canvas, target, line)
    top = canvas.height
    for row, (name, group) in enumerate(zip(names, groups, strict=True)):
        canvas.height += _GAP if row else 0.0
        depth = len(group) * _BAR
        bar_top = canvas.height + max(0.0, (name.height - depth) / 2)
        canvas.write(name, LEFT, bar_top + (depth - name.height) / 2)
        for bar in group:
            thickness = _BAR - (1 if len(group) > 1 else 0)
            if shares:
                canvas.shapes.append(Rectangle(left, bar_top, scale, thickness, Fill(TRACK)))
            length = bar.value * scale
            canvas.segment(left, bar_top, length, thickness, bar.fill)
            _value(canvas, bar, (left, left + length), bar_top + (thickness - LEADING) / 2, line)
            bar_top += _BAR
        canvas.height = max(canvas.height + name.height, bar_top)
    baseline(canvas, left - 0.5, top - 2, canvas.height + 2)
    if line is not None:
        canvas.dashed(line, top - 2, canvas.height + 2, DARK_RED)


def _label(canvas: Canvas, series: Series, row: int) -> Block:
    share = series.shares[row] if series.shares else None
    return canvas.line_of(value_label(series.values[row], share), bold=True)


def _scale(bars: Sequence[_Bar], goal: float, shares: bool, room: float) -> float:
    """Points a unit, so that the longest bar, the target and every value beyond them have room."""
    full = 1.0 if shares else 0.0  # shares are measured against the whole, 100%
    longest = max(full, goal, *(bar.value for bar in bars))
    limits = [(room - 12) / longest] if longest else []
    for bar in bars:
        if reach := max(bar.value, goal):
            limits.append((room - bar.label.width - 2 * _CLEAR) / reach)
    return min(limits, default=0.0)


def _target_label(canvas: Canvas, target: Target, line: float) -> None:
    block = canvas.block((*target.label, *words(" "), Number(target.value)), (canvas.right - LEFT) / 2)
    middle = min(max(line, LEFT + block.width / 2), canvas.right - block.width / 2)
    canvas.write(block, middle, canvas.height, "center")
    canvas.height += block.height + 4


def _value(canvas: Canvas, bar: _Bar, place: tuple[float, float], top: float, line: float | None) -> None:
    """Beyond the bar's end; where the target's line would run through it, inside the bar or beyond both."""
    label, (start, end) = bar.label, place
    if not _crossed(line, end, end + label.width + 2 * _CLEAR):
        canvas.write(label, end + _CLEAR, top)
    elif end - label.width - 2 * _CLEAR > start and not _crossed(line, end - label.width - 2 * _CLEAR, end):
        write_on(canvas, label, end - _CLEAR, top, "right", bar.fill)
    else:
        canvas.write(label, max(end, line or 0.0) + _CLEAR, top)


def _crossed(line: float | None, start: float, end: float) -> bool:
    return line is not None and start < line < end
