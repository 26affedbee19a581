"""Tags of notebook cells that say what a build does with a cell, and the names that cells give."""

from collections.abc import Iterable, Iterator
from typing import Any

PARAMETERS = "parameters"  # papermill's own: the cell behind which the build's parameters are injected
INJECTED = "injected-parameters"  # papermill's own: the cell that it injects, or replaces
NOTEBOOK_ONLY = "notebook-only"  # a cell that stays out of the report
UNNUMBERED = "unnumbered"  # a section whose heading has this tag stands outside the numbering
ERROR_MARK = "papermill-error-cell-tag"  # papermill's own: its words above a cell that failed
FORMER_SURVEY_TAG = "survey:"  # of earlier versions, on what a survey's questionnaire now leaves out itself
# Tags of other tools that concern only how a notebook shows its code, which no report has.
WITHOUT_EFFECT = ("hide-input", "hide_input", "remove-input", "remove_input")
# Tags of other tools that hide a cell or its output there, but nothing from a report.
HIDING_ELSEWHERE = (
    "hide-cell", "hide_cell", "hide-output", "hide_output", "remove-cell", "remove_cell",
    "remove-output", "remove_output", "remove-stdout", "remove-stderr", "hidden", "hide", "remove",
    "exclude", "skip", "no-print", "noprint",
)  # fmt: skip
_FIGURE = "figure"  # before an id that cannot begin a name


def figure_name(identifier: str) -> str:
    """Return the name that a cell's id gives to the table or figure it shows."""
    return identifier if identifier[:1].isalpha() else f"{_FIGURE}-{identifier}"


def cell_name(identifier: str, position: int) -> str:
    """How a message names a cell: by its id and its place in the notebook, counted from 1."""
    return f"セル「{identifier}」（{position}番目）" if identifier else f"{position}番目のセル"


def named_cells(cells: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Each cell with its name; those that papermill put between are not counted."""
    position = 0
    for cell in cells:
        position += not {INJECTED, ERROR_MARK}.intersection(cell["metadata"].get("tags", []))
        yield cell, cell_name(cell.get("id", ""), position)
