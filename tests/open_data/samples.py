"""Build documents with tables for the tests of open data, and read the files made of them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from progress_report.assembly.stitching import bare_front, stitch
from progress_report.document.document import Document
from progress_report.model.blocks import Table
from progress_report.model.grid import Alignment, Fact, Grid, TableCell, TableNote
from progress_report.model.inline import Inline, LineBreak, Number, Text, text
from progress_report.model.quantity import Quantity
from tests.assembly.test_stitching import notebook_of

LABEL, TITLE = text("あ"), text("表題")


def pair(value: Quantity, share: Quantity) -> Inline:
    """Return a cell such as 「241 (39.0%)」."""
    return (Number(value, unit_shown=False), Text(" ("), Number(share, unit_shown=False), Text(")"))


def column(words: str, columns: int = 1, rows: int = 1) -> TableCell:
    return TableCell(text(words), "column", columns, rows)


def row(content: Inline, columns: int = 1, rows: int = 1) -> TableCell:
    return TableCell(content, "row", columns, rows)


def bare(quantity: Quantity, rows: int = 1) -> TableCell:
    return TableCell((Number(quantity, unit_shown=False),), rows=rows)


def simple(
    *cells: TableCell,
    name: str = "sample",
    label: Inline = LABEL,
    title: Inline = TITLE,
    notes: tuple[TableNote, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> Table:
    """Return a table of one row: a label, then the cells."""
    head = [[column("項目"), *(column("値") for _ in cells)]]
    numbers: list[Alignment] = ["right"] * len(cells)
    grid = Grid(head, [[row(label), *cells]], 1, ("left", *numbers))
    return Table(name=name, title=title, grid=grid, notes=notes, facts=facts)


def two_lines(first: str, second: str) -> Inline:
    return (Text(first), LineBreak(), Text(second))


def front_of(**members: Any) -> Document:
    """Return the front matter of 某区, with members as ``document.json`` has them."""
    return Document.of_json({**bare_front().to_json(), "municipality": "某区", **members})


def document(*tables: Table, **front: Any) -> Document:
    return stitch(front_of(**front), [("section", notebook_of("# 章", *tables))]).document


def csv_rows(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(files: dict[str, bytes], name: str) -> Worksheet:
    workbook = openpyxl.load_workbook(io.BytesIO(files["tables/tables.xlsx"]))
    found = workbook[name]
    assert isinstance(found, Worksheet)
    return found


def cells(worksheet: Worksheet) -> Sequence[Any]:
    return [cell for line in worksheet.iter_rows() for cell in line if cell.value is not None]
