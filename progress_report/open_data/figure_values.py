"""The values of the document's tables and charts: numbers, dates and words, cell by cell.

Both the CSV files and the workbook are made from these values, so that they cannot differ.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from progress_report.document.blocks import Figure
from progress_report.document.document import Document
from progress_report.document.grids import Grid, GridCell, Headers, PlacedCell
from progress_report.document.origins import (
    CountOrigin,
    Leaf,
    ParameterOrigin,
    QuantityRecord,
)
from progress_report.document.runs import (
    Date,
    LineBreak,
    NoteMark,
    Number,
    Run,
    Runs,
    runs_text,
)
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.quantity import PERCENT
from progress_report.provenance.ledger import leaves, run_origins

Kind = Literal["number", "date", "text", "blank"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# A number in a table cell is surrounded only by brackets and note marks: 「241 (39.0%)」「2※」.
_BRACKETS = re.compile(r"[\s()（）]*")
# Control characters and characters not allowed in XML.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class PrintedValue:
    """One value of a cell as printed; a number with its quantity, a date with its ISO form.

    ``change``: the sign of a number is printed as a word (3.1ポイント増).
    """

    kind: Kind
    text: str = ""
    quantity: str = ""
    iso: str = ""
    change: bool = False

    @classmethod
    def of_number(cls, number: Number) -> "PrintedValue":
        """Return the value of a run."""
        return cls("number", number.text, quantity=number.id, change=bool(number.change))


@dataclass(frozen=True, slots=True)
class FigureValues:
    """A table, or the values of a chart, with everything printed about it."""

    block: Figure
    grid: Grid
    head: list[list[PlacedCell]]
    body: list[list[PlacedCell]]
    headers: Headers

    @property
    def name(self) -> str:
        return self.block.name

    @property
    def number(self) -> str:
        """表1, 図1: also the name of its sheet."""
        return self.block.number or ""

    @property
    def title(self) -> str:
        return printable_text(self.block.title)

    @property
    def columns(self) -> int:
        return max(cell.columns.stop for row in (*self.head, *self.body) for cell in row)

    @property
    def stamp(self) -> str:
        """サンプルデータ（架空） if anything in the figure is invented."""
        return SAMPLE_STAMP if self.block.illustrative else ""

    @property
    def notes(self) -> list[str]:
        return [f"{note.mark} {printable_text(note.content)}" for note in self.block.notes]

    @property
    def facts(self) -> dict[str, str]:
        return {fact.label: printable_text(fact.content) for fact in self.block.facts}

    def quantity(self, value: PrintedValue) -> QuantityRecord:
        """Return the quantity of a number."""
        return self.block.quantities[value.quantity]

    def exact(self, value: PrintedValue) -> Fraction | None:
        """Return a number as stored: a share as a ratio; None if undefined (0 of 0)."""
        exact = self.quantity(value).value
        return None if exact is None else Fraction(exact)

    def unit(self, value: PrintedValue) -> str:
        return self.quantity(value).unit if value.quantity else ""

    def units(self) -> list[str]:
        """Return the units of all values in order, each once."""
        cells = (cell.cell for row in self.body for cell in row if not cell.cell.header)
        units = (self.unit(value) for cell in cells for value in cell_values(cell))
        return [unit for unit in dict.fromkeys(units) if unit]

    def origins(self, quantity: str) -> Iterator[Leaf]:
        """Yield the origins of a quantity, through all of its operands."""
        return leaves(quantity, self.block.quantities)

    def files(self) -> list[str]:
        """Return the source files of the printed values, in alphabetical order."""
        cells = (cell.cell for row in (*self.head, *self.body) for cell in row)
        runs = (run for cell in cells for runs in (cell.content, *cell.items) for run in runs)
        return sorted({origin.file for run in runs for origin in run_origins(run, self.block.quantities)})

    def columns_counted(self, file: str) -> set[str]:
        """Return the columns of a file whose rows were counted."""
        origins = (origin for quantity in self.block.quantities for origin in self.origins(quantity))
        return {
            column
            for origin in origins
            if isinstance(origin, CountOrigin) and origin.file == file
            for column in origin.column.split("、")
        }

    def is_illustrative(self, value: PrintedValue) -> bool:
        """Return whether the value is invented, or could be.

        In a figure with invented data only a number read entirely from published data is not: the document
        does not record whether words and parameters are invented.
        """
        if not self.block.illustrative or not value.quantity:
            return self.block.illustrative
        origins = self.origins(value.quantity)
        return any(isinstance(origin, ParameterOrigin) or origin.illustrative for origin in origins)


def figure_values(document: Document) -> list[FigureValues]:
    """Return all tables, charts and highlights in reading order.

    PublishingError if a name is not a valid file name.
    """
    blocks = [block for block in document.blocks if isinstance(block, Figure)]
    taken: dict[str, str] = {}
    findings = []
    for name in (block.name for block in blocks):
        if not _NAME.fullmatch(name):
            remedy = "英字で始まる英数字・_・- の名前にしてください。"
            findings.append(Finding(f"表・図の名前「{name}」はファイル名にできません。", remedy))
        elif other := taken.get(name.lower()):
            message = f"表・図の名前「{other}」と「{name}」は、大文字と小文字だけの違いです。"
            findings.append(Finding(message, "別の名前にしてください。"))
        taken[name.lower()] = name
    if findings:
        raise PublishingError(findings)
    placed = ((block, block.value_grid.placed()) for block in blocks)
    return [
        FigureValues(block, block.value_grid, rows.head, rows.body, Headers(rows)) for block, rows in placed
    ]


def cell_values(cell: GridCell) -> list[PrintedValue]:
    """Return the values in a cell in order: two for 「241 (39.0%)」, one for each item of a list.

    Words that contain a number are one value, the number a further one.
    """
    return [value for runs in cell.items or [cell.content] for value in _values(runs)]


def _values(runs: Runs) -> Iterator[PrintedValue]:
    numbers = [run for run in runs if isinstance(run, Number)]
    dates = [run for run in runs if isinstance(run, Date)]
    others = [run for run in runs if not isinstance(run, Number | NoteMark)]
    text = printable_text(runs)
    if numbers and _BRACKETS.fullmatch(printable_text(others)):
        pass  # the numbers are all that the cell says
    elif not text.strip():
        yield PrintedValue("blank", "".join(map(_marked, runs)))
    elif len(dates) == 1 and _BRACKETS.fullmatch(
        printable_text([run for run in others if run is not dates[0]])
    ):
        yield PrintedValue("date", text, iso=dates[0].iso)
    else:
        yield PrintedValue("text", text)
    yield from map(PrintedValue.of_number, numbers)


def displayed_unit(value: Fraction, unit: str) -> Fraction:
    """Return the exact value in its printed unit: a share, stored as a ratio, in per cent."""
    return value * 100 if unit == PERCENT else value


def printable_text(runs: Iterable[Run]) -> str:
    """Return the printed words, without note marks and line breaks."""
    return printable(runs_text(runs))


def _marked(run: Run) -> str:
    """Return what a run prints, a note's mark or a line break too."""
    if isinstance(run, LineBreak):
        return "\n"
    return printable((run.mark or "") if isinstance(run, NoteMark) else run.text)


def printable(text: str) -> str:
    """Replace each character that would break a record or a cell by a blank."""
    return _UNPRINTABLE.sub(" ", text)
