"""The source attached to a section's data frame: the table of its rows, and the restatements in it.

pandas passes ``attrs`` on to the columns and frames derived from a frame.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from progress_report.inputs.years.restatements import Restatement
from progress_report.model.quantity import Cell, Quantity

if TYPE_CHECKING:
    from progress_report.inputs.notebooks.section import Section

_ATTRIBUTE = "progress_report_source"


@dataclass(frozen=True, eq=False)
class FrameSource:
    """The table of a section, the template of its as-of note, and its restatements.

    ``compared``: the rows are those of the reported year and of the year it is compared with.
    """

    section: "Section"
    table: str
    as_of: str
    restatements: tuple[tuple[Any, Restatement], ...] = ()  # with the label of the row in the table
    compared: bool = False

    def __deepcopy__(self, memo: Any) -> "FrameSource":
        """Return itself: pandas copies ``attrs`` with every frame."""
        return self

    def with_compared(self) -> "FrameSource":
        return replace(self, compared=True)

    def restatement_of(self, value: Any, row: Any, column: str) -> Restatement | None:
        """Return the restatement of a value; match numbers by cell, texts and blanks by row and column."""
        cell = value.origin if isinstance(value, Quantity) else None
        for label, one in self.restatements:
            if isinstance(cell, Cell):
                found = (cell.file, cell.row, cell.column) == (one.file, one.row, one.column)
            else:
                found = value is None or not isinstance(value, Quantity)
                found = found and (label, one.column) == (row, column)
            if found:
                return one
        return None


def with_source(frame: pd.DataFrame, source: FrameSource) -> pd.DataFrame:
    """Return a copy of the frame that carries the source."""
    copy = frame.copy()
    copy.attrs[_ATTRIBUTE] = source
    return copy


def source_of(values: "pd.DataFrame | pd.Series[Any]") -> FrameSource | None:
    """Return the source attached to a frame or column; None if there is none."""
    found = values.attrs.get(_ATTRIBUTE)
    return found if isinstance(found, FrameSource) else None
