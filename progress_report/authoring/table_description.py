"""An author's description of a table, and the block built from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import pandas as pd

from progress_report.authoring.absent import absent_in, remark_on
from progress_report.authoring.columns import group_of, heading_of, value_columns
from progress_report.authoring.facts_and_notes import facts_of, restated_in, restatement_notes, rounding_notes
from progress_report.authoring.table_grids import ROW, TOTAL, GridColumn, Row, Stub, grid_of, rows_of
from progress_report.authoring.wording import Words, inline_of, written_prose
from progress_report.inputs.notebooks.frame_source import FrameSource
from progress_report.messages.notebook_names import NO_ROWS
from progress_report.messages.notes import COLUMNS_LEFT_OUT
from progress_report.model.absent import Absent
from progress_report.model.blocks import Block, Table
from progress_report.model.findings import Finding
from progress_report.model.grid import TableNote
from progress_report.model.inline import Inline, NoteReference, concluded, plain_text, text
from progress_report.model.quantity import PERCENT, Quantity, total

_SHARE = "\n(割合)"  # appended to the schema's title of a column with shares
# Internal columns of a table; no column of source data has blanks in its name.
_SHARE_OF = "share of {}"
_LINE, _LINE_VALUE = "line of the table", "value of the line"
_LINE_SHARE, _LINE_COLUMN = "share of the line", "column of the line"
_NOTE = "note_"
Lines = Mapping[str, str | Sequence[str]]


@dataclass(slots=True)
class Breakdown:
    """Columns written below one another: the header over them, their lines, and the two lower headers."""

    title: Words
    lines: Lines
    labels: Words
    values: Words

    @property
    def columns(self) -> list[str]:
        groups = ([one] if isinstance(one, str) else one for one in self.lines.values())
        return [name for group in groups for name in group]


@dataclass
class TableDescription:
    """The rows, and the description added step by step.

    ``titles``: headers replacing the schema's; ``shares``: the column of the whole for each column with
    shares; ``notes``: by prose entry, the columns whose values it explains; ``total``: the columns to be
    summed, empty for all that count something, None for no row 合計.
    """

    frame: pd.DataFrame
    title: Words
    source: FrameSource
    stub: list[str]
    name: str
    columns: list[str] = field(default_factory=list)
    titles: dict[str, Words] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    spanners: dict[str, Inline] = field(default_factory=dict)
    notes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    total: tuple[str, ...] | None = None
    breakdown: Breakdown | None = None

    def span(self, title: Words, columns: Sequence[str], note: str) -> None:
        """Add a header over columns, with the mark of its explanatory note."""
        marks = self._marks_of(note) if note else ()
        spanner = inline_of(f"{title} " if marks and isinstance(title, str) else title)
        if note:
            spanner = (*spanner, *marks)
            self.notes[note] = ()
        self.spanners |= dict.fromkeys(columns, spanner)

    def block(self) -> Block:
        """Return the table, or a remark if the year has none of its columns.

        Columns that the year does not have are omitted, with the notes that only they refer to. If shares
        that make up a whole do not add up as displayed, the rounding note is added. ReportError if there are
        no rows.
        """
        if self.frame.empty:
            raise NO_ROWS.error(title=plain_text(inline_of(self.title)))
        frame = self._completed
        shown = self.columns or [
            name
            for name in value_columns(self.source)
            if name in frame.columns and name not in (*self.stub, *self._lined)
        ]
        named = [*shown, *self._lined]
        absent = {name: one for name in named if (one := absent_in(frame[name])) is not None}
        if absent and len(absent) == len(named):
            return remark_on(next(iter(absent.values())))
        kept = [name for name in named if name not in absent]
        frame = frame[[one for one in frame.columns if absent_in(frame[one]) is None]]
        rows = rows_of(frame)
        stubs = [Stub(self._heading(one), one) for one in self.stub]
        columns = [self._column(one, frame) for one in shown if one in kept]
        if self.breakdown is not None:
            stub, values = _line_parts(self.breakdown)
            rows = list(self._lines_of(self.breakdown, rows, kept))
            stubs, columns = [*stubs, stub], [values, *columns]
        given = [[row[one.share] for one in columns if one.share] for row in rows]
        shares = [[one for one in row if one is not None] for row in given]
        restated = restatement_notes(restated_in(frame, kept))
        title = inline_of(self.title)
        grid = grid_of(rows, stubs, columns, self._marks)
        return Table(
            name=self.name,
            title=title,
            grid=grid,
            notes=(*self._footnotes(frame, kept), *restated, *rounding_notes(shares)),
            facts=facts_of(self.source, grid.printed_values),
            findings=tuple(_findings(title, absent.values())),
        )

    @property
    def _lined(self) -> list[str]:
        return [] if self.breakdown is None else self.breakdown.columns

    @cached_property
    def _completed(self) -> pd.DataFrame:
        """The frame with the row 合計, if requested, and the columns of shares."""
        frame = self.frame if self.total is None else self._with_total(self.total)
        for column, of in self.shares.items():
            shares = frame[column] / frame[of]
            if TOTAL in shares.index and (self.frame[column].isna() != self.frame[of].isna()).any():
                shares[TOTAL] = None  # the sums are over different rows
            frame = frame.assign(**{_SHARE_OF.format(column): shares})
        return frame

    def _with_total(self, columns: Sequence[str]) -> pd.DataFrame:
        frame = self.frame
        summed = columns or [one for one in frame.columns if _counts(frame[one])]
        sums = {one: total(frame[one]) if frame[one].notna().any() else None for one in summed}
        last = dict.fromkeys(frame.columns) | {self.stub[0]: text(TOTAL)} | sums
        completed = pd.concat([frame, pd.DataFrame([last], index=[TOTAL], dtype=object)])
        completed.attrs = frame.attrs
        return completed

    def _column(self, name: str, frame: pd.DataFrame) -> GridColumn:
        share = _SHARE_OF.format(name) if name in self.shares else ""
        title = self._heading(name)
        if share and name not in self.titles:
            title = (*title, *text(_SHARE))
        merged_by = self.stub[0] if self.breakdown is not None else ""
        shown = share if share in frame.columns else ""
        spanner = self.spanners.get(name, ())
        if not spanner and name not in self.titles:
            spanner = group_of(self.source, name)
        return GridColumn(title, name, shown, spanner, merged_by)

    def _heading(self, name: str) -> Inline:
        return inline_of(self.titles[name]) if name in self.titles else heading_of(self.source, name)

    def _lines_of(self, breakdown: Breakdown, rows: Sequence[Row], kept: Sequence[str]) -> Iterator[Row]:
        """Yield each row once for each line, with the line's label, value, share and column."""
        labels: dict[str, tuple[Inline, ...]] = {}
        for group, named in breakdown.lines.items():
            if isinstance(named, str):
                labels[named] = (inline_of(group),)
            else:
                labels |= {one: (inline_of(group), self._heading(one)) for one in named}
        for row in rows:
            for column, label in labels.items():
                if column in kept:
                    share = row.get(_SHARE_OF.format(column))
                    line = {_LINE: label, _LINE_VALUE: row[column], _LINE_SHARE: share, _LINE_COLUMN: column}
                    yield {**row, **line}

    def _marks(self, row: Row, column: str) -> Inline:
        name = row[_LINE_COLUMN] if column == _LINE_VALUE else column
        value = row[name]
        restated = self.source.restatement_of(value, row[ROW], name)
        marks: Inline = () if restated is None else (NoteReference(restated.name),)
        for prose, columns in self.notes.items():
            if name in columns and row[ROW] != TOTAL and isinstance(value, Quantity) and value.value:
                marks += self._marks_of(prose)
        return marks

    def _marks_of(self, prose: str) -> tuple[NoteReference, ...]:
        """Return the marks of a prose entry, one per paragraph; each paragraph is a note."""
        count = len(self.source.section.prose(prose))
        return tuple(NoteReference(note_name(prose, index)) for index in range(count))

    def _footnotes(self, frame: pd.DataFrame, shown: Sequence[str]) -> Iterator[TableNote]:
        """Yield the notes on shown content."""
        used = _notes_in(self.spanners[name] for name in shown if name in self.spanners)
        unused = _notes_in(self.spanners.values()) - used
        for prose, columns in self.notes.items():
            values = {one: value for one in columns if (value := self._sum(frame, one)) and value.value}
            if note_name(prose) not in unused and (values or not columns):
                for index, (content, origin) in enumerate(written_prose(self.source.section, prose, values)):
                    yield TableNote(note_name(prose, index), concluded(content, values.values()), origin)

    def _sum(self, frame: pd.DataFrame, column: str) -> Quantity | None:
        if column not in frame.columns:
            return None
        if TOTAL in frame.index and (whole := frame.loc[TOTAL, column]) is not None:
            return cast(Quantity, whole)
        given = [one for one in frame[column] if isinstance(one, Quantity)]
        return total(given) if given else None


def note_name(prose: str, index: int = 0) -> str:
    """Return the note name of a paragraph of a prose entry.

    ``scope`` for the first of ``note_scope``, ``scope.2`` for the second.
    """
    return prose.removeprefix(_NOTE) + (f".{index + 1}" if index else "")


def _line_parts(breakdown: Breakdown) -> tuple[Stub, GridColumn]:
    spanner = inline_of(breakdown.title)
    values = GridColumn(inline_of(breakdown.values), _LINE_VALUE, _LINE_SHARE, spanner)
    return Stub(inline_of(breakdown.labels), _LINE, spanner), values


def _notes_in(inlines: Iterable[Inline]) -> set[str]:
    return {run.note for inline in inlines for run in inline if isinstance(run, NoteReference)}


def _counts(column: "pd.Series[Any]") -> bool:
    """Return whether a column has numbers that can be added up, i.e. not shares."""
    given = [one for one in column if one is not None]
    return bool(given) and all(isinstance(one, Quantity) and one.unit != PERCENT for one in given)


def _findings(title: Inline, absent: Iterable[Absent]) -> Iterator[Finding]:
    for reason in dict.fromkeys(one.absent_reason for one in absent):
        yield COLUMNS_LEFT_OUT.finding(title=plain_text(title), reason=reason)
