"""Quantity: an exact number with its unit, precision and origin.

Only display rounds. ``str()`` and f-strings raise, because a number pasted into text loses its origin:
``progress_report.authoring.say`` makes sentences.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, NoReturn, cast

from progress_report.model.absent import Absent
from progress_report.model.rounding import format_half_up, round_half_up

PERCENT = "%"
POINT = "ポイント"
NOT_DEFINED = "－"
POINT_DIFFERENCE = "ポイント差"
# Counters of the same thing: 383人 of 2,000名 is a share.
_SAME_DIMENSION = {"名": "人"}


class UnitError(TypeError):
    """Quantities were added, compared or divided although their units do not allow it."""


class DifferentUnitsError(UnitError):
    """The two units count different things. The author of a notebook reads this text in a cell."""

    def __init__(self, one: str, other: str) -> None:
        self.units = (one, other)
        super().__init__(one, other)

    def __str__(self) -> str:
        return "単位の違う数量を合わせることはできません（{}と{}）。".format(*self.units)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a data file. ``row`` is the file's line number, the header being line 1."""

    file: str
    row: int
    column: str
    column_title: str
    illustrative: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"kind": "data", "file": self.file, "row": self.row, "column": self.column,
                "column_title": self.column_title, "illustrative": self.illustrative}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A count over rows of a data file: its column, predicate and number of matching rows."""

    file: str
    column: str
    column_title: str
    predicate: str
    matched: int
    illustrative: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"kind": "aggregate", "file": self.file, "column": self.column,
                "column_title": self.column_title, "predicate": self.predicate,
                "matched": self.matched, "illustrative": self.illustrative}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value written in ``params/<year>.yaml`` or a descriptor, by file, line and name.

    Line 0 stands for the file as a whole, or for the entry of that name at any line.
    """

    file: str
    line: int
    name: str
    illustrative: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"kind": "parameter", "file": self.file, "line": self.line, "name": self.name}


@dataclass(frozen=True, slots=True)
class Computed:
    """The result of an operation (``+`` ``−`` ``÷``, ``ポイント差``) on other quantities."""

    operation: str
    operands: tuple["Quantity", ...]

    @property
    def illustrative(self) -> bool:
        return any(operand.origin.illustrative for operand in self.operands)

    def to_json(self) -> dict[str, Any]:
        operands = [operand.identifier for operand in self.operands]
        return {"kind": "computed", "operation": self.operation, "operands": operands}


Origin = Cell | Aggregate | Parameter | Computed


@dataclass(frozen=True, eq=False)
class Quantity:
    """An exact number with its unit, origin and decimals.

    ``value`` is exact; a share is stored as a ratio (302/717) and shown in per cent. ``value`` is None if the
    result is not defined (0 of 0), shown as 「－」. Two quantities are equal when their values and dimensions
    are, whatever their origins and decimals; an undefined one equals only undefined ones of its dimension.
    ``identifier`` distinguishes origins.
    """

    value: Fraction | None
    unit: str
    origin: Origin
    decimals: int = 0

    @property
    def illustrative(self) -> bool:
        return self.origin.illustrative

    @cached_property
    def identifier(self) -> str:
        """Stable identifier: the same origin gives the same one, in any run and on any page."""
        key = json.dumps([str(self.value), self.unit, self.origin.to_json()], ensure_ascii=False)
        return "q" + hashlib.sha256(key.encode()).hexdigest()[:12]

    @property
    def displayed(self) -> Fraction | None:
        """The value a reader sees, rounded half up, in displayed units (per cent for shares)."""
        exact = self._in_displayed_unit
        return None if exact is None else round_half_up(exact, self.decimals)

    @property
    def _in_displayed_unit(self) -> Fraction | None:
        return self.value * 100 if self.value is not None and self.unit == PERCENT else self.value

    @property
    def number(self) -> str:
        """Text in a table cell: the unit is in the header, but a share keeps its %."""
        exact = self._in_displayed_unit
        if exact is None:
            return NOT_DEFINED
        return format_half_up(exact, self.decimals) + (PERCENT if self.unit == PERCENT else "")

    @property
    def text(self) -> str:
        """Text in a sentence, with its unit."""
        if self.value is None or self.unit == PERCENT:
            return self.number
        return self.number + self.unit

    def with_decimals(self, decimals: int) -> "Quantity":
        return replace(self, decimals=decimals)

    def with_unit(self, unit: str) -> "Quantity":
        """Return the same count under another counter (名 for 人); UnitError for another dimension."""
        require_same_dimension(self.unit, unit)
        return replace(self, unit=unit)

    def _combine(self, other: object, operation: str, sign: int) -> "Quantity":
        if not isinstance(other, Quantity):
            raise UnitError(f"数量に{type(other).__name__}を「{operation}」することはできません。")
        require_same_dimension(self.unit, other.unit)
        undefined = self.value is None or other.value is None
        value = None if undefined else cast(Fraction, self.value) + sign * cast(Fraction, other.value)
        decimals = max(self.decimals, other.decimals)
        return Quantity(value, self.unit, Computed(operation, (self, other)), decimals)

    def __add__(self, other: object) -> "Quantity":
        if isinstance(other, Absent):
            return NotImplemented
        return self._combine(other, "+", 1)

    def __sub__(self, other: object) -> "Quantity":
        if isinstance(other, Absent):
            return NotImplemented
        return self._combine(other, "−", -1)

    def __truediv__(self, other: object) -> "Quantity":
        """Return a share in per cent, by default with one decimal; a share of 0 is undefined."""
        if isinstance(other, Absent):
            return NotImplemented
        if not isinstance(other, Quantity):
            raise UnitError(f"数量を{type(other).__name__}で割ることはできません。")
        require_same_dimension(self.unit, other.unit)
        undefined = self.value is None or not other.value
        value = None if undefined else cast(Fraction, self.value) / cast(Fraction, other.value)
        return Quantity(value, PERCENT, Computed("÷", (self, other)), 1)

    def times(self, each: "Quantity") -> "Quantity":
        """Multiply a count by an amount per item: 353人 with 3件 each are 1,059件."""
        undefined = self.value is None or each.value is None
        value = None if undefined else cast(Fraction, self.value) * cast(Fraction, each.value)
        return Quantity(value, each.unit, Computed("×", (self, each)), each.decimals)

    def _compare(self, other: object) -> tuple[Fraction, Fraction]:
        if not isinstance(other, Quantity):
            raise UnitError(f"数量と{type(other).__name__}は比べられません。")
        require_same_dimension(self.unit, other.unit)
        if self.value is None or other.value is None:
            raise UnitError("値のない数量（0件中0件の割合など）は比べられません。")
        return self.value, other.value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        return self._value_and_dimension == other._value_and_dimension

    def __hash__(self) -> int:
        return hash(self._value_and_dimension)

    @property
    def _value_and_dimension(self) -> tuple[Fraction | None, str]:
        return self.value, _dimension(self.unit)

    def __lt__(self, other: object) -> bool:
        mine, theirs = self._compare(other)
        return mine < theirs

    def __le__(self, other: object) -> bool:
        mine, theirs = self._compare(other)
        return mine <= theirs

    def __gt__(self, other: object) -> bool:
        return not self <= other

    def __ge__(self, other: object) -> bool:
        return not self < other

    def __str__(self) -> NoReturn:
        raise TypeError(
            '数量を文字列にすると出典が失われます。say("…{名前}…", 名前=数量) を使ってください。'
            "値や表の中を見るだけなら、print を使わず、その名前だけをセルの最後の行に書いてください。"
        )

    def __format__(self, spec: str) -> NoReturn:
        str(self)
        raise AssertionError

    def __repr__(self) -> str:
        return f"<{self.text} {self.identifier}>"

    def with_operands(self) -> Iterator["Quantity"]:
        """Yield this quantity and everything it was computed from, operands after results."""
        yield self
        if isinstance(self.origin, Computed):
            for operand in self.origin.operands:
                yield from operand.with_operands()


def total(quantities: Iterable[Quantity | None]) -> Quantity:
    """Return the sum of the given values; a blank (None) is not applicable, never 0.

    ValueError if no value is given, UnitError if units differ.
    """
    given = [quantity for quantity in quantities if quantity is not None]
    if not given:
        raise ValueError("合計する値がありません。")
    result = given[0]
    for quantity in given[1:]:
        result += quantity
    if isinstance(result, Absent):
        return result
    return replace(result, origin=Computed("+", tuple(given)))


def whole_of(quantity: Quantity) -> Quantity:
    """Return the 100% that shares of this quantity are parts of."""
    return Quantity(Fraction(1), PERCENT, Computed("全体", (quantity,)))


def point_difference(before: Quantity, after: Quantity) -> Quantity:
    """Return the change of a share in ポイント: the difference of the two *displayed* shares.

    A reader can therefore check it by hand. UnitError unless both are shares of the same precision.
    """
    if before.unit != PERCENT or after.unit != PERCENT or before.decimals != after.decimals:
        raise UnitError("ポイント差は、同じ桁数の割合どうしの差です。")
    undefined = before.displayed is None or after.displayed is None
    value = None if undefined else cast(Fraction, after.displayed) - cast(Fraction, before.displayed)
    return Quantity(value, POINT, Computed(POINT_DIFFERENCE, (after, before)), after.decimals)


def have_same_dimension(one: str, other: str) -> bool:
    """Return whether the two units count the same thing (人 and 名 do)."""
    return _dimension(one) == _dimension(other)


def require_same_dimension(one: str, other: str) -> None:
    """Raise DifferentUnitsError unless the two units count the same thing."""
    if not have_same_dimension(one, other):
        raise DifferentUnitsError(one, other)


def _dimension(unit: str) -> str:
    """Return the canonical name of the units that count the same thing."""
    return _SAME_DIMENSION.get(unit, unit)


def counters_of(unit: str) -> list[str]:
    """Return the unit and the others that count the same thing: 人 is also written 名."""
    dimension = _dimension(unit)
    alike = [one for one, other in _SAME_DIMENSION.items() if other == dimension]
    return list(dict.fromkeys((unit, dimension, *alike)))
