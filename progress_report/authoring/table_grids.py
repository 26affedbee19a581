"""Grids from the rows of data frames: stub (row headers), spanners over columns, merged cells.

A *stub* is the block of row headers, a *spanner* a header over several columns, as is usual in typesetting.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from progress_report.authoring.columns import cell_of, content_of
from progress_report.model.grid import Alignment, Grid, TableCell
from progress_report.model.inline import Inline, Number, Text, text
from progress_report.model.quantity import NOT_DEFINED, Quantity

TOTAL = "合計"
_TOTAL_WORDS = text(TOTAL)
ROW = "row of the table"  # a row's label in the table's index; no column of a table has blanks
Row = Mapping[str, Any]
Marks = Callable[[Row, str], Inline]  # the note marks after a row's value of a column


@dataclass(frozen=True, slots=True)
class Stub:
    """A column of row headers (or several, for labels with parts). Equal neighbours merge."""

    title: Inline
    labels: str
    spanner: Inline = ()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of values, optionally each with its share in brackets.

    ``merged_by`` names a stub: rows with the same label in it share one value cell.
    """

    title: Inline
    values: str
    share: str = ""
    spanner: Inline = ()
    merged_by: str = ""


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """Return the frame's rows as mappings of their columns."""
    values = zip(*(frame[name] for name in frame.columns), strict=True)
    return [
        {ROW: label, **{name: cell_of(value, name) for name, value in zip(frame.columns, row, strict=True)}}
        for label, row in zip(frame.index, values, strict=True)
    ]


def grid_of(rows: Sequence[Row], stubs: Sequence[Stub], columns: Sequence[GridColumn], marks: Marks) -> Grid:
    """Return the table cells of these rows, keeping their order.

    Values are Quantities, inlines, dates, lists of inlines or None (blank: not applicable). A row whose
    stub label is 合計 is emphasised.
    """
    widths = [_parts(rows, stub) for stub in stubs]
    head = _head(stubs, widths, columns)
    body = [
        [
            *(
                cell
                for stub, width in zip(stubs, widths, strict=True)
                for cell in _stub(rows, i, stub, width)
            ),
            *(cell for column in columns if (cell := _value(rows, i, column, marks)) is not None),
        ]
        for i in range(len(rows))
    ]
    left: list[Alignment] = ["left"] * sum(widths)
    alignments = left + [_alignment(rows, column) for column in columns]
    return Grid(head, body, sum(widths), tuple(alignments))


def no_marks(row: Row, column: str) -> Inline:
    """Return no marks, for a table without notes on values."""
    return ()


def _label_parts(row: Row, stub: Stub) -> tuple[Inline, ...]:
    """Return the parts of a stub label: nested tuples of inlines, or one inline."""
    value = row[stub.labels]
    nested = isinstance(value, tuple) and bool(value) and isinstance(value[0], tuple)
    return value if nested else (content_of(value),)


def _parts(rows: Sequence[Row], stub: Stub) -> int:
    return max(len(_label_parts(row, stub)) for row in rows)


def _stub(rows: Sequence[Row], i: int, stub: Stub, width: int) -> list[TableCell]:
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
    """Return a label's text and the origins of its values; equal values of different cells stay distinct."""
    if isinstance(value, tuple):
        return tuple(map(_identity, value))
    return value.identifier if isinstance(value, Quantity) else value


def _value(rows: Sequence[Row], i: int, column: GridColumn, marks: Marks) -> TableCell | None:
    row, span = rows[i], 1
    if column.merged_by:
        group = _identity(row[column.merged_by])
        if i and _identity(rows[i - 1][column.merged_by]) == group:
            return None
        while i + span < len(rows) and _identity(rows[i + span][column.merged_by]) == group:
            span += 1
    value = row[column.values]
    emphasis = any(cell == _TOTAL_WORDS for cell in row.values())
    if isinstance(value, list):
        return TableCell(items=tuple(value), rows=span, emphasis=emphasis)
    content = content_of(value)
    if column.share and value is not None and row[column.share] is not None:
        content += (Text(" ("), *content_of(row[column.share]), Text(")"))
    return TableCell(content + marks(row, column.values), rows=span, emphasis=emphasis)


def _is_total(row: Row, stub: Stub) -> bool:
    return bool(row[stub.labels] == _TOTAL_WORDS)


def _alignment(rows: Sequence[Row], column: GridColumn) -> Alignment:
    return "right" if all(_is_numeric(row[column.values]) for row in rows) else "left"


def _is_numeric(value: Any) -> bool:
    """Return whether a value is a quantity, an inline of one with its unit, 「－」, or a blank."""
    if isinstance(value, tuple) and value:
        return isinstance(value[0], Number) or value == text(NOT_DEFINED)
    return value is None or value == () or isinstance(value, Quantity)


def _head(
    stubs: Sequence[Stub], widths: Sequence[int], columns: Sequence[GridColumn]
) -> list[list[TableCell]]:
    """Return one header row, or two if any column has a spanner."""
    titles = [(stub.title, stub.spanner, width) for stub, width in zip(stubs, widths, strict=True)]
    titles += [(column.title, column.spanner, 1) for column in columns]
    two_rows = any(spanner for _, spanner, _ in titles)
    upper: list[TableCell] = []
    lower: list[TableCell] = []
    i = 0
    while i < len(titles):
        title, spanner, width = titles[i]
        if not spanner:
            upper.append(TableCell(title, "column", width, 2 if two_rows else 1))
            i += 1
            continue
        spanned = 0
        while i < len(titles) and titles[i][1] == spanner:
            lower.append(TableCell(titles[i][0], "column", titles[i][2]))
            spanned += titles[i][2]
            i += 1
        upper.append(TableCell(spanner, "column", spanned))
    return [upper, lower] if two_rows else [upper]
