"""A timeline of a few dated events, to the month."""

from collections.abc import Sequence

from matplotlib.patches import Circle

from progress_report.authoring.charts import alternatives, conclusions
from progress_report.authoring.charts.data import Event, Setting
from progress_report.authoring.charts.frame import LEFT, drawn_chart
from progress_report.authoring.charts.sheet import ChartSheet, TextBlock
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import event_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Date, text
from progress_report.model.moment import first_and_last_day

_MONTH = 3.0  # points per month, if the whole stays within _TALLEST
_TALLEST = 200.0
_GAP = 8.0
_RADIUS = 3.5
_DATE_WIDTH = 100.0


def timeline(events: Sequence[Event], setting: Setting, *, now: Date | None = None) -> Chart:
    """Draw events, oldest first, from the top down, spaced in proportion to the months if their text leaves
    room.

    ``now``: the reference date of the figure. Past events have a solid dot, planned ones a hollow dot.
    """
    if not events:
        raise ValueError("年表にするできごとがありません。")
    return drawn_chart(
        setting,
        lambda sheet: _draw(sheet, events, now),
        conclusions.dated(events, now),
        alternatives.dated(events, now),
        event_values(events, now),
    )


def _draw(sheet: ChartSheet, events: Sequence[Event], now: Date | None) -> None:
    months = [_month(event.date) for event in events]
    dates = [sheet.block((event.date,), _DATE_WIDTH, bold=True) for event in events]
    line = LEFT + max(date.width for date in dates) + 6 + _RADIUS
    room = sheet.right - line - _RADIUS - 6
    labels = [sheet.block((*event.label, *event.remark(now)), room) for event in events]
    today = sheet.block(() if now is None else (now, *text("現在")), room)

    scale = min(_MONTH, _TALLEST / max(months[-1] - months[0], 1))
    first = sheet.height
    tops: list[float] = []
    planned = [number for number, event in enumerate(events) if now is not None and not event.has_come(now)]
    for number, (month, date, label) in enumerate(zip(months, dates, labels, strict=True)):
        if planned and number == planned[0]:
            _write_today(sheet, today, line)
        tops.append(max(sheet.height, first + (month - months[0]) * scale))
        sheet.height = tops[-1] + max(date.height, label.height) + _GAP
    if now is not None and not planned:
        _write_today(sheet, today, line)
    sheet.height -= _GAP

    middles = [top + LEADING / 2 for top in tops]
    sheet.line((line, middles[0]), (line, middles[-1]), colour=sheet.palette.rule, width=1.5)
    for number, (top, middle, date, label) in enumerate(zip(tops, middles, dates, labels, strict=True)):
        face = sheet.palette.paper if number in planned else sheet.palette.darkest
        dot = Circle((line, middle), _RADIUS, fc=face, ec=sheet.palette.darkest, lw=1.2, zorder=2.5)
        dot.set(transform=sheet.points, clip_on=False)
        sheet.ax.add_patch(dot)
        sheet.write(date, line - _RADIUS - 6, top, "right")
        sheet.write(label, line + _RADIUS + 6, top)


def _write_today(sheet: ChartSheet, today: TextBlock, line: float) -> None:
    """Write the reference date between past and planned events."""
    middle = sheet.height + today.height / 2
    sheet.line((line - 8, middle), (line + _RADIUS + 2, middle), colour=sheet.palette.target, width=1.2)
    sheet.write(today, line + _RADIUS + 6, sheet.height, colour=sheet.palette.target)
    sheet.height += today.height + _GAP


def _month(date: Date) -> int:
    first, _ = first_and_last_day(date.moment)
    return first.year * 12 + first.month
