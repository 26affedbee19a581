"""Rows that sum up others: compared with the sums of those rows, then dropped."""

from bisect import bisect, bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate

from progress_report.inputs.readers.cells import read_cell
from progress_report.inputs.readers.named_rows import NamedRow, added_columns, bounds_of
from progress_report.inputs.readers.numbers import decimals_of, number_of
from progress_report.inputs.readers.total_names import Role
from progress_report.inputs.schema.schemas import FieldDescriptor, Schema
from progress_report.messages import table_rows as messages
from progress_report.messages.message import MessageError
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.rounding import MINUS, format_half_up

_LEVELS = 20  # the maximum number of other totals that a block may span
_NAMES_SHOWN = 8

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a table without totals: line numbers, parsed cells, and columns with unreadable cells."""

    file: str
    schema: Schema
    numbers: list[int]
    rows: list[dict[str, str]]
    unread: Collection[str]

    def without(self, totals: Iterable[NamedRow]) -> "Body":
        gone = {one.number for one in totals}
        kept = [i for i, number in enumerate(self.numbers) if number not in gone]
        return replace(self, numbers=[self.numbers[i] for i in kept], rows=[self.rows[i] for i in kept])


class TotalCheck:
    """Comparison of the rows that sum up others with the table's rows."""

    def __init__(self, body: Body, totals: Sequence[NamedRow]) -> None:
        self._body, self._totals = body, totals
        self._counts = added_columns(body.schema)
        self._sums = {
            one.name: [0, *accumulate(number_of(row[one.name]) for row in body.rows)]
            for one in self._counts
            if one.name not in body.unread
        }
        self._decimals = {
            name: max((decimals_of(row[name]) for row in body.rows), default=0) for name in self._sums
        }
        last = len(body.rows)
        self._ends = sorted({0, last, *(bisect(body.numbers, total.number) for total in totals)})
        self._by_other_keys: dict[str, dict[tuple[str, ...], dict[str, int | Fraction]]] = {}

    def settled(self) -> tuple[list[NamedRow], list[Finding]]:
        """Return the totals that agree with the rows they sum up, and the errors in the others."""
        agreeing: list[NamedRow] = []
        covered: list[Range] = []
        findings: list[Finding] = []
        for total in self._totals:
            violations = list(self._findings(total))
            findings += violations
            if not violations:
                agreeing.append(total)
                covered += filter(None, [self._block(total)])
        if not findings and len(self._body.schema.primaryKey) == 1:
            findings += self._left_out(covered)
        return agreeing, findings

    def is_certain_total(self, total: NamedRow) -> bool:
        """Return whether a possible total is the sum of at least two nonzero rows, and has no text cells."""
        block = self._block(total)
        if block is None or any(self._texts(total)):
            return False
        rows = self._body.rows[slice(*block)]
        return sum(any(row[name] not in ("", "0") for name in self._sums) for row in rows) > 1

    def _findings(self, total: NamedRow) -> Iterator[Finding]:
        if total.key == FISCAL_YEAR:
            yield messages.TOTAL_OF_YEARS.finding(*self._place(total, total.key))
            return
        if total.role in (Role.SUMMARY, Role.PART):
            remedy = messages.SUMMARY.remedy + self._remedy_by_declaration(total)
            place = self._place(total, total.key)
            yield messages.SUMMARY.finding(*place, remedy=remedy, name=total.label)
            return
        if violations := list(self._unreadable(total)):
            yield from violations
        elif not any(self._text(total, column) for column in self._counts):
            yield messages.EMPTY_TOTAL.finding(*self._place(total, total.key))
        else:
            yield from self._texts(total)
            if not self._agrees(total):
                yield from self._differences(total)

    def _agrees(self, total: NamedRow) -> bool:
        return self._block(total) is not None or self._agrees_with_same_keys(total)

    def rounded(self, total: NamedRow) -> bool:
        """Return whether a value of the total differs from the sum of its rows, within rounding."""
        block = self._block(total)
        if block is None:
            return False
        first, last = block
        return any(
            self._sums[name][last] - self._sums[name][first] != value
            for name, value in self._given(total).items()
        )

    def _given(self, total: NamedRow) -> dict[str, int | Fraction]:
        """Return the row's values by column, without columns that have unreadable cells."""
        texts = {one.name: self._text(total, one) for one in self._counts if one.name in self._sums}
        return {name: number_of(text) for name, text in texts.items() if text}

    def _block(self, total: NamedRow) -> Range | None:
        """Return the range of rows whose sums are the total's values; None if there is none."""
        literal = self._given(total)
        for first, last in self._ranges(total):
            if all(self._is_sum(name, first, last, value) for name, value in literal.items()):
                return first, last
        return None

    def _is_sum(self, name: str, first: int, last: int, value: int | Fraction) -> bool:
        """Return whether a value is the sum of rows; for decimals, within the rounding error of each row."""
        difference = self._sums[name][last] - self._sums[name][first] - value
        decimals = self._decimals[name]
        allowed = Fraction(last - first if decimals else 0, 2 * 10**decimals)
        return -allowed <= difference <= allowed

    def _ranges(self, total: NamedRow) -> Iterator[Range]:
        """Yield all rows, then the blocks ending above or beginning below the total, nearest first."""
        here = bisect(self._body.numbers, total.number)
        yield 0, len(self._body.rows)
        above = bisect_left(self._ends, here)
        for first in reversed(self._ends[max(0, above - _LEVELS) : above]):
            yield first, here
        below = bisect(self._ends, here)
        for last in self._ends[below : below + _LEVELS]:
            yield here, last

    def _agrees_with_same_keys(self, total: NamedRow) -> bool:
        """Return whether the row sums up the rows that share its other keys, in a table with several keys."""
        others = [one for one in self._body.schema.primaryKey if one != total.key]
        if not others:
            return False
        if total.key not in self._by_other_keys:
            sums: dict[tuple[str, ...], dict[str, int | Fraction]] = {}
            for row in self._body.rows:
                alike = sums.setdefault(tuple(row[name] for name in others), dict.fromkeys(self._sums, 0))
                for name in alike:
                    alike[name] += number_of(row[name])
            self._by_other_keys[total.key] = sums
        columns = [column for name in others if (column := self._body.schema.field(name))]
        found = self._by_other_keys[total.key].get(tuple(self._text(total, column) for column in columns))
        return found is not None and all(found[name] == value for name, value in self._given(total).items())

    def _left_out(self, covered: Sequence[Range]) -> Iterator[Finding]:
        """Yield the error for the first row outside all totals, if one of them is not a subtotal."""
        grand = next((total for total in self._totals if total.role is Role.TOTAL), None)
        included = {i for block in covered for i in range(*block)}
        rest = [number for i, number in enumerate(self._body.numbers) if i not in included]
        if grand is not None and rest:
            yield messages.LEFT_OUT_OF_TOTAL.finding(self._body.file, rest[0], name=grand.label)

    def _text(self, total: NamedRow, column: FieldDescriptor) -> str:
        """Return the parsed cell; blank if it cannot be read."""
        try:
            return read_cell(*total.cells[column.name], column).text
        except MessageError:
            return ""

    def _unreadable(self, total: NamedRow) -> Iterator[Finding]:
        for column in self._body.schema.fields:
            if column.is_numeric and column.name != total.key:
                try:
                    read_cell(*total.cells[column.name], column)
                except MessageError as error:
                    yield error.finding.at(*self._place(total, column.name))

    def _texts(self, total: NamedRow) -> Iterator[Finding]:
        bounds = bounds_of(self._body.schema)
        for column in self._body.schema.fields:
            named = column.name == total.key or column.name in self._body.schema.primaryKey
            text = total.cells[column.name][0].strip().translate(str.maketrans("－―", "--"))
            summed = column.is_numeric and (column.name not in bounds or self._is_of_all_rows(total, column))
            if not summed and not named and text not in ("", "-"):
                yield messages.NOT_ADDED.finding(*self._place(total, column.name))

    def _is_of_all_rows(self, total: NamedRow, column: FieldDescriptor) -> bool:
        """Return whether the cell sums up the whole column, as when Excel adds up all columns at once."""
        if column.name in self._body.unread:
            return False
        whole = sum(number_of(row[column.name]) for row in self._body.rows)
        text = self._text(total, column)
        return bool(text) and number_of(text) == whole

    def _differences(self, total: NamedRow) -> Iterator[Finding]:
        here = bisect(self._body.numbers, total.number)
        whole, *blocks = self._ranges(total)
        inside = 0 < here < len(self._body.rows)
        first, last = blocks[0] if blocks and (inside or total.role is Role.SUBTOTAL) else whole
        declared = self._remedy_by_declaration(total)
        for column in self._counts:
            text = self._text(total, column)
            if not text or column.name not in self._sums:
                continue
            value = self._sums[column.name][last] - self._sums[column.name][first]
            if not self._is_sum(column.name, first, last, number_of(text)):
                yield messages.TOTAL_DIFFERS.finding(
                    *self._place(total, column.name),
                    remedy=messages.TOTAL_DIFFERS.remedy + declared,
                    name=total.label,
                    literal=_shown(number_of(text), decimals_of(text)),
                    side="上" if here else "下",
                    sum=_shown(value, self._decimals[column.name]),
                )
                declared = ""

    def _remedy_by_declaration(self, total: NamedRow) -> str:
        """Return the remedy that declares the row as an item."""
        if total.key not in self._body.schema.primaryKey:
            return ""
        names = [*dict.fromkeys(row[total.key] for row in self._body.rows), total.label]
        shown = ", ".join(f'"{name}"' for name in names[-_NAMES_SHOWN:])
        listed = f"[{'…, ' if len(names) > _NAMES_SHOWN else ''}{shown}]"
        return (
            "この名前の項目なら、表の説明のこの列の enum に "
            f"{listed} のように、列のすべての名前を書いてください。"
        )

    def _place(self, total: NamedRow, name: str) -> tuple[str, int, str]:
        """Return the file, the row and the title of the named column."""
        column = self._body.schema.field(name)
        return self._body.file, total.number, column.label if column else name


def _shown(value: int | Fraction, decimals: int) -> str:
    """Format a number with commas, and the minus sign used in files: -1,234.5."""
    return format_half_up(value, decimals).replace(MINUS, "-")


def settle_totals(body: Body, totals: Sequence[NamedRow]) -> tuple[list[NamedRow], set[int], list[Finding]]:
    """Return the totals to drop, the rows of those that agree only within rounding, and the findings.

    A possible total stays in the table unless it is the sum of the rows around it.
    """
    possible = [one for one in totals if one.role is Role.POSSIBLE_TOTAL]
    certain = [one for one in totals if one.role is not Role.POSSIBLE_TOTAL]
    if possible:
        check = TotalCheck(body.without(possible), totals)
        possible = [one for one in possible if check.is_certain_total(one)]
        body = body.without(possible)
    check = TotalCheck(body, [*certain, *possible])
    agreeing, findings = check.settled()
    return agreeing, {one.number for one in agreeing if check.rounded(one)}, findings
