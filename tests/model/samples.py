"""Sample quantities and labels with origins as read from data files."""

from fractions import Fraction

from progress_report.model.inline import Inline, text
from progress_report.model.quantity import Cell, Parameter, Quantity

SOURCE = Parameter("params/2024.yaml", 7, "prose.outlook")
INVENTED = Parameter("data/2024/datapackage.json", 9, "survey.title", illustrative=True)


def count(
    value: int | None, unit: str = "件", *, row: int = 2, illustrative: bool = False, column: str = "count"
) -> Quantity:
    origin = Cell("data/2024/sample.csv", row, column, "件数", illustrative)
    return Quantity(None if value is None else Fraction(value), unit, origin)


def label(words: str = "題名") -> Inline:
    return text(words)
