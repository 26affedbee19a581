"""Tables of the report: a frame's rows, described step by step.

``Table(frame, title).columns(…).share(…, of=…).label(…).spanner(…).total().footnote(…)``: each step extends
the description and returns the table, which displays itself as the last line of its cell.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Self

import pandas as pd

from progress_report.authoring.absent import remark_on
from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.authoring.columns import key_of, require_columns, source_required
from progress_report.authoring.display import Displayed, with_warnings
from progress_report.authoring.table_description import Breakdown, Lines, TableDescription
from progress_report.authoring.wording import Words
from progress_report.model.absent import Absent
from progress_report.model.blocks import Block


class Table(Displayed):
    """A table of a frame's rows in their order, with notes and with the facts of the frame's source.

    ``stub`` defaults to the key of the frame's table, ``columns`` to its other columns. ``name``: for its CSV
    file and ``{表:name}``; defaults to the id of its cell. ``source``: a frame with a known source, if
    ``frame`` was made from something else. ReportError for a column that the frame does not have.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        title: Words,
        /,
        *,
        stub: str | Sequence[str] = (),
        name: str = "",
        source: pd.DataFrame | None = None,
    ) -> None:
        self.serial: int | None = None
        self._name = name
        self._described: TableDescription | Absent = (
            frame if isinstance(frame, Absent) else _described(frame, title, stub, name, source)
        )
        CELL_BLOCKS.made(self)

    @property
    def name(self) -> str:
        return self._name

    def columns(self, *names: str) -> Self:
        """Show these columns, in this order."""
        if table := self._with(names):
            table.columns = list(names)
        return self

    def label(self, **titles: Words) -> Self:
        """Replace the schema's titles of columns by these words (templates)."""
        if table := self._with(titles):
            table.titles |= titles
        return self

    def share(self, *columns: str, of: str) -> Self:
        """Show each value of the columns with its share of column ``of`` in brackets."""
        if table := self._with((*columns, of)):
            table.shares |= dict.fromkeys(columns, of)
        return self

    def spanner(self, title: Words, /, *columns: str, note: str = "") -> Self:
        """Put a header over several columns; ``note`` is its explanatory prose entry."""
        if table := self._with(columns):
            table.span(title, columns, note)
        return self

    def total(self, *columns: str) -> Self:
        """Add a row 合計 with the sums of the columns, by default of all that count something.

        Blanks are omitted from a sum, never taken for 0; a column with only blanks has a blank sum.
        """
        if table := self._with(columns):
            table.total = columns
        return self

    def footnote(self, prose: str, /, *columns: str) -> Self:
        """Explain values with a prose entry: each value of the columns that is neither blank nor 0.

        Without columns, it explains the whole table. The prose may use a column's name for its total; it is
        omitted if the columns have nothing to explain.
        """
        if table := self._with(columns):
            table.notes[prose] = columns
        return self

    def breakdown(
        self, title: Words, lines: Lines, /, *, labels: Words = "区分", values: Words = "合計"
    ) -> Self:
        """Write several columns below one another: ``{"合計": "all", "内訳": ["one", "other"]}``.

        ``title`` is written above the headers ``labels`` and ``values``. Each row has a line for each column,
        labelled with its header; all other columns span the lines.
        """
        breakdown = Breakdown(title, lines, labels, values)
        if table := self._with(breakdown.columns):
            table.breakdown = breakdown
        return self

    @cached_property
    def block(self) -> Block:  # type: ignore[override]
        """The table's block, or a remark if the year has no data for it."""
        if isinstance(self._described, Absent):
            return remark_on(self._described)
        return with_warnings(self._described.block())

    def _with(self, columns: Iterable[str]) -> TableDescription | None:
        """Return the current description; None if the year has no data. ReportError for unknown columns."""
        if isinstance(self._described, Absent):
            return None
        require_columns(self._described.frame, columns, self._described.source)
        return self._described

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        try:
            return super()._repr_mimebundle_(include, exclude)
        except Exception as error:
            CELL_BLOCKS.failed(error)
            return {"text/plain": ""}


def _described(
    frame: pd.DataFrame, title: Words, stub: str | Sequence[str], name: str, source: pd.DataFrame | None
) -> TableDescription:
    known = source_required(frame if source is None else source)
    headers = [stub] if isinstance(stub, str) else list(stub) or key_of(known)
    require_columns(frame, headers, known)
    return TableDescription(frame, title, known, headers, name)
