"""Origins of values, and the exact values of a block."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from progress_report.document.models import Model, NotNegative

QuantityId = Annotated[str, StringConstraints(pattern=r"^q[0-9a-f]{12}$")]


class CellOrigin(Model):
    """A cell of a data file, by file, row and column."""

    kind: Literal["data"] = "data"
    file: str
    row: int
    column: str
    column_title: str
    illustrative: bool


class CountOrigin(Model):
    """A count over rows of a data file: its column, predicate and number of matching rows."""

    kind: Literal["aggregate"] = "aggregate"
    file: str
    column: str
    column_title: str
    predicate: str
    matched: int
    illustrative: bool


class ParameterOrigin(Model):
    """A value of the parameters or a descriptor, by file, line and name; line 0 is the file as a whole."""

    kind: Literal["parameter"] = "parameter"
    file: str
    line: int
    name: str


class ProseOrigin(Model):
    """The place of a text in the parameters: its entry, paragraph (from 0) and line.

    ``section`` is empty for texts outside the sections; ``template`` is the text as written, with its
    ``{names}``.
    """

    section: str
    name: str
    index: NotNegative
    file: str
    line: NotNegative
    template: str


class ComputedOrigin(Model):
    """An operation (``+`` ``−`` ``÷``, ``ポイント差``) on other quantities of the same block."""

    kind: Literal["computed"] = "computed"
    operation: str
    operands: list[QuantityId]


Leaf = CellOrigin | CountOrigin | ParameterOrigin
Origin = Annotated[
    CellOrigin | CountOrigin | ParameterOrigin | ComputedOrigin,
    Field(discriminator="kind"),
]


def is_illustrative(origin: Origin) -> bool:
    """Return whether a value was read from invented sample data."""
    return isinstance(origin, CellOrigin | CountOrigin) and origin.illustrative


class QuantityRecord(Model):
    """A quantity: exact value (an integer or fraction; None if undefined), unit, and printed text."""

    value: Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(/[0-9]+)?$")] | None
    unit: str
    decimals: NotNegative
    text: str
    origin: Origin
