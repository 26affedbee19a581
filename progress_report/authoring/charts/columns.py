"""Columns over consecutive points in time: how a share went over three years or more.

Columns rather than a line: each begins at zero, its value stands on it where no line can cross it, and
a value that is not defined leaves a gap instead of a slope.
"""

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.canvas import Block, Canvas, Rectangle, Stroke
from progress_report.authoring.charts.data import BarData, Setting
from progress_report.authoring.charts.frame import (
    LEFT,
    RIGHT,
    bar_fragments,
    bar_quantities,
    finish,
    is_illustrative,
    sheet,
)
from progress_report.authoring.charts.palette import DARKEST, MIDDLE, PAPER, RULE, TRACK, Fill
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Number

_TALLEST = 84.0
_WIDEST = 44.0
_CLEAR = 3.0
_EARLIER, _LATEST = Fill(MIDDLE), Fill(DARKEST, PAPER)


def columns(data: BarData, setting: Setting) -> Chart:
    """A column a category, oldest first, on a track of 100%; the last one, reported on, is the darkest.

    The share stands on its column, the count beneath the category where all counts have room there.
    ValueError unless there is one series, and that with shares.
    """
    if len(data.series) != 1 or data.series[0].shares is None:
        raise ValueError("推移の図に描けるのは、割合（shares）のある一つの系列です。")
    illustrative = is_illustrative(setting, bar_fragments(data), bar_quantities(data))
    canvas = sheet(setting, illustrative, data.unit)
    _draw(canvas, data)
    return finish(canvas, setting, alternatives.over_time(data, illustrative), bar_values(data))


def _draw(canvas: Canvas, data: BarData) -> None:
    (series,) = data.series
    shares = series.shares or ()
    step = (RIGHT - LEFT) / len(shares)
    width = min(_WIDEST, step * 0.6)
    names = [canvas.block(category, step - _CLEAR) for category in data.categories]
    counts = [canvas.line_of((Number(value),)) for value in series.values]
    top = canvas.height + LEADING + 2
    bottom = top + _TALLEST
    for row, share in enumerate(shares):
        middle = LEFT + step * (row + 0.5)
        height = _TALLEST * float(share.value or 0)
        fill = _LATEST if row == len(shares) - 1 else _EARLIER
        if share.value is not None:
            canvas.shapes.append(Rectangle(middle - width / 2, top, width, _TALLEST, Fill(TRACK)))
            canvas.shapes.append(Rectangle(middle - width / 2, bottom - height, width, height, fill))
        canvas.write(
            canvas.line_of((Number(share),), bold=True), middle, bottom - height - LEADING - 1, "center"
        )
        canvas.write(names[row], middle, bottom + _CLEAR, "center")
    canvas.shapes.append(Stroke(((LEFT, bottom + 0.5), (RIGHT, bottom + 0.5)), RULE, 0.8))
    canvas.height = bottom + _CLEAR + max(name.height for name in names)
    if max(count.width for count in counts) <= step - _CLEAR:
        _write_counts(canvas, counts, step)


def _write_counts(canvas: Canvas, counts: list[Block], step: float) -> None:
    for row, count in enumerate(counts):
        canvas.write(count, LEFT + step * (row + 0.5), canvas.height, "center")
    canvas.height += LEADING
