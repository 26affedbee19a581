"""Causes of a changed text: the cells and parameters of the inputs that changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from progress_report.comparison.differences import Difference
from progress_report.comparison.items import Item
from progress_report.document.origins import (
    CellOrigin,
    ComputedOrigin,
    CountOrigin,
    Leaf,
    Origin,
    ParameterOrigin,
    QuantityId,
    QuantityRecord,
)
from progress_report.document.runs import Date, LiteralText, Number, Text
from progress_report.inputs.params.errata import ABSENT


@dataclass(frozen=True, slots=True)
class Cause:
    """An input value that changed; ``place`` names the cell or parameter in the present report."""

    place: str
    former: str
    present: str


@dataclass(frozen=True, slots=True)
class _Value:
    """An input value as read: its origin and its text."""

    origin: Leaf
    text: str

    @property
    def place(self) -> str:
        """The name of the cell, the counted rows, or the parameter; independent of the values."""
        match self.origin:
            case CellOrigin(file=file, row=row, column_title=title):
                return f"{file} {row}行目『{title}』"
            case CountOrigin(file=file, column_title=title, predicate=predicate):
                return f"{file}『{title}』の集計（{predicate}）"
            case ParameterOrigin(file=file, name=name):
                return f"{file}『{name}』"


def causes_of(difference: Difference) -> tuple[Cause, ...]:
    """Return the inputs that changed between the two texts, each once, in order of use.

    Return none if only words differ that no input value decides, or if one report lacks the text.
    """
    if difference.before is None or difference.after is None:
        return ()
    found: dict[Cause, None] = {}
    for former, present in _paired(difference.before, difference.after):
        if former is None or present is None:
            value = former or present
            assert value is not None
            texts = (value.text, ABSENT) if present is None else (ABSENT, value.text)
            found[Cause(value.place, *texts)] = None
        elif former.text != present.text:
            found[Cause(present.place, former.text, present.text)] = None
    return tuple(found)


def _paired(before: Item, after: Item) -> Iterator[tuple[_Value | None, _Value | None]]:
    """Yield corresponding input values of both texts.

    They are matched in the order of their formulas, so that a value that only moved to another row of its
    file is unchanged.
    """
    old, new = list(_values(before)), list(_values(after))
    if list(map(_shape, old)) == list(map(_shape, new)):
        yield from zip(old, new, strict=True)
        return
    former, present = ([(*_shape(value), value.text) for value in values] for values in (old, new))
    for tag, i, k, j, m in SequenceMatcher(None, former, present, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[i:k], new[j:m])


def _shape(value: _Value) -> tuple[str, str, str]:
    """Return the identity of a value, independent of its row."""
    origin = value.origin
    name = origin.name if isinstance(origin, ParameterOrigin) else origin.column
    return origin.kind, origin.file, name


def _values(item: Item) -> Iterator[_Value]:
    """Yield the values at the ends of all formula chains, in order of printing and use."""
    for run in item.runs:
        match run:
            case Number(id=identifier):
                yield from _ends_of([identifier], item.quantities)
            case Date(source=origin, text=text) | LiteralText(source=origin, text=text):
                yield from _ends(origin, text, item.quantities)
            case Text(origin=deciding) if deciding is not None:
                yield from _ends_of(deciding.decided_by, item.quantities)


def _ends_of(
    identifiers: Sequence[QuantityId], quantities: Mapping[QuantityId, QuantityRecord]
) -> Iterator[_Value]:
    for identifier in identifiers:
        yield from _ends(quantities[identifier].origin, quantities[identifier].text, quantities)


def _ends(origin: Origin, text: str, quantities: Mapping[QuantityId, QuantityRecord]) -> Iterator[_Value]:
    if isinstance(origin, ComputedOrigin):
        yield from _ends_of(origin.operands, quantities)
    else:
        yield _Value(origin, text)
