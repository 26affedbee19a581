"""What authoring functions give where the year does not have a value: the reason in place of a block.

A build skips the cells that carry the tag of a survey that was not conducted. Other front ends know no such
tag, and a column of later years has none: there, what is taken from them is ``Absent``, and so is all that
these functions make of it. A block that is missing is a 記録 of the build.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from progress_report.authoring.display import Displayed
from progress_report.messages.notes import NOTHING_SHOWN
from progress_report.model.absent import Absent
from progress_report.model.blocks import Remark

_DEEPEST = 3  # a list of columns, a column, its title

P = ParamSpec("P")
R = TypeVar("R")


def block_or_reason(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function that makes a block show the reason instead, where it is given ``Absent``.

    Also where it is given a frame, and the name of a column of it that has ``Absent`` values.
    """

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        given = (*args, *kwargs.values())
        frames = [one for one in given if isinstance(one, pd.DataFrame)]
        absent = absent_in(given, frames)
        return function(*args, **kwargs) if absent is None else cast(R, reason_of(absent))

    return made


def value_or_absent(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function that makes a value give ``Absent`` where it is given that."""

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        absent = absent_in((*args, *kwargs.values()))
        return function(*args, **kwargs) if absent is None else cast(R, absent)

    return made


def reason_of(absent: Absent) -> Displayed:
    """Return what a cell displays in place of a block."""
    return Displayed(remark_on(absent))


def remark_on(absent: Absent) -> Remark:
    """Return the block that says so, with a 記録 of the build where that lists it."""
    text = f"{absent.absent_reason}このセルが示すものはありません。"
    note = NOTHING_SHOWN.finding(remedy=absent.absent_remedy, reason=absent.absent_reason)
    return Remark(text, absent.absent_name, findings=(note,) if absent.absent_is_noted else ())


def absent_in(values: Iterable[Any], frames: Iterable[pd.DataFrame] = (), depth: int = 0) -> Absent | None:
    """Return the first ``Absent`` among values, their parts, and the columns of ``frames`` that they name."""
    for value in values:
        if isinstance(value, Absent):
            return value
        parts = _parts(value) if depth < _DEEPEST else ()
        if isinstance(value, str):
            parts = [cell for frame in frames if value in frame.columns for cell in frame[value]]
        if (found := absent_in(parts, frames, depth + 1)) is not None:
            return found
    return None


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, list | tuple | pd.Series):
        return value
    if isinstance(value, Mapping):
        return (*value, *value.values())
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else ()
