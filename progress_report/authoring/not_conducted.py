"""What authoring functions give where a survey was not conducted: the reason in place of a block.

A build skips the cells that carry the tag of such a survey. Other front ends know no such tag: there, what
is taken from the survey is ``NotConducted``, and so is all that these functions make of it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from progress_report.authoring.display import Displayed
from progress_report.model.blocks import Remark
from progress_report.model.not_conducted import NotConducted

_DEEPEST = 3  # a list of columns, a column, its title

P = ParamSpec("P")
R = TypeVar("R")


def block_of_survey(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function that makes a block show the reason instead, where it is given ``NotConducted``."""

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        absent = _not_conducted_in((*args, *kwargs.values()))
        if absent is None:
            return function(*args, **kwargs)
        return cast(R, Displayed(Remark(absent.absent_reason, absent.absent_survey)))

    return made


def value_of_survey(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function that makes a value give ``NotConducted`` where it is given that."""

    @wraps(function)
    def made(*args: P.args, **kwargs: P.kwargs) -> R:
        absent = _not_conducted_in((*args, *kwargs.values()))
        return function(*args, **kwargs) if absent is None else cast(R, absent)

    return made


def _not_conducted_in(values: Iterable[Any], depth: int = 0) -> NotConducted | None:
    for value in values:
        if isinstance(value, NotConducted):
            return value
        found = _not_conducted_in(_parts(value), depth + 1) if depth < _DEEPEST else None
        if found is not None:
            return found
    return None


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, list | tuple):
        return value
    if isinstance(value, Mapping):
        return value.values()
    return [getattr(value, field.name) for field in fields(value)] if is_dataclass(value) else ()
