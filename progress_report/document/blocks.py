"""Blocks: the output of a notebook cell and the parts of a section."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from progress_report.document.grids import Grid
from progress_report.document.models import Model, Optional
from progress_report.document.origins import ParameterOrigin, ProseOrigin, QuantityId, QuantityRecord
from progress_report.document.runs import Number, Runs
from progress_report.model.findings import Finding


class Fact(Model):
    """A labelled remark below a table or chart: 時点, 比較, 単位, 設問, 回答者数, 出典 …

    ``elsewhere``: it is printed once for all figures, at the report's beginning.
    """

    label: str
    content: Runs
    elsewhere: bool | None = Optional


class Note(Model):
    """A ※ note; mark and anchor are assigned when stitched."""

    name: str
    content: Runs
    origin: ProseOrigin | None = Optional
    mark: str | None = Optional
    anchor: str | None = Optional


class Doubt(Model):
    """A finding raised while the block was made, as in ``Finding.to_json``."""

    grade: Literal["誤り", "要確認", "記録"]
    message: str
    remedy: str
    file: str
    row: int | None
    column: str
    rows: list[Annotated[int, Field(ge=1)]] | None = Optional
    code: str | None = Optional

    @property
    def finding(self) -> Finding:
        return Finding.from_json(self.to_json())


class Block(Model):
    """Members common to all blocks.

    ``quantities``: the printed ones and their operands, by identifier. ``cell``: the notebook cell that shows
    the block, assigned when stitched; ``written``: the entry of the parameters that adds it to a section.
    """

    illustrative: bool
    quantities: dict[QuantityId, QuantityRecord]
    findings: list[Doubt]
    cell: str | None = Optional
    written: ParameterOrigin | None = Optional


class Numbered(Block):
    """A block with a number (1, (1), ①, ○, 表1, 図1, ポイント) and an anchor, assigned when stitched.

    The number is empty for an unnumbered heading.
    """

    number: str | None = Optional
    anchor: str | None = Optional


class Heading(Numbered):
    """Levels 1 to 4, numbered 1, (1), ①, ○."""

    type: Literal["heading"]
    level: Annotated[int, Field(ge=1, le=4)]
    content: Runs


class Paragraph(Block):
    """Running text."""

    type: Literal["paragraph"]
    content: Runs
    origin: ProseOrigin | None = Optional


class Paragraphs(Block):
    """Several paragraphs shown by one cell; the document stores each one as a block of its own."""

    type: Literal["paragraphs"]
    paragraphs: list[Paragraph]


class ItemList(Block):
    """A list whose items begin with ○ or ・; ``origins``: one per item, for prose."""

    type: Literal["list"]
    marker: Literal["○", "・"]
    items: list[Runs]
    origins: list[ProseOrigin | None] | None = Optional


class Drawing(Model):
    """An SVG, and the labels that it prints."""

    svg: str
    labels: list[Runs]


class Picture(Drawing):
    """A drawing with its alternative text."""

    alternative: Annotated[Runs, Field(min_length=1)]


class Figure(Numbered):
    """Members common to tables, charts and highlights."""

    name: str
    title: Runs
    notes: list[Note]
    facts: list[Fact]

    @property
    @abstractmethod
    def value_grid(self) -> Grid:
        """The cells with the figure's values, whether shown as a table or not."""

    @property
    def drawings(self) -> "Sequence[Picture | Chart]":
        """The figure's drawings, in order."""
        return []

    @property
    def facts_beneath(self) -> list[Fact]:
        """The facts that are printed below the figure."""
        return [fact for fact in self.facts if not fact.elsewhere]


class Table(Figure):
    """A table with its title, notes and facts."""

    type: Literal["table"]
    grid: Grid

    @property
    def value_grid(self) -> Grid:
        return self.grid


class Chart(Figure):
    """A figure: its SVG, the labels that it prints, its values and alternative text.

    ``conclusion``: its message, in one line; ``narrow``: the same chart as it is drawn for a phone.
    """

    type: Literal["chart"]
    svg: str
    labels: list[Runs]
    alternative: Annotated[Runs, Field(min_length=1)]
    values: Grid
    conclusion: Runs | None = Optional
    narrow: Drawing | None = Optional

    @property
    def value_grid(self) -> Grid:
        return self.values

    @property
    def drawings(self) -> "Sequence[Picture | Chart]":
        return [self]


class Highlights(Figure):
    """The key figures: each row of the grid is a card.

    ``pictures``: only in reports of earlier versions, one per row, None if a value could not be drawn.
    """

    type: Literal["highlights"]
    notes: Annotated[list[Note], Field(max_length=0)]
    grid: Grid
    pictures: list[Picture | None] | None = Optional

    @property
    def value_grid(self) -> Grid:
        return self.grid

    @property
    def drawings(self) -> "Sequence[Picture | Chart]":
        return [picture for picture in self.pictures or () if picture is not None]


class Image(Numbered):
    """A picture from a file: its content in base64, and its alternative text, written by a person.

    ``sha256``: of the file as received, whose drawing is in ``content``; ``width`` and ``height``: in pixels,
    or in an SVG's own units.
    """

    type: Literal["image"]
    name: str
    title: Runs
    file: str
    media_type: Literal["image/png", "image/svg+xml"]
    content: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]+=*$")]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    width: Annotated[float, Field(gt=0)]
    height: Annotated[float, Field(gt=0)]
    alternative: Annotated[Runs, Field(min_length=1)]
    facts: list[Fact]


class Omission(Block):
    """A figure left out, and why (its data are 未収録)."""

    type: Literal["omission"]
    title: Runs
    reason: Runs


class Term(Model):
    """A term and its explanation, as the parameters write them (``written``).

    ``use``: the anchor of its first use in the report's running text.
    """

    name: Runs
    reading: Runs
    content: Runs
    written: ParameterOrigin
    anchor: str
    use: str | None = Optional


class Glossary(Block):
    """The terms that the report explains."""

    type: Literal["terms"]
    entries: Annotated[list[Term], Field(min_length=1)]


class Remark(Block):
    """A note for reviewers: why a cell displays no block, and the survey not conducted, if any."""

    type: Literal["remark"]
    text: str
    survey: str


class Check(Model):
    """A named cross-check that passed: its explanation and the two values compared."""

    name: str
    explanation: str
    left: Number
    relation: Literal["=", "≤"]
    right: Number


class Checks(Block):
    """For reviewers: shown in the notebook, left out of the report."""

    type: Literal["checks"]
    results: list[Check]


AnyBlock = Annotated[
    Heading
    | Paragraph
    | ItemList
    | Table
    | Chart
    | Highlights
    | Image
    | Omission
    | Glossary
    | Remark
    | Checks,
    Field(discriminator="type"),
]
_SHOWN: TypeAdapter[AnyBlock | Paragraphs] = TypeAdapter(
    Annotated[AnyBlock | Paragraphs, Field(discriminator="type")]
)


def blocks_of(value: Any) -> list[AnyBlock]:
    """Return the blocks that a notebook's cell displays as JSON, or raise pydantic's ValidationError."""
    shown = _SHOWN.validate_python(value)
    return [*shown.paragraphs] if isinstance(shown, Paragraphs) else [shown]
