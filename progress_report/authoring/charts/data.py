"""Input data of charts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from progress_report.authoring.charts.palette import DEFAULT, Palette
from progress_report.model.blocks import UNNAMED
from progress_report.model.fonts import FontFamily
from progress_report.model.grid import Fact, TableNote
from progress_report.model.inline import Date, Inline, LineBreak, text
from progress_report.model.moment import first_and_last_day
from progress_report.model.quantity import Quantity, total

WIDTH = 370.0  # points, 130 mm: nearly the width of the text column in print
NARROW = 240.0  # points: the width of a phone, whose letters are then at least 12 pixels
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Series:
    """One value per category, and optionally the share printed beside each value."""

    label: Inline
    values: Sequence[Quantity]
    shares: Sequence[Quantity] | None = None

    @property
    def name(self) -> Inline:
        """The label on one line, for sentences."""
        return tuple(run for run in self.label if not isinstance(run, LineBreak))


@dataclass(frozen=True, slots=True)
class BarData:
    """Categories in reading order (first on top) and one or more series, each with one value per category."""

    categories: Sequence[Inline]
    series: Sequence[Series]

    def __post_init__(self) -> None:
        if not self.categories or not self.series:
            raise ValueError("図にする項目または系列がありません。")
        if len({value.unit for series in self.series for value in series.values}) > 1:
            raise ValueError("単位の違う値を、一つの図で長さとして比べることはできません。")
        if any(value.value is not None and value.value < 0 for value in self.values):
            raise ValueError("負の値は、0から始まるこの図では表せません。")

    @property
    def values(self) -> Iterator[Quantity]:
        return (value for series in self.series for value in series.values)

    @property
    def unit(self) -> str:
        return self.series[0].values[0].unit

    @property
    def totals(self) -> list[Quantity]:
        """The sum of each category's values, if there are several series without shares."""
        if len(self.series) == 1 or any(one.shares for one in self.series):
            return []
        return [total(one.values[row] for one in self.series) for row in range(len(self.categories))]


@dataclass(frozen=True, slots=True)
class Target:
    """A target value, drawn as a labelled line.

    ``due``: its deadline; ``pending``: whether the values are from before that date.
    """

    label: Inline
    value: Quantity
    due: Date | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An event that began at a month or day."""

    date: Date
    label: Inline

    def has_come(self, now: Date) -> bool:
        """Return whether the last day of its date is not after that of ``now``."""
        return first_and_last_day(self.date.moment)[1] <= first_and_last_day(now.moment)[1]

    def status(self, now: Date) -> str:
        """Return 実施済 or 予定."""
        return "実施済" if self.has_come(now) else "予定"

    def remark(self, now: Date | None) -> Inline:
        """Return the status in brackets; nothing without ``now``."""
        return () if now is None else text(f"（{self.status(now)}）")


@dataclass(frozen=True, slots=True)
class Setting:
    """The input of every chart besides its data.

    ``name``: a chart without one gets the id of its cell. ``conclusion``: the author's line on the message of
    the chart, replacing the computed one; ``remark``: text after either (参考値).
    """

    name: str
    title: Inline
    fonts: FontFamily
    facts: tuple[Fact, ...] = ()
    notes: tuple[TableNote, ...] = ()
    palette: Palette = DEFAULT
    conclusion: Inline = ()
    remark: Inline = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.prefix):
            raise ValueError(f"図の名前は英字で始まる英数字・_・- にしてください（「{self.name}」）。")

    @property
    def prefix(self) -> str:
        """The beginning of every id inside the SVG, used in url(#…), where blanks and kanji break."""
        return self.name or UNNAMED
