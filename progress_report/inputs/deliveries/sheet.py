"""A sheet of cells as delivered, whatever file it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from progress_report.inputs.deliveries.normalised import Normalised

Line = tuple[int, list[str]]


class Form(Enum):
    """What a workbook's cell holds where it is not text; its text alone would not tell."""

    NUMBER = auto()
    DATE = auto()
    SCALED = auto()  # shown as per cent or in thousands: what is seen is not what is held
    BOOLEAN = auto()
    ERROR = auto()
    UNCALCULATED = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells: rows by their numbers, columns counted from 0, both ends included."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines by their numbers in the file, blank ones too; ``forms`` by line number and column from 0."""

    file: str
    lines: list[Line]
    forms: Mapping[tuple[int, int], Form] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    normalised: tuple[Normalised, ...] = ()


def is_blank(cells: list[str]) -> bool:
    return not any(cell and not cell.isspace() for cell in cells)
