"""A published table: its columns as described in a data package, and its rows."""

from dataclasses import dataclass
from fractions import Fraction

from progress_report.model.quantity import NOT_DEFINED
from progress_report.model.rounding import round_half_up
from progress_report.model.spreadsheet_text import csv_file

Item = str | int | Fraction | None
MISSING = ["", NOT_DEFINED]  # the texts that are no value, where undefined ones (0 of 0) are printed
_DECIMALS = 12
DECIMALS_WORDS = f"割り切れない値は小数{_DECIMALS}桁"


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column of a CSV file as described in its data package."""

    name: str
    type: str
    title: str
    description: str
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows with the fields' values in order; None for no value. ``key``: the primary key."""

    fields: list[CsvColumn]
    rows: list[list[Item]]
    key: tuple[str, ...] = ()

    def column(self, name: str) -> list[Item]:
        position = [field.name for field in self.fields].index(name)
        return [row[position] for row in self.rows]

    def to_csv(self) -> bytes:
        """Return the table as a CSV file with one header row."""
        header = [field.name for field in self.fields]
        return csv_file([header, *(map(_written, row) for row in self.rows)])


def _written(value: Item) -> str:
    if isinstance(value, Fraction):
        return decimal(value)
    return "" if value is None else str(value)


def decimal(value: Fraction) -> str:
    """Return a plain decimal: exact if it ends within twelve places, else rounded half up there."""
    digits = fixed_decimal(value, _DECIMALS)
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def fixed_decimal(value: Fraction, decimals: int) -> str:
    """Return a plain number with a fixed number of decimals, rounded half up: 61.0, -90."""
    rounded = round_half_up(value, decimals)
    whole, rest = divmod(abs(rounded) * 10**decimals, 10**decimals)
    digits = f"{whole}.{int(rest):0{decimals}d}" if decimals else str(whole)
    return f"-{digits}" if rounded < 0 else digits
