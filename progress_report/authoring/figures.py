"""Figures of the report: ``(frame, title, column="名", …, of="whole")``, drawn in the house style."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from progress_report.authoring import charts
from progress_report.authoring.absent import absent_columns, block_or_reason
from progress_report.authoring.charts import BarData, Event, Palette, Series, Setting, Target
from progress_report.authoring.columns import (
    key_of,
    label_of,
    numbers_of,
    require_columns,
    source_required,
)
from progress_report.authoring.display import Displayed
from progress_report.authoring.facts_and_notes import (
    MOMENT,
    REMARK,
    facts_of,
    restated_in,
    restatement_notes,
    rounding_notes,
)
from progress_report.authoring.figure_times import due_of, is_pending, now_of
from progress_report.authoring.wording import Words, inline_of
from progress_report.authoring.years import FEWEST_FOR_A_TREND, is_of_all_years, unbroken_years
from progress_report.inputs.notebooks.frame_source import FrameSource
from progress_report.model.blocks import Chart, Remark
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.grid import TableNote
from progress_report.model.inline import Inline
from progress_report.model.quantity import Quantity

MOST_IN_A_TREND = 7  # as many as fit on a printed page with their numbers side by side
_TARGET = "目標"


@block_or_reason
def stacked_bars(
    frame: pd.DataFrame,
    title: Words,
    /,
    *,
    of: str = "",
    by: str = "",
    name: str = "",
    conclusion: Words = "",
    source: pd.DataFrame | None = None,
    **columns: Words,
) -> Displayed:
    """Draw a bar for each row, stacked from columns: ``stacked_bars(frame, "題", a="甲", b="乙")``.

    ``of``: the column of which each value is written as a share. ``by``: the column that names the rows, else
    the key of the frame's table. Each column is given with its name in the figure. Of a table of years, the
    last ones without a gap are drawn. ``conclusion``: a line on the message of the figure, replacing the
    computed one. ``source``: a frame with a known source, if ``frame`` was made from something else.
    """
    if reason := absent_columns(frame, (*columns, of, by)):
        return reason
    if is_of_all_years(frame):
        frame = unbroken_years(frame).iloc[-MOST_IN_A_TREND:]
    figure = FigureBuilder(frame, title, name, by, source, conclusion)
    series = [figure.series(column, label, of) for column, label in columns.items()]
    shares = [[one.shares[row] for one in series if one.shares] for row in range(len(frame))]
    notes = (*figure.restated(columns), *rounding_notes(shares))
    return figure.drawn(charts.stacked_bars, series, notes)


@block_or_reason
def grouped_bars(
    frame: pd.DataFrame,
    title: Words,
    /,
    *,
    of: str = "",
    by: str = "",
    name: str = "",
    conclusion: Words = "",
    source: pd.DataFrame | None = None,
    **columns: Words,
) -> Displayed:
    """Draw a group of bars for each row, one per column; the arguments are those of ``stacked_bars``."""
    if reason := absent_columns(frame, (*columns, of, by)):
        return reason
    figure = FigureBuilder(frame, title, name, by, source, conclusion)
    series = [figure.series(column, label, of) for column, label in columns.items()]
    return figure.drawn(charts.grouped_bars, series, figure.restated(columns))


@block_or_reason
def bars(
    frame: pd.DataFrame,
    title: Words,
    /,
    *,
    target: Quantity | None = None,
    of: str = "",
    by: str = "",
    name: str = "",
    conclusion: Words = "",
    source: pd.DataFrame | None = None,
    **column: Words,
) -> Displayed:
    """Draw a bar for each row of one column, and a line at the ``target``.

    If a plan of the schema announces the target, its deadline is printed, and it is not called missed before
    then.
    """
    if reason := absent_columns(frame, (*column, of, by)):
        return reason
    figure = FigureBuilder(frame, title, name, by, source, conclusion)
    series = [figure.series(one, label, of) for one, label in column.items()]
    goal = None if target is None else figure.target(target)
    return figure.drawn(charts.bars, series, figure.restated(column), target=goal)


@block_or_reason
def trend(
    known: pd.DataFrame,
    title: Words,
    /,
    *,
    of: str,
    name: str = "",
    conclusion: Words = "",
    **column: Words,
) -> Displayed:
    """Draw the development of one column as a share of column ``of`` over the years of a table.

    Nothing is drawn for fewer than three consecutive years.
    """
    if reason := absent_columns(known, (*column, of)):
        return reason
    frame = unbroken_years(known).iloc[-MOST_IN_A_TREND:]
    if len(frame) < FEWEST_FOR_A_TREND:
        message = (
            f"推移の図は、続いた年度が{FEWEST_FOR_A_TREND}年分以上あるときに描きます"
            f"（いまは{len(frame)}年分）。報告書にも載りません。"
        )
        return Displayed(Remark(message))
    figure = FigureBuilder(frame, title, name, FISCAL_YEAR, None, conclusion)
    series = [figure.series(one, label, of) for one, label in column.items()]
    # A restatement of any operand may have changed the share.
    notes = restatement_notes(restated_in(frame, (*column, of), operands=True))
    return figure.drawn(charts.columns, series, notes)


@block_or_reason
def timeline(
    frame: pd.DataFrame,
    title: Words,
    /,
    *,
    date: str,
    event: str,
    name: str = "",
    conclusion: Words = "",
    source: pd.DataFrame | None = None,
) -> Displayed:
    """Draw the rows along a time axis, oldest first; ``date`` and ``event`` are columns.

    Events up to the report's date (else the latest day or month of a table) are distinguished from planned
    ones.
    """
    if reason := absent_columns(frame, (date, event)):
        return reason
    figure = FigureBuilder(frame, title, name, event, source, conclusion)
    figure.require([date])
    events = [
        Event(*pair) for pair in zip(frame[date], figure.categories, strict=True) if pair[0] is not None
    ]
    events.sort(key=lambda one: one.date.moment.iso)
    return figure.timeline(events)


class FigureBuilder:
    """A frame to be drawn, the words around it, and the columns that are asked for."""

    def __init__(
        self,
        frame: pd.DataFrame,
        title: Words,
        name: str,
        by: str,
        source: pd.DataFrame | None,
        conclusion: Words,
    ) -> None:
        self._frame, self._name = frame, name
        self._source: FrameSource = source_required(frame if source is None else source)
        self._title, self._conclusion = inline_of(title), inline_of(conclusion)
        self._by = by or key_of(self._source)[0]
        self.require([self._by])

    def require(self, names: Sequence[str]) -> None:
        require_columns(self._frame, names, self._source)

    @property
    def categories(self) -> list[Inline]:
        return [label_of(value, self._by) for value in self._frame[self._by]]

    def series(self, column: str, label: Words, of: str) -> Series:
        """Return the values of a column, with their shares of ``of`` if given."""
        self.require([column, *([of] if of else [])])
        values = numbers_of(self._frame[column], column)
        shares = list(self._frame[column] / self._frame[of]) if of else None
        return Series(inline_of(label), values, shares)

    def target(self, value: Quantity) -> Target:
        """Return the target with its deadline, if a plan has one."""
        due = due_of(self._source.section, value)
        return Target(inline_of(_TARGET), value, due, due is not None and is_pending(self._source, due))

    def restated(self, columns: Mapping[str, Any]) -> tuple[TableNote, ...]:
        return restatement_notes(restated_in(self._frame, columns))

    def drawn(
        self,
        draw: Callable[..., Chart],
        series: Sequence[Series],
        notes: Sequence[TableNote],
        **options: Target | None,
    ) -> Displayed:
        """Draw the series of the rows as a chart."""
        data = BarData(self.categories, series)
        return Displayed(draw(data, self._setting(data.values, MOMENT, notes), **options))

    def timeline(self, events: Sequence[Event]) -> Displayed:
        """Draw events; the table's reference date separates past from planned ones."""
        return Displayed(charts.timeline(events, self._setting((), REMARK), now=now_of(self._source)))

    def _setting(self, values: Iterable[Quantity], moment: str, notes: Sequence[TableNote] = ()) -> Setting:
        section = self._source.section
        return Setting(
            self._name,
            self._title,
            section.fonts,
            facts_of(self._source, values, moment),
            tuple(notes),
            Palette.of(section.theme.colours),
            self._conclusion,
        )
