"""Authoring functions given ``Absent``: they show the reason in place of a block.

A build skips the cells tagged with a survey that was not conducted. Other front ends do not know these tags,
and a column of later years has none: there, values of it are ``Absent``, and so are the results of these
functions. A missing block becomes a 記録 of the build.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from progress_report.authoring.display import Displayed
from progress_report.messages.notes import NOTHING_SHOWN
from progress_report.model.absent import Absent
from progress_report.model.blocks import Remark

P = ParamSpec("P")
R = TypeVar("R")


def block_or_reason(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a block function to show the reason instead if an argument is ``Absent``."""

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        absent = absent_in((*args, *kwargs.values()))
        return function(*args, **kwargs) if absent is None else cast(R, reason_of(absent))

    return made


def value_or_absent(function: Callable[P, R]) -> Callable[P, R]:
    """Decorate a value function to return an ``Absent`` argument unchanged."""

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        absent = absent_in((*args, *kwargs.values()))
        return function(*args, **kwargs) if absent is None else cast(R, absent)

    return made


def reason_of(absent: Absent) -> Displayed:
    """Return the cell output that replaces a block."""
    return Displayed(remark_on(absent))


def remark_on(absent: Absent) -> Remark:
    """Return the remark block with the reason, and a 記録 finding if the build lists it."""
    text = f"{absent.absent_reason}このセルが示すものはありません。"
    note = NOTHING_SHOWN.finding(remedy=absent.absent_remedy, reason=absent.absent_reason)
    return Remark(text, absent.absent_name, findings=(note,) if absent.absent_is_noted else ())


def absent_columns(frame: pd.DataFrame, columns: Iterable[str]) -> Displayed | None:
    """Return the reason in place of a figure of columns that the year does not have."""
    absent = absent_in(frame[one] for one in columns if one in frame.columns)
    return None if absent is None else reason_of(absent)


def absent_in(values: Iterable[Any]) -> Absent | None:
    """Return the first ``Absent`` in values, lists and columns."""
    for value in values:
        if isinstance(value, Absent):
            return value
        if isinstance(value, list | tuple | pd.Series) and (found := absent_in(value)) is not None:
            return found
    return None
