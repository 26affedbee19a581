"""The names of positions along an axis: its labels, years or days."""

import datetime as dt
from itertools import pairwise

from matplotlib.axis import Axis
from matplotlib.category import StrCategoryConverter
from matplotlib.dates import date2num

from progress_report.authoring.own_figures.label_reader import scale_mark
from progress_report.authoring.own_figures.value_vectors import DataValues, is_near, key
from progress_report.model.moment import first_and_last_day

_REACH = 0.5  # maximum distance of a bar from its label: bars of a group are side by side


class AxisPlaces:
    """The named positions along one axis.

    ``named``: the axis counts categories, years or dates, and measures no quantity.
    """

    def __init__(self, axis: Axis, values: DataValues) -> None:
        locations = [float(one) for one in axis.get_majorticklocs()]
        texts = axis.get_major_formatter().format_ticks(locations)
        marks = dict(zip(locations, texts, strict=True))
        words = {at for at, text in marks.items() if text.strip() and scale_mark(text, at) is None}
        converter = axis.get_converter()
        self._categories = isinstance(converter, StrCategoryConverter)
        self._dates = converter is not None and not self._categories
        self.named = bool(words) or converter is not None
        self._names = {at: key(text) for at, text in marks.items()}
        self._values = values
        separate = [
            abs(later - former) / 2 for former, later in pairwise(sorted(locations)) if later != former
        ]
        self._reach = min([_REACH, *separate])

    def name(self, place: float, *, exact: bool) -> str:
        """Return the row or column name of a position, empty if it is not one of the data's.

        ``exact``: ignore a label that is farther away.
        """
        near = min(self._names, key=lambda at: abs(at - place), default=None)
        if near is not None:
            reached = (
                is_near(near, place) if exact and not self._categories else abs(near - place) < self._reach
            )
            if reached and (name := self._names[near]) in self._values.names:
                return name
        if self._dates:
            for name, moment in self._values.moments:
                first, last = first_and_last_day(moment)
                if _day(first) <= place < _day(last) + 1:
                    return name
        return self._values.years.get(float(round(place)), "")


def _day(day: dt.date) -> float:
    return float(date2num(day))  # type: ignore[no-untyped-call]
