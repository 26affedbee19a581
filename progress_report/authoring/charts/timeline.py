"""A timeline of a few dated events, to the month."""

import datetime as dt
from collections.abc import Sequence

from matplotlib.patches import Circle

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.data import Event, Setting
from progress_report.authoring.charts.frame import (
    LEFT,
    RIGHT,
    finish,
    in_house_style,
    is_illustrative,
    sheet_for,
)
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import event_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Date

_MONTH = 3.0  # points a month, where the whole stays within _TALLEST
_TALLEST = 200.0
_GAP = 8.0
_RADIUS = 3.5
_DATE_WIDTH = 100.0


@in_house_style
def timeline(events: Sequence[Event], setting: Setting) -> Chart:
    """Events from the top down; the distance between two follows the months where their text leaves room."""
    if not events:
        raise ValueError("年表にするできごとがありません。")
    months = [_month(event.date) for event in events]
    if months != sorted(months):
        raise ValueError("年表のできごとは、古いものから順に並べてください。")
    illustrative = is_illustrative(setting, [part for e in events for part in ((e.date,), e.label)], ())
    sheet = sheet_for(setting, illustrative)
    dates = [sheet.block((event.date,), _DATE_WIDTH, bold=True) for event in events]
    line = LEFT + max(date.width for date in dates) + 6 + _RADIUS
    texts = [sheet.block(event.label, RIGHT - line - _RADIUS - 6) for event in events]

    scale = min(_MONTH, _TALLEST / max(months[-1] - months[0], 1))
    first = sheet.height
    tops: list[float] = []
    for month, date, text in zip(months, dates, texts, strict=True):
        tops.append(max(sheet.height, first + (month - months[0]) * scale))
        sheet.height = tops[-1] + max(date.height, text.height) + _GAP
    sheet.height -= _GAP

    middles = [top + LEADING / 2 for top in tops]
    sheet.line((line, middles[0]), (line, middles[-1]), colour=sheet.palette.rule, width=1.5)
    for top, middle, date, text in zip(tops, middles, dates, texts, strict=True):
        dot = Circle((line, middle), _RADIUS, color=sheet.palette.darkest, lw=0, zorder=2.5)
        dot.set(transform=sheet.points, clip_on=False)
        sheet.ax.add_patch(dot)
        sheet.write(date, line - _RADIUS - 6, top, "right")
        sheet.write(text, line + _RADIUS + 6, top)
    return finish(sheet, setting, alternatives.dated(events, illustrative), event_values(events))


def _month(date: Date) -> int:
    first = dt.date.fromisoformat(f"{date.moment.iso[:7]}-01")
    return first.year * 12 + first.month
