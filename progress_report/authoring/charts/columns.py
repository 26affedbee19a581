"""Columns over consecutive points in time: the development of a share over three or more years.

Columns rather than a line: each begins at zero, its value is written where no line can cross it, and an
undefined value leaves a gap instead of a slope.
"""

from collections.abc import Sequence

from matplotlib.transforms import Affine2D

from progress_report.authoring.charts import alternatives, conclusions
from progress_report.authoring.charts.bars import BarRow, draw_rows
from progress_report.authoring.charts.data import BarData, Series, Setting
from progress_report.authoring.charts.frame import LEFT, drawn_chart, length
from progress_report.authoring.charts.palette import Fill, Palette
from progress_report.authoring.charts.sheet import ChartSheet, painted
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import bar_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Number
from progress_report.model.quantity import Quantity

_TALLEST = 84.0
_WIDEST = 44.0
_CLEAR = 3.0


def columns(data: BarData, setting: Setting) -> Chart:
    """Draw a column per category, oldest first, on a track of 100%; the last, reported one is the darkest.

    The share is written on its column, the count below the category if all counts fit there. ValueError
    unless there is exactly one series.
    """
    if len(data.series) != 1:
        raise ValueError("推移の図に描けるのは、割合（shares）のある一つの系列です。")
    return drawn_chart(
        setting,
        lambda sheet: _draw_rows(sheet, data) if sheet.narrow else _draw_columns(sheet, data),
        conclusions.over_time(data),
        alternatives.over_time(data),
        bar_values(data),
    )


def _draw_columns(sheet: ChartSheet, data: BarData) -> None:
    (series,) = data.series
    palette, shares = sheet.palette, series.shares or ()
    step = (sheet.right - LEFT) / len(shares)
    width = min(_WIDEST, step * 0.6)
    names = [sheet.block(category, step - _CLEAR) for category in data.categories]
    counts = [sheet.line_of((Number(value),)) for value in series.values]
    middles = [LEFT + step * (row + 0.5) for row in range(len(shares))]
    bottom = sheet.height + LEADING + 2 + _TALLEST
    upwards = Affine2D().scale(1, -_TALLEST).translate(0, bottom) + sheet.points
    for row, (middle, share) in enumerate(zip(middles, shares, strict=True)):
        value = length(share)
        if share.value is not None:
            for height, painting in (
                (1.0, Fill(palette.track, palette.ink)),
                (value, _fill(palette, row, shares)),
            ):
                sheet.ax.bar([middle], [height], width, transform=upwards, **painted(painting))
        printed = sheet.line_of((Number(share),), bold=True)
        sheet.write(printed, middle, bottom - _TALLEST * value - LEADING - 1, "center")
        sheet.write(names[row], middle, bottom + _CLEAR, "center")
    sheet.line((LEFT, bottom + 0.5), (sheet.right, bottom + 0.5), colour=palette.rule, width=0.8)
    sheet.height = bottom + _CLEAR + max(name.height for name in names)
    if max(count.width for count in counts) <= step - _CLEAR:
        for count, middle in zip(counts, middles, strict=True):
            sheet.write(count, middle, sheet.height, "center")
        sheet.height += LEADING


def _draw_rows(sheet: ChartSheet, data: BarData) -> None:
    """Draw the shares as bars below one another: a phone has no room for columns side by side."""
    (series,) = data.series
    shares = series.shares or ()
    groups = [
        [BarRow(length(share), sheet.line_of((Number(share),), bold=True), _fill(sheet.palette, row, shares))]
        for row, share in enumerate(shares)
    ]
    draw_rows(sheet, BarData(data.categories, [Series(series.label, shares)]), groups, None)


def _fill(palette: Palette, row: int, shares: Sequence[Quantity]) -> Fill:
    return palette.latest if row == len(shares) - 1 else palette.earlier
