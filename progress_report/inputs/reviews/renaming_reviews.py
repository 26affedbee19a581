"""Warnings (要確認) about rows that ended while a similar one is new, and may have been renamed."""

import difflib
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import takewhile

import pandas as pd

from progress_report.inputs.parsing.source_tree import flow_text
from progress_report.inputs.reviews.review_warnings import ReviewWarning, review
from progress_report.inputs.years.renamings import RowNames, as_texts, naming_column
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import reviews as messages
from progress_report.model.comparable import comparable
from progress_report.model.quantity import Quantity

_ALIKE = 0.6
_FEWEST_EQUAL_NUMBERS = 2
_SAME_NUMBERS = 2.0  # outweighs any similarity of names
# Common endings of names, which do not make them similar.
_GENERIC = re.compile(r"(システム|サービス|センター|事務所|業務|事業|施設|課|係|室|館|所|系|部|局)$")


def rows_perhaps_renamed(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for ended rows if a row with a similar name, or the same numbers, is new."""
    if year.previous is None:
        return
    rows = RowNames(year.previous, year)
    for table in rows.tables():
        then, now = rows.names(year.previous, table), rows.names(year, table)
        new = [name for key, name in now.items() if key not in then]
        for gone in (name for key, name in then.items() if key not in now):
            names = [*then.values(), *now.values()]
            likeness = {one: _likeness(rows, table, gone, one, names) for one in new}
            best = max(likeness, key=lambda one: likeness[one], default="")
            if best and likeness[best]:
                new.remove(best)
                yield _warning(year, table, gone, best)


def _warning(year: ReportYear, table: str, gone: str, new: str) -> ReviewWarning:
    resource = year.package.resource(table)
    column = resource.table_schema.field(naming_column(resource) or "")
    entry = f"- {{table: {table}, from: {flow_text(gone)}, to: {flow_text(new)}}}"
    subject, title = f"{table}.{gone}", column.title if column else ""
    gaps = {"gone": gone, "new": new, "params": year.params.file, "entry": entry}
    return review(messages.PERHAPS_RENAMED, subject, year.file_of(table), None, title, **gaps)


def _likeness(rows: RowNames, table: str, gone: str, new: str, others: Sequence[str]) -> float:
    """Return the similarity of two rows; 0 if nobody would confuse them."""
    if _same_numbers(_row(rows.former, table, gone), _row(rows.present, table, new)):
        return _SAME_NUMBERS
    around = [comparable(other) for other in others if other not in (gone, new)]
    one, other = _distinctive(comparable(gone), comparable(new), around)
    shorter, longer = sorted((one, other), key=len)
    if shorter in longer and (len(shorter) > 1 or shorter == longer):
        return 1.0
    ratio = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _distinctive(one: str, other: str, around: Sequence[str]) -> tuple[str, str]:
    """Strip the beginning and end that both names share with a third, and generic endings."""
    for backwards in (False, True):
        names = [name[::-1] if backwards else name for name in (one, other)]
        shared = _common_beginning(*names)
        while shared and not any((name[::-1] if backwards else name).startswith(shared) for name in around):
            shared = shared[:-1]
        one, other = ((name[len(shared) :][::-1] if backwards else name[len(shared) :]) for name in names)
    return _without_generic(one), _without_generic(other)


def _common_beginning(one: str, other: str) -> str:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(character for character, _ in pairs)


def _without_generic(name: str) -> str:
    return _GENERIC.sub("", name) or name


def _row(year: ReportYear, table: str, name: str) -> pd.Series:
    """Return the row of this name; in a table by fiscal year, the newest one."""
    frame = year.table(table)
    resource = year.package.resource(table)
    at = resource.table_schema.primaryKey.index(naming_column(resource) or "")
    keys = [key for key in frame.index if as_texts(key)[at] == name]
    return frame.iloc[list(frame.index).index(max(keys))]


def _same_numbers(one: pd.Series, other: pd.Series) -> bool:
    """Return whether two or more numbers, not all 0, are equal in both rows, and none differs."""
    numbers = [
        (before.value, after.value)
        for column in one.index.intersection(other.index)
        if isinstance(before := one[column], Quantity) and isinstance(after := other[column], Quantity)
    ]
    same: list[Fraction | None] = [before for before, after in numbers if before == after]
    return len(same) == len(numbers) >= _FEWEST_EQUAL_NUMBERS and any(same)
