"""What a section's data frame carries with it: the table that its rows are of, and what was restated there.

pandas hands ``attrs`` on to the columns and frames that are made of a frame.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from progress_report.inputs.restatements import Restatement
from progress_report.model.quantity import Cell, Quantity

if TYPE_CHECKING:
    from progress_report.inputs.section import Section

_ATTRIBUTE = "progress_report_source"


@dataclass(frozen=True, eq=False)
class FrameSource:
    """The table of a section, the template of what it is as of, and its restatements.

    ``compared``: the rows are those of the year reported and of the one it is compared with.
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
        """Return the restatement of a value: of a number by its cell, of words and blanks by their place."""
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
    """Return the source that a frame or column carries; None for one that was made of something else."""
    found = values.attrs.get(_ATTRIBUTE)
    return found if isinstance(found, FrameSource) else None
