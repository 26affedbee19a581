"""Horizontal bars side by side: one series, or several grouped under each category."""

from collections.abc import Sequence

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.canvas import Block, Canvas, Rectangle
from progress_report.authoring.charts.data import BarData, Series, Setting, Target
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
from progress_report.authoring.charts.palette import RED, TRACK, Fill, fills
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Number, words
from progress_report.model.quantity import PERCENT

_BAR = 15.0
_GAP = 6.0
_CLEAR = 4.0


def grouped_bars(data: BarData, setting: Setting) -> Chart:
    """A bar for each series under each category, the value written at its end."""
    illustrative = is_illustrative(setting, bar_fragments(data), bar_quantities(data))
    canvas = sheet(setting, illustrative, data.unit)
    legend(canvas, data.series, fills(len(data.series)))
    _draw(canvas, data, None)
    return finish(canvas, setting, alternatives.grouped(data, illustrative), bar_values(data))


def bars(data: BarData, setting: Setting, *, target: Target | None = None) -> Chart:
    """A bar for each category; shares stand on a track of 100%, a target is a labelled line across."""
    if len(data.series) != 1:
        raise ValueError("この図に描けるのは一つの系列です。複数の系列には grouped_bars を使ってください。")
    if target and (target.value.unit != data.unit or target.value.value is None):
        raise ValueError("目標は、棒と同じ単位の、値のある数量にしてください。")
    quantities = [*bar_quantities(data), *([target.value] if target else [])]
    fragments = [*bar_fragments(data), *([target.label] if target else [])]
    illustrative = is_illustrative(setting, fragments, quantities)
    canvas = sheet(setting, illustrative, data.unit)
    _draw(canvas, data, target)
    alternative = alternatives.single(data, target, illustrative)
    return finish(canvas, setting, alternative, bar_values(data, target))


def _draw(canvas: Canvas, data: BarData, target: Target | None) -> None:
    paints = fills(len(data.series))
    names, left = category_column(canvas, data.categories)
    rows = [
        [(float(series.values[row].value or 0), _label(canvas, series, row)) for series in data.series]
        for row in range(len(names))
    ]
    goal = float(target.value.value or 0) if target else 0.0
    shares = data.unit == PERCENT
    scale = _scale([bar for row in rows for bar in row], goal, shares, RIGHT - left)
    line = left + goal * scale if target else None
    if target and line is not None:
        _target_label(canvas, target, line)
    top = canvas.height
    for row, (name, group) in enumerate(zip(names, rows, strict=True)):
        canvas.height += _GAP if row else 0.0
        depth = len(group) * _BAR
        bar_top = canvas.height + max(0.0, (name.height - depth) / 2)
        canvas.write(name, LEFT, bar_top + (depth - name.height) / 2)
        for (value, label), fill in zip(group, paints, strict=True):
            thickness = _BAR - (1 if len(group) > 1 else 0)
            if shares:
                canvas.shapes.append(Rectangle(left, bar_top, scale, thickness, Fill(TRACK)))
            canvas.segment(left, bar_top, value * scale, thickness, fill)
            _value(
                canvas, label, (left, left + value * scale), bar_top + (thickness - LEADING) / 2, line, fill
            )
            bar_top += _BAR
        canvas.height = max(canvas.height + name.height, bar_top)
    baseline(canvas, left - 0.5, top - 2, canvas.height + 2)
    if line is not None:
        canvas.dashed(line, top - 2, canvas.height + 2, RED)


def _label(canvas: Canvas, series: Series, row: int) -> Block:
    share = series.shares[row] if series.shares else None
    return canvas.line_of(value_label(series.values[row], share), bold=True)


def _scale(bars: Sequence[tuple[float, Block]], goal: float, shares: bool, room: float) -> float:
    """Points a unit, so that the longest bar, the target and every value beyond them have room."""
    full = 1.0 if shares else 0.0  # shares are measured against the whole, 100%
    longest = max(full, goal, *(value for value, _ in bars))
    limits = [(room - 12) / longest] if longest else []
    for value, label in bars:
        if reach := max(value, goal):
            limits.append((room - label.width - 2 * _CLEAR) / reach)
    return min(limits, default=0.0)


def _target_label(canvas: Canvas, target: Target, line: float) -> None:
    block = canvas.block((*target.label, *words(" "), Number(target.value)), (RIGHT - LEFT) / 2)
    middle = min(max(line, LEFT + block.width / 2), RIGHT - block.width / 2)
    canvas.write(block, middle, canvas.height, "center")
    canvas.height += block.height + 4


def _value(
    canvas: Canvas, label: Block, bar: tuple[float, float], top: float, line: float | None, fill: Fill
) -> None:
    """Beyond the bar's end; where the target's line would run through it, inside the bar or beyond both."""
    start, end = bar
    if not _crossed(line, end, end + label.width + 2 * _CLEAR):
        canvas.write(label, end + _CLEAR, top)
    elif end - label.width - 2 * _CLEAR > start and not _crossed(line, end - label.width - 2 * _CLEAR, end):
        write_on(canvas, label, end - _CLEAR, top, "right", fill)
    else:
        canvas.write(label, max(end, line or 0.0) + _CLEAR, top)


def _crossed(line: float | None, start: float, end: float) -> bool:
    return line is not None and start < line < end
