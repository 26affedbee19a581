"""A timeline of a few dated events, to the month."""

import datetime as dt
from collections.abc import Sequence

from progress_report.authoring.charts import alternatives
from progress_report.authoring.charts.canvas import Dot, Stroke
from progress_report.authoring.charts.data import Event, Setting
from progress_report.authoring.charts.frame import LEFT, RIGHT, finish, is_illustrative, sheet
from progress_report.authoring.charts.palette import DARKEST, RULE
from progress_report.authoring.charts.typeface import LEADING
from progress_report.authoring.charts.values import event_values
from progress_report.model.blocks import Chart
from progress_report.model.inline import Date

_MONTH = 3.0  # points a month, where the whole stays within _TALLEST
_TALLEST = 200.0
_GAP = 8.0
_RADIUS = 3.5
_DATE_WIDTH = 100.0


def timeline(events: Sequence[Event], setting: Setting) -> Chart:
    """Events from the top down; the distance between two follows the months where their text leaves room."""
    if not events:
        raise ValueError("年表にするできごとがありません。")
    months = [_month(event.date) for event in events]
    if months != sorted(months):
        raise ValueError("年表のできごとは、古いものから順に並べてください。")
    illustrative = is_illustrative(setting, [part for e in events for part in ((e.date,), e.label)], ())
    canvas = sheet(setting, illustrative)
    dates = [canvas.block((event.date,), _DATE_WIDTH, bold=True) for event in events]
    line = LEFT + max(date.width for date in dates) + 6 + _RADIUS
    texts = [canvas.block(event.label, RIGHT - line - _RADIUS - 6) for event in events]

    scale = min(_MONTH, _TALLEST / max(months[-1] - months[0], 1))
    first = canvas.height
    tops: list[float] = []
    for month, date, text in zip(months, dates, texts, strict=True):
        tops.append(max(canvas.height, first + (month - months[0]) * scale))
        canvas.height = tops[-1] + max(date.height, text.height) + _GAP
    canvas.height -= _GAP

    canvas.shapes.append(Stroke(((line, tops[0] + LEADING / 2), (line, tops[-1] + LEADING / 2)), RULE, 1.5))
    for top, date, text in zip(tops, dates, texts, strict=True):
        canvas.shapes.append(Dot(line, top + LEADING / 2, _RADIUS, DARKEST))
        canvas.write(date, line - _RADIUS - 6, top, "right")
        canvas.write(text, line + _RADIUS + 6, top)
    return finish(canvas, setting, alternatives.dated(events, illustrative), event_values(events))


def _month(date: Date) -> int:
    first = dt.date.fromisoformat(f"{date.moment.iso[:7]}-01")
    return first.year * 12 + first.month
