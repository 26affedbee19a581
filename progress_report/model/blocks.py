"""Blocks: what a notebook cell displays and a report is made of.

``to_json()`` of every block obeys ``document.schema.json``; that JSON is the document.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from progress_report.model.findings import Finding
from progress_report.model.inline import Fragment, Number, is_illustrative, plain_text, quantities_in
from progress_report.model.quantity import Quantity

MIME_TYPE = "application/vnd.progress-report.block.v1+json"
SAMPLE_STAMP = "サンプルデータ（架空）"


def fragment_json(fragment: Fragment) -> list[dict[str, Any]]:
    return [run.to_json() for run in fragment]


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled remark beneath a table or chart: 時点, 比較, 単位, 設問, 回答者数, 出典 …"""

    label: str
    content: Fragment

    def to_json(self) -> dict[str, Any]:
        return {"label": self.label, "content": fragment_json(self.content)}


@dataclass(frozen=True, slots=True)
class TableNote:
    """A ※ note; it explains where its name is referred to, or the whole table if nowhere."""

    name: str
    content: Fragment

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "content": fragment_json(self.content)}


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell, possibly merged; ``items`` (a list inside the cell) replaces ``content``."""

    content: Fragment = ()
    header: str = ""  # "column", "row" or "" for a data cell
    columns: int = 1
    rows: int = 1
    items: tuple[Fragment, ...] = ()
    emphasis: bool = False

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        return (self.content, *self.items)

    def to_json(self, alignment: str) -> dict[str, Any]:
        return {
            "content": fragment_json(self.content),
            "items": [fragment_json(item) for item in self.items],
            "header": self.header,
            "alignment": alignment,
            "columns": self.columns,
            "rows": self.rows,
            "emphasis": self.emphasis,
        }


Rows = Sequence[Sequence[TableCell]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a table: header rows, body rows, and how many leading columns are headers."""

    head: Rows
    body: Rows
    stub_columns: int
    alignments: tuple[str, ...]  # "left" or "right", one a column

    @property
    def cells(self) -> Iterator[TableCell]:
        return (cell for rows in (self.head, self.body) for row in rows for cell in row)

    def to_json(self) -> dict[str, Any]:
        return {
            "head": [[cell.to_json("center") for _, cell in row] for row in _placed(self.head)],
            "body": [
                [cell.to_json(self.alignments[column]) for column, cell in row] for row in _placed(self.body)
            ],
            "stub_columns": self.stub_columns,
            "weights": self._weights(),
        }

    def _weights(self) -> list[int]:
        """Each column's part of the width that is left over; 0 is as wide as its content.

        Words take what is left; where there are only numbers, each column by its longest cell.
        """
        stub, data = self.alignments[: self.stub_columns], self.alignments[self.stub_columns :]
        longest = [_NARROWEST] * len(self.alignments)
        for row in _placed(self.body):
            for column, cell in row:
                longest[column] = max(longest[column], len(plain_text(cell.content)))
        if "left" in data:
            return [0] * len(stub) + [int(alignment == "left") for alignment in data]
        return [0] * len(stub) + longest[self.stub_columns :]


_NARROWEST = 8  # characters, so that a header over short numbers is not squeezed


def _placed(rows: Rows) -> Iterator[list[tuple[int, TableCell]]]:
    """Each row's cells with the column they begin in, cells merged from above taken into account."""
    occupied: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column, placed = 0, []
        for cell in row:
            while (number, column) in occupied:
                column += 1
            occupied |= {(number + i, column + j) for i in range(cell.rows) for j in range(cell.columns)}
            placed.append((column, cell))
            column += cell.columns
        yield placed


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Base of all blocks; ``findings`` are doubts that arose while it was made."""

    type: ClassVar[str]
    findings: tuple[Finding, ...] = field(default=())

    def fragments(self) -> Iterable[Fragment]:
        """Every fragment the block prints."""
        raise NotImplementedError

    def body_json(self) -> dict[str, Any]:
        """The members that this type of block has beyond those all blocks share."""
        raise NotImplementedError

    def quantities(self) -> Iterator[Quantity]:
        """All quantities printed in the block and those they were computed from."""
        for fragment in self.fragments():
            for quantity in quantities_in(fragment):
                yield from quantity.with_operands()

    @property
    def illustrative(self) -> bool:
        """Whether anything printed in the block, a date or label too, comes from invented data."""
        return any(is_illustrative(fragment) for fragment in self.fragments())

    def to_json(self) -> dict[str, Any]:
        quantities = {quantity.identifier: quantity.to_json() for quantity in self.quantities()}
        return {
            "type": self.type,
            **self.body_json(),
            "illustrative": self.illustrative,
            "quantities": dict(sorted(quantities.items())),
            "findings": [finding.to_json() for finding in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """Levels 1 to 4, numbered 1, (1), ①, ○ when stitched."""

    type: ClassVar[str] = "heading"
    level: int
    content: Fragment

    def fragments(self) -> Iterable[Fragment]:
        return (self.content,)

    def body_json(self) -> dict[str, Any]:
        return {"level": self.level, "content": fragment_json(self.content)}


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    type: ClassVar[str] = "paragraph"
    content: Fragment

    def fragments(self) -> Iterable[Fragment]:
        return (self.content,)

    def body_json(self) -> dict[str, Any]:
        return {"content": fragment_json(self.content)}


@dataclass(frozen=True, slots=True)
class ItemList(Block):
    """A list whose items begin with ○ or ・."""

    type: ClassVar[str] = "list"
    items: tuple[Fragment, ...]
    marker: str = "○"

    def fragments(self) -> Iterable[Fragment]:
        return self.items

    def body_json(self) -> dict[str, Any]:
        return {"marker": self.marker, "items": [fragment_json(item) for item in self.items]}


@dataclass(frozen=True, slots=True)
class Table(Block):
    type: ClassVar[str] = "table"
    name: str
    title: Fragment
    grid: Grid
    notes: tuple[TableNote, ...] = ()
    facts: tuple[Fact, ...] = ()

    def fragments(self) -> Iterable[Fragment]:
        yield self.title
        for cell in self.grid.cells:
            yield from cell.fragments
        yield from (note.content for note in self.notes)
        yield from (fact.content for fact in self.facts)

    def body_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": fragment_json(self.title),
            "grid": self.grid.to_json(),
            "notes": [note.to_json() for note in self.notes],
            "facts": [fact.to_json() for fact in self.facts],
        }


@dataclass(frozen=True, slots=True)
class Chart(Block):
    """A figure: its SVG, what the SVG prints (``labels``), its values and alternative text."""

    type: ClassVar[str] = "chart"
    name: str
    title: Fragment
    svg: str
    labels: tuple[Fragment, ...]
    alternative: Fragment
    values: Grid
    facts: tuple[Fact, ...] = ()
    notes: tuple[TableNote, ...] = ()

    def fragments(self) -> Iterable[Fragment]:
        yield self.title
        yield from self.labels
        yield self.alternative
        for cell in self.values.cells:
            yield from cell.fragments
        yield from (fact.content for fact in self.facts)
        yield from (note.content for note in self.notes)

    def body_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": fragment_json(self.title),
            "svg": self.svg,
            "labels": [fragment_json(label) for label in self.labels],
            "alternative": fragment_json(self.alternative),
            "values": self.values.to_json(),
            "facts": [fact.to_json() for fact in self.facts],
            "notes": [note.to_json() for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Omission(Block):
    """A figure left out, and why (its data are 未収録)."""

    type: ClassVar[str] = "omission"
    title: Fragment
    reason: Fragment

    def fragments(self) -> Iterable[Fragment]:
        return (self.title, self.reason)

    def body_json(self) -> dict[str, Any]:
        return {"title": fragment_json(self.title), "reason": fragment_json(self.reason)}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A named cross-check that passed: what it holds, and the two sides it compared."""

    name: str
    explanation: str
    left: Quantity
    relation: str
    right: Quantity

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "explanation": self.explanation,
            "left": Number(self.left).to_json(),
            "relation": self.relation,
            "right": Number(self.right).to_json(),
        }


@dataclass(frozen=True, slots=True)
class Checks(Block):
    """For reviewers: shown in the notebook, left out of the report."""

    type: ClassVar[str] = "checks"
    results: tuple[CheckResult, ...]

    def fragments(self) -> Iterable[Fragment]:
        return ((Number(result.left), Number(result.right)) for result in self.results)

    def body_json(self) -> dict[str, Any]:
        return {"results": [result.to_json() for result in self.results]}
