"""Tags of notebook cells that control how a build treats a cell, and the names derived from cells."""

from collections.abc import Iterable, Iterator
from typing import Any

PARAMETERS = "parameters"  # papermill's own: the build's parameters are injected after this cell
INJECTED = "injected-parameters"  # papermill's own: the cell that it injects or replaces
NOTEBOOK_ONLY = "notebook-only"  # a cell that stays out of the report
UNNUMBERED = "unnumbered"  # a section whose heading has this tag is not numbered
ERROR_MARK = "papermill-error-cell-tag"  # papermill's own: marks the text above a failed cell
FORMER_SURVEY_TAG = "survey:"  # of earlier versions; a survey's questionnaire now omits such cells itself
# Tags of other tools that affect only how a notebook shows its code; a report shows none.
WITHOUT_EFFECT = ("hide-input", "hide_input", "remove-input", "remove_input")
# Tags of other tools that hide a cell or its output in their pages, but nothing in a report.
HIDING_ELSEWHERE = (
    "hide-cell", "hide_cell", "hide-output", "hide_output", "remove-cell", "remove_cell",
    "remove-output", "remove_output", "remove-stdout", "remove-stderr", "hidden", "hide", "remove",
    "exclude", "skip", "no-print", "noprint",
)  # fmt: skip
_FIGURE = "figure"  # prefix of an id that cannot begin a name


def figure_name(identifier: str) -> str:
    """Return the table or figure name derived from a cell's id."""
    return identifier if identifier[:1].isalpha() else f"{_FIGURE}-{identifier}"


def cell_name(identifier: str, position: int) -> str:
    """Return a cell's name for messages: its id and its 1-based position in the notebook."""
    return f"セル「{identifier}」（{position}番目）" if identifier else f"{position}番目のセル"


def named_cells(cells: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Yield each cell with its name; cells inserted by papermill are not counted."""
    position = 0
    for cell in cells:
        position += not {INJECTED, ERROR_MARK}.intersection(cell["metadata"].get("tags", []))
        yield cell, cell_name(cell.get("id", ""), position)
