"""What a chart is drawn from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from progress_report.authoring.charts.palette import DEFAULT, Palette
from progress_report.model.fonts import FontFamily
from progress_report.model.grid import Fact, TableNote
from progress_report.model.inline import Date, Fragment
from progress_report.model.quantity import Quantity

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Series:
    """One value a category, and optionally the share printed beside each value."""

    label: Fragment
    values: Sequence[Quantity]
    shares: Sequence[Quantity] | None = None


@dataclass(frozen=True, slots=True)
class BarData:
    """Categories in reading order (first on top) and one or more series, each as long as they are."""

    categories: Sequence[Fragment]
    series: Sequence[Series]

    def __post_init__(self) -> None:
        if not self.categories or not self.series:
            raise ValueError("図にする項目または系列がありません。")
        for series in self.series:
            if any(
                len(column) != len(self.categories)
                for column in (series.values, series.shares or series.values)
            ):
                raise ValueError("系列の値または割合の数が、項目の数と合いません。")
        if len({value.unit for series in self.series for value in series.values}) > 1:
            raise ValueError("単位の違う値を、一つの図で棒の長さとして比べることはできません。")
        if any(value.value is not None and value.value < 0 for value in self.values):
            raise ValueError("負の値は、0から始まる棒の長さで表せません。")

    @property
    def values(self) -> Iterator[Quantity]:
        return (value for series in self.series for value in series.values)

    @property
    def unit(self) -> str:
        return self.series[0].values[0].unit


@dataclass(frozen=True, slots=True)
class Target:
    """A value to be reached, drawn as a labelled line."""

    label: Fragment
    value: Quantity


@dataclass(frozen=True, slots=True)
class Event:
    """Something that began at a month or day."""

    date: Date
    label: Fragment


@dataclass(frozen=True, slots=True)
class Setting:
    """What every chart needs beside its data."""

    name: str
    title: Fragment
    fonts: FontFamily
    facts: tuple[Fact, ...] = ()
    notes: tuple[TableNote, ...] = ()
    palette: Palette = DEFAULT

    def __post_init__(self) -> None:
        # The name begins every id inside the SVG and stands in url(#…), where blanks and kanji break.
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"図の名前は英字で始まる英数字・_・- にしてください（「{self.name}」）。")
