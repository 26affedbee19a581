"""Formulas in ``datapackage.json``: texts, or the trees of objects that older files contain.

A tree is one of::

    {"cell": "table.column", "where": {"key column": "value"}}
    {"sum": "table.column"}                       of all rows; of some with "where"
    {"sum": ["table.a", "table.b"], "where": {…}} of one row
    {"rows": "survey"}, {"answers": "survey.question"}, {"respondents": "survey.question"}
    {"increase": "table.column"}
    {"times": 3, "of": {…tree…}, "unit": "件"}

and, for a check of every row, {"each": "table", "column": "column"} on the left and {"column": "column"} on
the right.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, ModelWrapValidatorHandler, PlainValidator, PrivateAttr, model_validator

from progress_report.inputs.formulas.formula_nodes import (
    Addition,
    Column,
    Count,
    CountFunction,
    Formula,
    FormulaError,
    Increase,
    Relation,
    Sum,
    Times,
    Years,
    tables_of,
)
from progress_report.inputs.formulas.formula_parser import parse_formula, parse_relation
from progress_report.inputs.parsing.strict_models import Strict, WholeNumber, Words
from progress_report.messages import schema as messages
from progress_report.messages.descriptions import NO_FORMULA
from progress_report.model.fiscal_year import FISCAL_YEAR

_TREES = [
    {"cell"}, {"sum"}, {"rows"}, {"answers"}, {"respondents"}, {"increase"}, {"times", "of", "unit"},
    {"each", "column"}, {"column"},
]  # fmt: skip


def _names(value: Any) -> list[str]:
    """Return a list of names from one name or a list."""
    names = value if isinstance(value, list) else [value]
    if not names or not all(isinstance(name, str) for name in names):
        raise messages.NO_COLUMN_NAMES.value_error()
    return list(map(str, names))


def _relation(value: Any) -> Relation:
    if not isinstance(value, str):
        raise FormulaError(NO_FORMULA.finding(remedy="表.列 <= 表.列 のように書いてください。"))
    return parse_relation(value)


class FormulaDescriptor(Strict):
    """The formula of a value: its text, or the members of a tree."""

    cell: str | None = None
    sum: Annotated[list[str], PlainValidator(_names)] | None = None
    rows: str | None = None
    answers: str | None = None
    respondents: str | None = None
    increase: str | None = None
    where: dict[str, str] = Field(default_factory=dict)
    times: WholeNumber | None = None
    of: "FormulaDescriptor | None" = None
    unit: str | None = None
    each: str | None = None
    column: Annotated[list[str], PlainValidator(_names)] | None = None
    _written: Formula | None = PrivateAttr(None)

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, given: Any, read: ModelWrapValidatorHandler["FormulaDescriptor"]) -> "FormulaDescriptor":
        if isinstance(given, str):
            descriptor = cls.model_construct()
            descriptor._written = parse_formula(given)
            return descriptor
        if not isinstance(given, dict):
            raise messages.NO_TREE.value_error()
        descriptor = read(given)
        written = {name for name in descriptor.model_fields_set if getattr(descriptor, name) is not None}
        if written - {"where"} not in _TREES or (descriptor.where and not descriptor._columns):
            raise messages.NO_TREE.value_error()
        return descriptor

    @property
    def _columns(self) -> list[str]:
        return [self.cell] if self.cell is not None else self.sum or []

    @property
    def is_by_row(self) -> bool:
        """Whether it is a side of a check of every row of a table."""
        return self.column is not None

    @property
    def formula(self) -> Formula:
        return self.formula_in(self.each or "")

    def formula_in(self, table: str) -> Formula:
        """Return the formula; columns without a table belong to ``table``."""
        if self._written is not None:
            return self._written
        if self.times is not None and self.of is not None:
            return Times(self.times, self.unit or "", self.of.formula)
        if self.column is not None:
            columns = [Column(table, name, years=Years.ALL) for name in self.column]
            return columns[0] if len(columns) == 1 else Addition(tuple(columns))
        if self.rows is not None:
            return Count("rows", self.rows)
        if self.answers is not None:
            return _count("answers", self.answers)
        if self.respondents is not None:
            return _count("respondents", self.respondents)
        if self.increase is not None:
            return Increase(_column(self.increase, ()))
        chosen = tuple(self.where.items())
        years = Years.NEWEST if FISCAL_YEAR in self.where else Years.ALL
        columns = [_column(name, chosen, years) for name in self._columns]
        return Sum(tuple(columns)) if self.sum is not None else columns[0]


def _column(name: str, rows: tuple[tuple[str, str], ...], years: Years = Years.NEWEST) -> Column:
    table, _, column = name.partition(".")
    return Column(table, column, rows, years)


def _count(counter: CountFunction, asked: str) -> Count:
    survey, _, question = asked.partition(".")
    return Count(counter, survey, question)


class CheckDescriptor(Strict):
    """A named relation that must be true: one ``formula``, or a tree on each side of a relation."""

    name: Words
    explanation: Words
    formula: Annotated[Relation, PlainValidator(_relation)] | None = None
    left: FormulaDescriptor | None = None
    relation: Literal["=", "<="] | None = None
    right: FormulaDescriptor | None = None

    @model_validator(mode="after")
    def _one_relation(self) -> "CheckDescriptor":
        sides = [one for one in (self.left, self.relation, self.right) if one is not None]
        if len(sides) != (0 if self.formula else 3):
            raise messages.WRONG_CHECK.value_error()
        if self.left is not None and self.right is not None:
            shapes = (self.left.is_by_row, self.right.is_by_row, bool(self.left.each), bool(self.right.each))
            if shapes not in ((False,) * 4, (True, True, True, False)):
                raise messages.WRONG_CHECK_BY_ROW.value_error()
        return self

    @property
    def required(self) -> Relation:
        """The relation that must be true."""
        if self.formula is not None:
            return self.formula
        assert self.left and self.relation and self.right, "else there is a formula"
        return Relation(self.left.formula, self.relation, self.right.formula_in(self.left.each or ""))

    @property
    def tables(self) -> set[str]:
        return tables_of(*self.required.sides)
