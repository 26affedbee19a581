"""The data of an author's figure: its row labels, column headers, and permitted texts."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from progress_report.authoring.absent import absent_in, value_or_absent
from progress_report.authoring.columns import (
    cell_of,
    content_of,
    group_of,
    heading_of,
    key_of,
    label_of,
    source_required,
)
from progress_report.inputs.notebooks.frame_source import FrameSource, source_of
from progress_report.model.findings import report_error
from progress_report.model.grid import Alignment, Grid, TableCell
from progress_report.model.inline import Date, Inline, Number, plain_text, text
from progress_report.model.numerals import has_numeral
from progress_report.model.quantity import Quantity


class FigureData:
    """A frame of quantities with its printed row labels and column headers.

    ``labels``: one inline per row for each column of the table's key, or one for the index if the frame's
    rows are not the table's. ``cells``: by column, its quantities, words, and None for a blank.
    """

    def __init__(self, frame: pd.DataFrame, source: FrameSource) -> None:
        key = key_of(source)
        self.labels = _labels(frame, source)
        self.headers = {name: header_of(source, name) for name in frame.columns if name not in key}
        self.cells = {name: [cell_of(value, str(name)) for value in frame[name]] for name in self.headers}
        self._stubs = [header_of(source, name) for name in key]

    @property
    def quantities(self) -> Iterator[Quantity]:
        """Yield the values column by column, in the order in which matplotlib labels bars."""
        return (one for cells in self.cells.values() for one in cells if isinstance(one, Quantity))

    def texts(self) -> Iterator[Inline]:
        """Yield the texts that a label may quote: values with and without unit, dates, labels and headers."""
        for cells in self.cells.values():
            for cell in cells:
                if isinstance(cell, Quantity):
                    yield (Number(cell),)
                    yield (Number(cell, unit_shown=False),)
                elif cell is not None:
                    yield content_of(cell)
        for row in self.labels:
            yield from row
        yield from self.headers.values()

    def grid(self) -> Grid:
        """Return the figure's values as a table."""
        width = len(self.labels[0]) if self.labels else 1
        stubs = self._stubs if len(self._stubs) == width else [()] * width
        head = [TableCell(one, "column") for one in (*stubs, *self.headers.values())]
        body = [
            [
                *(TableCell(label, "row") for label in labels),
                *(TableCell(content_of(cells[row])) for cells in self.cells.values()),
            ]
            for row, labels in enumerate(self.labels)
        ]
        alignments: list[Alignment] = ["left"] * width
        alignments += ["right" if all(map(_is_numeric, cells)) else "left" for cells in self.cells.values()]
        return Grid([head], body, width, tuple(alignments))


@value_or_absent
def plain(frame: "pd.DataFrame | pd.Series[Any]") -> Any:
    """Return the displayed values as plain numbers for drawing: shares in per cent, blanks as NaN.

    The index and the columns become the printed words; columns of words stay words.
    """
    source = source_of(frame)
    whole = frame.to_frame() if isinstance(frame, pd.Series) else frame
    if (absent := absent_in(whole[one] for one in whole.columns)) is not None:
        return absent
    known = source_required(whole) if source is None else source
    data = FigureData(whole, known)
    index = ["　".join(map(plain_text, row)) for row in data.labels]
    columns = {
        plain_text(header): pd.Series([_plain(value) for value in whole[name]], index=index)
        for name, header in data.headers.items()
    }
    made = pd.DataFrame(columns, index=index)
    return made.iloc[:, 0] if isinstance(frame, pd.Series) else made


def header_of(source: FrameSource, name: Any) -> Inline:
    """Return the title that the schema gives a column, else the column's own name."""
    fields = source.section.package.resource(source.table).table_schema.fields
    if any(field.name == name for field in fields):
        group = group_of(source, name)
        return (*group, *text("　"), *heading_of(source, name)) if group else heading_of(source, name)
    return name if isinstance(name, tuple) and not isinstance(name[0], str) else text(str(name))


def _labels(frame: pd.DataFrame, source: FrameSource) -> list[Sequence[Inline]]:
    key = key_of(source)
    if all(name in frame.columns for name in key):
        return [_named(row, key) for row in _rows(frame[key])]
    table = source.section.table(source.table)
    known = {
        identity: _named(row, key)
        for label, row in zip(table.index, _rows(table[key]), strict=True)
        for identity in (label, getattr(row[0], "moment", label) if len(key) == 1 else label)
    }
    return [known[label] if label in known else [_own_label(label)] for label in frame.index]


def _named(row: Sequence[Any], key: Sequence[str]) -> list[Inline]:
    return [label_of(value, name) for value, name in zip(row, key, strict=True)]


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[name] for name in frame.columns), strict=True)


def _own_label(label: Any) -> Inline:
    if isinstance(label, Quantity | Date | tuple):
        return label_of(label, "index")
    if has_numeral(str(label)):
        remedy = "data に、表のキーの列を残してください（reset_index や concat で失われていないか）。"
        raise report_error(f"行の名前「{label}」の出どころが分かりません。", remedy)
    return text(str(label))


def _is_numeric(cell: Any) -> bool:
    return cell is None or isinstance(cell, Quantity)


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return float("nan") if value.displayed is None else float(value.displayed)
    if value is None or isinstance(value, str | float):
        return float("nan") if value is None else value
    return plain_text(value) if isinstance(value, tuple) else value.text
