"""Sample frames of quantities for tests of notebook functions, with and without a source."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from progress_report.inputs.notebooks.frame_source import FrameSource, with_source
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.project import Project
from progress_report.inputs.years.restatements import Restatement
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import Date
from progress_report.model.quantity import Cell, Quantity

# §2 of 令和6年度: the reported year is 令和5年度, the comparison year 令和4年度.
SECTION = Section(Project.here(), FiscalYear(2024), "2_online_procedures")
FILE = "data/t.csv"


def count(value: int | None, unit: str = "手続", row: int = 2) -> Quantity:
    exact = None if value is None else Fraction(value)
    return Quantity(exact, unit, Cell(FILE, row, "n", "数"))


def column(values: Sequence[Any]) -> "pd.Series[Any]":
    return pd.Series(list(values), dtype=object)


def sourced(
    columns: Mapping[str, Sequence[Any]],
    restatements: Sequence[tuple[Any, Restatement]] = (),
    section: Section = SECTION,
) -> pd.DataFrame:
    """Return a frame of these columns whose source is the table of online procedures."""
    frame = pd.DataFrame({name: column(values) for name, values in columns.items()})
    return with_source(frame, FrameSource(section, "online_procedures", "{as_of}末", tuple(restatements)))


def of_years(
    values: Sequence[int | None],
    last: int = 2023,
    without: Sequence[int] = (),
    section: Section = SECTION,
) -> pd.DataFrame:
    """Return a table of years up to ``last`` with counts ``n`` and total ``all``; None is undefined."""
    rows = {}
    for back, value in enumerate(reversed(values)):
        year = FiscalYear(last - back)
        if year.start not in without:
            date = Date(year, Cell(FILE, 2, "fiscal_year", "年度"))
            rows[year] = {"fiscal_year": date, "n": count(value, "件"), "all": count(1000, "件")}
    frame = pd.DataFrame.from_dict(rows, orient="index", dtype=object).sort_index()
    return with_source(frame, FrameSource(section, "online_procedures", "{as_of}末"))
