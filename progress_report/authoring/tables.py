"""Tables from data frames: stub (row headers), spanners over columns, merged cells, notes.

The words are those of the field: a *stub* is the block of row headers, a *spanner* a header over
several columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from progress_report.authoring.absent import absent_in, block_or_reason, reason_of, value_or_absent
from progress_report.authoring.display import Displayed
from progress_report.authoring.restatements import restatement_notes
from progress_report.authoring.rounding_note import rounding_notes
from progress_report.inputs.restatements import Restatement, notes_column
from progress_report.model.absent import Absent
from progress_report.model.blocks import Table
from progress_report.model.findings import Finding, Grade
from progress_report.model.grid import Fact, Grid, TableCell, TableNote
from progress_report.model.inline import Date, Fragment, NoteReference, Number, Text, words
from progress_report.model.quantity import NOT_DEFINED, Quantity, total

TOTAL = "合計"
_TOTAL_LABEL = words(TOTAL)
Words = str | Fragment


@dataclass(frozen=True, slots=True)
class Stub:
    """A column of row headers (or several, where the labels have parts). Equal neighbours merge."""

    title: Words
    labels: str
    spanner: Words = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of values, optionally each with its share in brackets.

    ``merged_by`` names a stub: the value stands once for all rows that share that stub's label.
    """

    title: Words
    values: str
    share: str = ""
    spanner: Words = ""
    merged_by: str = ""


def table(
    name: str,
    title: Words,
    frame: pd.DataFrame,
    stubs: Sequence[Stub],
    columns: Sequence[Column],
    *,
    notes: Sequence[TableNote] = (),
    facts: Sequence[Fact] = (),
) -> Displayed:
    """A table block of the frame's rows in their order.

    Cells hold Quantities, fragments, dates, lists of fragments or None (blank: not applicable).
    A row whose stub label is 合計 is emphasised. Where shares that should make up a whole do not
    add up as displayed, the rounding note is added. Columns that the year does not have are left out, with
    the notes that only they refer to.
    """
    frames = [frame] if isinstance(frame, pd.DataFrame) else []
    examined = [(column, absent_in([column], frames)) for column in columns]
    absent = [one for _, one in examined if one is not None]
    if absent and len(absent) == len(columns):
        return reason_of(absent[0])
    shown = [column for column, one in examined if one is None]
    unused = _notes_named(column for column, one in examined if one is not None) - _notes_named(shown)
    findings = tuple(
        Finding(f"表「{name}」の列を一部載せません。{reason}", grade=Grade.NOTE)
        for reason in dict.fromkeys(one.absent_reason for one in absent)
    )
    kept = [note for note in notes if note.name not in unused]
    return _table(name, title, frame, stubs, shown, kept, facts, findings)


@block_or_reason
def _table(
    name: str,
    title: Words,
    frame: pd.DataFrame,
    stubs: Sequence[Stub],
    columns: Sequence[Column],
    notes: Sequence[TableNote],
    facts: Sequence[Fact],
    findings: tuple[Finding, ...],
) -> Displayed:
    frame = frame[[one for one in frame.columns if absent_in(frame[one]) is None]]
    rows = [row for _, row in frame.iterrows()]
    widths = [_parts(rows, stub) for stub in stubs]
    head = _head(stubs, widths, columns)
    body = [
        [
            *(
                cell
                for stub, width in zip(stubs, widths, strict=True)
                for cell in _stub(rows, i, stub, width)
            ),
            *(cell for column in columns if (cell := _value(rows, i, column)) is not None),
        ]
        for i in range(len(rows))
    ]
    alignments = ["left"] * sum(widths) + [_alignment(rows, column) for column in columns]
    grid = Grid(head, body, sum(widths), tuple(alignments))
    restated = restatement_notes(frame, [column.values for column in columns])
    shares = [[row[column.share] for column in columns if column.share] for row in rows]
    return Displayed(
        Table(
            name=name,
            title=_fragment(title),
            grid=grid,
            notes=(*notes, *restated, *rounding_notes(shares)),
            facts=tuple(facts),
            findings=findings,
        )
    )


def _notes_named(columns: Iterable[Column]) -> set[str]:
    """The notes that the headers of columns refer to."""
    headers = (text for column in columns for text in (column.title, column.spanner))
    fragments = (text for text in headers if isinstance(text, tuple))
    return {run.note for text in fragments for run in text if isinstance(run, NoteReference)}


def note(name: str, content: Fragment) -> TableNote:
    """A ※ note of a table, tied to the words that ``noted`` marks with the same name."""
    return TableNote(name, content)


@value_or_absent
def noted(text: str, note_name: str) -> Fragment:
    """Words with the mark of a note."""
    return (*words(text), NoteReference(note_name))


@value_or_absent
def marked(frame: pd.DataFrame, column: str, note_name: str) -> pd.DataFrame:
    """The frame with the mark of a note at every value of the column that is neither blank nor 0."""
    if absent_in(frame[column]) is not None:
        return frame
    mark = (NoteReference(note_name),)
    marks = [mark if value is not None and value.value else None for value in frame[column]]
    return frame.assign(**{notes_column(column): pd.Series(marks, index=frame.index, dtype=object)})


@value_or_absent
def shares(frame: pd.DataFrame, parts: Sequence[str], whole: str) -> pd.DataFrame:
    """Each of the columns divided by the column of the whole, row by row."""
    return pd.DataFrame({part: frame[part] / frame[whole] for part in parts}, dtype=object)


@value_or_absent
def breakdown(frame: pd.DataFrame, lines: dict[tuple[str, ...], tuple[str, str]]) -> pd.DataFrame:
    """Each row of the frame as several rows: ``{(label, …): (value column, share column)}``.

    The result has the frame's columns, and ``line`` (the label as fragments), ``value``, ``share``;
    marks at a value go with it.
    """
    expanded = [
        {
            **row,
            "line": tuple(map(words, label)),
            "value": row[value],
            notes_column("value"): row.get(notes_column(value)),
            "share": row[share],
        }
        for _, row in frame.iterrows()
        for label, (value, share) in lines.items()
        if not isinstance(row[value], Absent)
    ]
    return pd.DataFrame(expanded, dtype=object)


@value_or_absent
def with_total(frame: pd.DataFrame, label: str, columns: Sequence[str]) -> pd.DataFrame:
    """The frame with a row 合計 of the columns' totals; ``label`` names the stub column that says so.

    Blanks are left out of a total, never taken for 0; a column of blanks alone has a blank total, and
    all other columns are blank in that row.
    """
    sums = {column: total(frame[column]) if _any_given(frame[column]) else None for column in columns}
    last = dict.fromkeys(frame.columns) | {label: words(TOTAL)} | sums
    return pd.concat([frame, pd.DataFrame([last], index=[TOTAL], dtype=object)])


def _any_given(values: pd.Series) -> bool:
    return any(value is not None for value in values)


def _fragment(text: Words) -> Fragment:
    return words(text) if isinstance(text, str) else text


def _content(value: Any) -> Fragment:
    if value is None:
        return ()
    if isinstance(value, Quantity):
        return (Number(value, unit_shown=False),)
    return (value,) if isinstance(value, Date) else value


def _label_parts(row: pd.Series, stub: Stub) -> tuple[Fragment, ...]:
    """A stub label as its parts: nested tuples of fragments, or one fragment."""
    value = row[stub.labels]
    nested = isinstance(value, tuple) and bool(value) and isinstance(value[0], tuple)
    return value if nested else (_content(value),)


def _parts(rows: Sequence[pd.Series], stub: Stub) -> int:
    return max(len(_label_parts(row, stub)) for row in rows)


def _stub(rows: Sequence[pd.Series], i: int, stub: Stub, width: int) -> list[TableCell]:
    parts = _label_parts(rows[i], stub)
    cells = []
    for part in range(len(parts)):
        path = _identity(parts[: part + 1])
        if i and _identity(_label_parts(rows[i - 1], stub)[: part + 1]) == path:
            continue
        span = 1
        while i + span < len(rows) and _identity(_label_parts(rows[i + span], stub)[: part + 1]) == path:
            span += 1
        columns = width - part if part == len(parts) - 1 else 1
        cells.append(TableCell(parts[part], "row", columns, span, emphasis=_is_total(rows[i], stub)))
    return cells


def _identity(value: Any) -> Any:
    """A label's text with the origins of its values: equal values of different cells are no one label."""
    if isinstance(value, tuple):
        return tuple(map(_identity, value))
    return value.identifier if isinstance(value, Quantity) else value and value.to_json()


def _value(rows: Sequence[pd.Series], i: int, column: Column) -> TableCell | None:
    row, span = rows[i], 1
    if column.merged_by:
        group = _identity(row[column.merged_by])
        if i and _identity(rows[i - 1][column.merged_by]) == group:
            return None
        while i + span < len(rows) and _identity(rows[i + span][column.merged_by]) == group:
            span += 1
    value = row[column.values]
    emphasis = any(cell == _TOTAL_LABEL for cell in row)
    if isinstance(value, list):
        return TableCell(items=tuple(value), rows=span, emphasis=emphasis)
    content = _content(value)
    if column.share and value is not None:
        content += (Text(" ("), *_content(row[column.share]), Text(")"))
    marks = row.get(notes_column(column.values))
    if isinstance(marks, Restatement):
        marks = (NoteReference(marks.name),)
    return TableCell(content + (marks or ()), rows=span, emphasis=emphasis)


def _is_total(row: pd.Series, stub: Stub) -> bool:
    return bool(row[stub.labels] == _TOTAL_LABEL)


def _alignment(rows: Sequence[pd.Series], column: Column) -> str:
    return "right" if all(_is_numeric(row[column.values]) for row in rows) else "left"


def _is_numeric(value: Any) -> bool:
    """A quantity, a fragment of one with its unit, the sign that there is none, or a blank."""
    if isinstance(value, tuple) and value:
        return isinstance(value[0], Number) or value == words(NOT_DEFINED)
    return value is None or value == () or isinstance(value, Quantity)


def _head(stubs: Sequence[Stub], widths: Sequence[int], columns: Sequence[Column]) -> list[list[TableCell]]:
    """One header row, or two where any column stands under a spanner."""
    titles = [(stub.title, stub.spanner, width) for stub, width in zip(stubs, widths, strict=True)]
    titles += [(column.title, column.spanner, 1) for column in columns]
    two_rows = any(spanner for _, spanner, _ in titles)
    upper: list[TableCell] = []
    lower: list[TableCell] = []
    i = 0
    while i < len(titles):
        title, spanner, width = titles[i]
        if not spanner:
            upper.append(TableCell(_fragment(title), "column", width, 2 if two_rows else 1))
            i += 1
            continue
        spanned = 0
        while i < len(titles) and titles[i][1] == spanner:
            lower.append(TableCell(_fragment(titles[i][0]), "column", titles[i][2]))
            spanned += titles[i][2]
            i += 1
        upper.append(TableCell(_fragment(spanner), "column", spanned))
    return [upper, lower] if two_rows else [upper]
