"""Typed nodes of formulas over a year's tables and surveys, for checks, indicators and plans.

``str`` of a node is a formula that the parser (``formula_parser``) accepts; ``formula_values`` evaluates
nodes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal

from progress_report.messages.message import MessageError
from progress_report.model.findings import Finding, shortened

_LONGEST_QUOTED = 60
_BARE_LITERAL = re.compile(r"[0-9]+(?:%|(?:[ぁ-んァ-ヴ一-龠々]+))")

CountFunction = Literal["rows", "respondents", "answers"]


@dataclass(frozen=True, slots=True)
class Span:
    """The position of a node in the text of its formula."""

    text: str
    start: int
    end: int

    def __str__(self) -> str:
        """Return the beginning of a message: 「式「sum(systems.don)」の5文字目「systems.don」：」."""
        formula, part = f"式「{shortened(self.text, _LONGEST_QUOTED)}」", self.text[self.start : self.end]
        if part == self.text:
            return f"{formula}："
        quoted = (
            f"の{self.start + 1}文字目「{shortened(part, _LONGEST_QUOTED)}」" if part.strip() else "の終わり"
        )
        return f"{formula}{quoted}："


class FormulaError(MessageError):
    """A formula that cannot be parsed or evaluated; the message begins with the position in it."""

    def __init__(self, finding: Finding, at: Span | None = None) -> None:
        super().__init__(replace(finding, message=f"{at or ''}{finding.message}"))


class Years(Enum):
    """The rows that a column of a table by fiscal year selects if no year is written."""

    NEWEST = ""
    PREVIOUS = "previous"
    ALL = "all_years"


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a column in the rows whose keys are ``rows``: ``systems.done[system='小型電算']``.

    In a table by fiscal year, those of the newest year, unless ``years`` or ``rows`` choose others.
    """

    table: str
    name: str
    rows: tuple[tuple[str, str], ...] = ()
    years: Years = Years.NEWEST
    at: Span | None = field(default=None, compare=False)

    @property
    def full_name(self) -> str:
        return f"{self.table}.{self.name}"

    def __str__(self) -> str:
        chosen = ", ".join(f"{key}={_quoted(value)}" for key, value in self.rows)
        written = f"{self.full_name}[{chosen}]" if chosen else self.full_name
        return f"{self.years.value}({written})" if self.years.value else written


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of all values of one or more columns; blanks are ignored."""

    columns: tuple[Column, ...]
    at: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"sum({', '.join(map(str, self.columns))})"


@dataclass(frozen=True, slots=True)
class Increase:
    """The newest fiscal year's value minus that of the year before."""

    column: Column
    at: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"increase({self.column})"


@dataclass(frozen=True, slots=True)
class Count:
    """The number of rows of a survey, of respondents to a question, or of answers to a question."""

    counter: CountFunction
    survey: str
    question: str = ""
    at: Span | None = field(default=None, compare=False)

    @property
    def asked(self) -> str:
        return f"{self.survey}.{self.question}" if self.question else self.survey

    def __str__(self) -> str:
        return f"{self.counter}({self.asked})"


@dataclass(frozen=True, slots=True)
class Times:
    """A literal quantity per counted thing: ``3件 * sum(…)``."""

    number: int
    unit: str
    of: "Formula"
    at: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        literal = f"{self.number}{self.unit}"
        each = literal if _BARE_LITERAL.fullmatch(literal) else _quoted(literal)
        return f"{each} * {_inside(self.of, Times, Addition, Subtraction)}"


@dataclass(frozen=True, slots=True)
class Addition:
    """The sum of terms; blanks are ignored."""

    terms: tuple["Formula", ...]
    at: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        first, *others = self.terms
        return " + ".join([_inside(first, Addition), *(_inside(o, Addition, Subtraction) for o in others)])


@dataclass(frozen=True, slots=True)
class Subtraction:
    """One value minus another."""

    left: "Formula"
    right: "Formula"
    at: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.left} - {_inside(self.right, Addition, Subtraction)}"


@dataclass(frozen=True, slots=True)
class Division:
    """A share in per cent; never part of another formula."""

    part: "Formula"
    whole: "Formula"
    at: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        part, whole = (
            _inside(self.part, Addition, Subtraction),
            _inside(self.whole, Addition, Subtraction, Times),
        )
        return f"{part} / {whole}"


Formula = Column | Sum | Increase | Count | Times | Addition | Subtraction | Division


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of two formulas that a check requires."""

    left: Formula
    sign: Literal["=", "<="]
    right: Formula
    at: Span | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"

    @property
    def sides(self) -> tuple[Formula, Formula]:
        return self.left, self.right


def nodes_of(formula: Formula) -> Iterator[Formula]:
    """Yield the formula and every formula in it, from left to right."""
    yield formula
    for inner in _operands(formula):
        yield from nodes_of(inner)


def _operands(formula: Formula) -> tuple[Formula, ...]:
    match formula:
        case Column() | Count():
            return ()
        case Sum(columns):
            return columns
        case Increase(column):
            return (column,)
        case Times(of=inner):
            return (inner,)
        case Addition(terms):
            return terms
        case Subtraction(left, right) | Division(left, right):
            return left, right


def columns_of(formula: Formula) -> list[Column]:
    """Return every column that a formula reads."""
    return [node for node in nodes_of(formula) if isinstance(node, Column)]


def tables_of(*formulas: Formula) -> set[str]:
    """Return the tables and surveys that formulas read."""
    nodes = [node for formula in formulas for node in nodes_of(formula)]
    tables = {node.table for node in nodes if isinstance(node, Column)}
    return tables | {node.survey for node in nodes if isinstance(node, Count)}


def with_columns(formula: Formula, change: Callable[[Column], Column]) -> Formula:
    """Return the formula with every column replaced by ``change``."""
    match formula:
        case Column():
            return change(formula)
        case Count():
            return formula
        case Sum(columns):
            return replace(formula, columns=tuple(map(change, columns)))
        case Increase(column):
            return replace(formula, column=change(column))
        case Times(of=inner):
            return replace(formula, of=with_columns(inner, change))
        case Addition(terms):
            return replace(formula, terms=tuple(with_columns(term, change) for term in terms))
        case Subtraction(left, right):
            return replace(formula, left=with_columns(left, change), right=with_columns(right, change))
        case Division(part, whole):
            return replace(formula, part=with_columns(part, change), whole=with_columns(whole, change))


def _inside(formula: Formula, *kinds: type) -> str:
    """Return the text of an operand, in parentheses if it is of one of the kinds."""
    return f"({formula})" if isinstance(formula, kinds) else str(formula)


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
