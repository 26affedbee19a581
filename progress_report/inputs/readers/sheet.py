"""A sheet of cells as received, independent of the file type."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from progress_report.inputs.readers.normalizations import Normalization
from progress_report.messages import table_files as messages
from progress_report.model.findings import ReportError

Line = tuple[int, list[str]]
MOST_ROWS, MOST_COLUMNS = 100_000, 500
MOST_CELLS = 500_000  # rows times columns
LONGEST_CELL = 32_767  # Excel's own limit
LINES_SEARCHED = 30  # for a header, or for the line of a form


class CellKind(Enum):
    """The kind of a workbook's cell, if it does not follow from the cell's text."""

    NUMBER = auto()
    FORMATTED = auto()  # a number whose format adds something; the text is as shown: 001, 302件, 令和6年
    ZERO = auto()  # a formula's 0, which a reference to an empty cell also gives
    SHARE = auto()  # an unrounded share shown as a percentage; the text is as shown: 99.2%
    SCALED = auto()  # the shown number differs from the cell's: percentage, thousands, rounded
    CONCEALED = auto()  # the format shows nothing of the value, or 「－」
    DATE = auto()
    MONTH = auto()  # a date shown without its day
    PARTIAL_DATE = auto()  # a date shown without its year or month
    BOOLEAN = auto()
    ERROR = auto()
    UNCALCULATED = auto()
    STRUCK = auto()  # all or a part of the text is struck out
    RAISED = auto()  # all or a part of the text is superscript or subscript


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Merged cells: row numbers, and column indexes from 0, both inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines, including blank ones, by number in the file; ``kinds`` of cells by line and column from 0."""

    file: str
    lines: list[Line]
    kinds: Mapping[tuple[int, int], CellKind] = field(default_factory=dict)
    spans: tuple[MergedCells, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    total_rows: frozenset[int] = frozenset()  # of Excel's tables that show a total row
    normalizations: tuple[Normalization, ...] = ()
    form_property: str = ""  # of a workbook written by ``request``: see ``forms``


def is_blank(cells: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in cells)


def filled_cells(cells: list[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def require_size(rows: int, columns: int, file: str) -> None:
    """Raise ReportError if a table is larger than the limits."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise messages.TABLE_TOO_LARGE.error(
            file,
            rows=f"{rows:,}",
            columns=f"{columns:,}",
            most_rows=f"{MOST_ROWS:,}",
            most_columns=MOST_COLUMNS,
            most_cells=f"{MOST_CELLS:,}",
        )


def too_long(file: str, row: int, column: str = "") -> ReportError:
    """Return the error for a cell that is longer than any program displays."""
    return messages.VALUE_TOO_LONG.error(file, row, column, most=f"{LONGEST_CELL:,}")
