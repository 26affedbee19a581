"""Blocks: what a notebook cell displays and a section is made of."""

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
    """A labelled remark beneath a table or chart: 時点, 比較, 単位, 設問, 回答者数, 出典 …

    ``elsewhere``: it is printed once for all figures, at the report's beginning.
    """

    label: str
    content: Runs
    elsewhere: bool | None = Optional


class Note(Model):
    """A ※ note; mark and anchor are given when stitched."""

    name: str
    content: Runs
    origin: ProseOrigin | None = Optional
    mark: str | None = Optional
    anchor: str | None = Optional


class Doubt(Model):
    """A finding that arose while the block was made, as ``Finding.to_json`` gives it."""

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
    """What all blocks have. ``quantities``: those printed, and those they were computed from, by identifier.

    ``cell``: the notebook's cell that shows it, given when stitched; ``written``: the entry of the parameters
    that adds it to a section.
    """

    illustrative: bool
    quantities: dict[QuantityId, QuantityRecord]
    findings: list[Doubt]
    cell: str | None = Optional
    written: ParameterOrigin | None = Optional


class Numbered(Block):
    """What has a number (1, (1), ①, ○, 表1, 図1, ポイント) and can be linked to, when stitched.

    The number is empty for a heading that has none.
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
    """Several paragraphs as one cell shows them: no block of the document, which has each for itself."""

    type: Literal["paragraphs"]
    paragraphs: list[Paragraph]


class ItemList(Block):
    """A list whose items begin with ○ or ・; ``origins``: one an item, where they are prose."""

    type: Literal["list"]
    marker: Literal["○", "・"]
    items: list[Runs]
    origins: list[ProseOrigin | None] | None = Optional


class Drawing(Model):
    """An SVG, and what it prints (``labels``)."""

    svg: str
    labels: list[Runs]


class Picture(Drawing):
    """A drawing with its alternative text."""

    alternative: Annotated[Runs, Field(min_length=1)]


class Figure(Numbered):
    """What tables, charts and highlights have in common."""

    name: str
    title: Runs
    notes: list[Note]
    facts: list[Fact]

    @property
    @abstractmethod
    def value_grid(self) -> Grid:
        """The cells that hold the figure's values, shown as a table or not."""

    @property
    def drawings(self) -> "Sequence[Picture | Chart]":
        """What is drawn in the figure, in order."""
        return []

    @property
    def facts_beneath(self) -> list[Fact]:
        """The facts that are printed beneath the figure."""
        return [fact for fact in self.facts if not fact.elsewhere]


class Table(Figure):
    """A table with its title, the notes on it and the facts beneath it."""

    type: Literal["table"]
    grid: Grid

    @property
    def value_grid(self) -> Grid:
        return self.grid


class Chart(Figure):
    """A figure: its SVG, what the SVG prints, its values and alternative text.

    ``conclusion``: what it shows, in one line; ``narrow``: the same chart as it is drawn for a phone.
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
    """The figures that a reader will ask about: each row of the grid a card.

    ``pictures``: only in reports of earlier versions, one a row, None where a value could not be drawn.
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
    """A picture from a file: its content in base64, and the text that a person wrote of it.

    ``sha256``: of the file as it was delivered, of which ``content`` has what draws it; ``width`` and
    ``height``: in pixels, or in an SVG's own units.
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


class Remark(Block):
    """For reviewers: why a cell displays no block of the report, and the survey not conducted, if any."""

    type: Literal["remark"]
    text: str
    survey: str


class Check(Model):
    """A named cross-check that passed: what it holds, and the two sides it compared."""

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
    Heading | Paragraph | ItemList | Table | Chart | Highlights | Image | Omission | Remark | Checks,
    Field(discriminator="type"),
]
_SHOWN: TypeAdapter[AnyBlock | Paragraphs] = TypeAdapter(
    Annotated[AnyBlock | Paragraphs, Field(discriminator="type")]
)


def blocks_of(value: Any) -> list[AnyBlock]:
    """Return the blocks that a notebook's cell displays as JSON. pydantic's ValidationError."""
    shown = _SHOWN.validate_python(value)
    return [*shown.paragraphs] if isinstance(shown, Paragraphs) else [shown]
