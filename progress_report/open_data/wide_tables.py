"""A figure in wide form: the printed rows and columns, readable by programs.

One header row, one value per cell, plain numbers with their unit in the header, no merged cells, no notes: as
総務省「統計表における機械判読可能なデータの表記方法の統一ルール」 requires (docs/decisions/0047).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from progress_report.document.grids import GridCell, PlacedCell
from progress_report.document.runs import Date, Number, Runs
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.quantity import NOT_DEFINED, PERCENT
from progress_report.open_data.data_table import MISSING, CsvColumn, DataTable, fixed_decimal
from progress_report.open_data.figure_values import (
    FigureValues,
    PrintedValue,
    cell_values,
    displayed_unit,
    printable_text,
)
from progress_report.open_data.wide_headers import (
    ColumnHeader,
    Part,
    column_levels,
    named_parts,
    unique_names,
)

STAMPS = "サンプル"
_WESTERN = "（西暦）"
_YEAR = re.compile(r"[0-9]{4}")
_BEHIND_DATE = re.compile(r"\s*(末)?(?:現在)?\s*")
_FISCAL_YEAR = re.compile(r"([0-9]{4})-04-01/[0-9]{4}-03-31")
_REMARK = re.compile(r"\s*[(（](.+)[)）]\s*")
_MERGED = "結合された値は、覆う初めの行だけに書く"
Type = Literal["string", "integer", "number", "year"]


@dataclass(frozen=True, slots=True)
class WideCell:
    """One value: ``text`` as printed, without unit and commas; ``number`` unrounded, in its column's unit.

    ``western``: the western form of a Japanese date; ``change``: whether it is a difference, printed with its
    sign in words; ``remark``: whether it is a remark on the number before it.
    """

    text: str = ""
    number: Fraction | None = None
    decimals: int = 0
    unit: str = ""
    western: str = ""
    change: bool = False
    remark: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a number, including an undefined one (0 of 0)."""
        return self.number is not None or self.text == NOT_DEFINED


@dataclass(frozen=True, slots=True)
class WideColumn:
    """A column with its cells, one per row of the body; ``heads_rows``: whether they are row headers."""

    name: str
    type: Type
    unit: str
    heads_rows: bool
    cells: list[WideCell]


@dataclass(frozen=True, slots=True)
class WideTable:
    """A figure's columns; ``emphasised``: for each row, whether it is printed as a total."""

    figure: FigureValues
    columns: list[WideColumn]
    emphasised: list[bool]

    def data(self) -> DataTable:
        """Return the table for a CSV file."""
        fields = [_described(column) for column in self.columns]
        cells = zip(*(column.cells for column in self.columns), strict=True)
        return DataTable(fields, [[cell.text for cell in row] for row in cells])


@dataclass(slots=True)
class _Draft:
    """A column before its name is made unique."""

    header: ColumnHeader
    cells: list[WideCell]
    heads_rows: bool = False
    western: bool = False

    @property
    def type(self) -> Type:
        given = [cell for cell in self.cells if cell.text not in MISSING]
        if given and all(cell.number is not None for cell in given):
            return "number" if any(cell.decimals for cell in given) else "integer"
        years = self.western and all(_YEAR.fullmatch(cell.text) for cell in given)
        return "year" if years else "string"


def wide_table(figure: FigureValues) -> WideTable:
    """Return the table as printed, with joined header levels and merged headers repeated in every row."""
    placed = _placed(figure)
    rows = range(len(figure.head), len(figure.head) + len(figure.body))
    drafts: list[_Draft] = []
    for column in range(figure.columns):
        cells = [placed.get((row, column)) for row in rows]
        parts = [[] if cell is None else _parts(figure, cell.cell) for cell in cells]
        drafts += _drafts(figure, column, parts)
    if figure.stamp:
        stamps = [WideCell(stamp) for stamp in _stamps(figure)]
        drafts.append(_Draft(ColumnHeader(STAMPS), stamps))
    names = unique_names([draft.header for draft in drafts])
    columns = [
        WideColumn(name, draft.type, draft.header.unit, draft.heads_rows, draft.cells)
        for name, draft in zip(names, drafts, strict=True)
    ]
    emphasised = [any(cell.cell.emphasis for cell in row if not cell.cell.header) for row in figure.body]
    return WideTable(figure, columns, emphasised)


def _placed(figure: FigureValues) -> dict[tuple[int, int], PlacedCell]:
    """Return each row header at all places it covers, each value at the first one.

    A value merged over several rows belongs to all of them: repeated, it would be summed several times.
    """
    placed: dict[tuple[int, int], PlacedCell] = {}
    for cell in (cell for row in figure.body for cell in row):
        if cell.cell.header:
            placed |= {(row, column): cell for row in cell.rows for column in cell.columns}
        else:
            placed[cell.row, cell.column] = cell
    return placed


def _parts(figure: FigureValues, cell: GridCell) -> list[WideCell]:
    """Return the values of a cell: two for 「241 (39.0%)」, one per item of a list.

    「302手続（修正後は305手続）」 is a number and a remark; any other words are one text.
    """
    if cell.items:
        return [WideCell(printable_text(item).strip()) for item in cell.items]
    values = cell_values(cell)
    if all(value.kind == "number" for value in values):
        return [_number(figure, value) for value in values]
    runs = cell.content
    said = _REMARK.fullmatch(printable_text(runs[1:]))
    if said and isinstance(first := runs[0], Number):
        return [_number(figure, PrintedValue.of_number(first)), WideCell(said[1], remark=True)]
    return [WideCell(printable_text(runs).strip(), western=_western(runs))]


def _number(figure: FigureValues, value: PrintedValue) -> WideCell:
    exact, quantity = figure.exact(value), figure.quantity(value)
    if exact is None:
        return WideCell(NOT_DEFINED, unit=quantity.unit, decimals=quantity.decimals)
    shown = displayed_unit(exact, quantity.unit)
    text = fixed_decimal(shown, quantity.decimals)
    return WideCell(text, shown, quantity.decimals, quantity.unit, change=value.change)


def _western(runs: Runs) -> str:
    """Return the date of a cell in ISO 8601; for a fiscal year the year in which it begins.

    「令和5年度末現在」 is the last day of the year. Empty for words that contain a date.
    """
    if not runs or not isinstance(date := runs[0], Date):
        return ""
    behind = _BEHIND_DATE.fullmatch(printable_text(runs[1:]))
    if behind is None:
        return ""
    if behind[1]:
        return date.iso.rpartition("/")[2]
    year = _FISCAL_YEAR.fullmatch(date.iso)
    return date.iso if year is None else year[1]


def _drafts(figure: FigureValues, column: int, parts: Sequence[Sequence[WideCell]]) -> Iterator[_Draft]:
    """Yield a column for each value of the printed column's cells, with those of units and western dates."""
    heads_rows = column < figure.grid.stub_columns
    levels = column_levels(figure, column)
    most = max(1, *map(len, parts))
    kept = [[cells[i] if i < len(cells) else WideCell() for cells in parts] for i in range(most)]
    for name, cells in zip(named_parts(levels, [_part(cells) for cells in kept]), kept, strict=True):
        units = list(dict.fromkeys(cell.unit for cell in cells if cell.unit))
        yield _Draft(ColumnHeader(name, units[0] if len(units) == 1 else ""), cells, heads_rows)
        if len(units) > 1:
            yield _Draft(ColumnHeader(f"{name}の単位"), [WideCell(cell.unit) for cell in cells])
        if any(cell.western for cell in cells):
            western = [WideCell(cell.western) for cell in cells]
            yield _Draft(ColumnHeader(name + _WESTERN), western, heads_rows, western=True)


def _part(cells: Sequence[WideCell]) -> Part:
    if any(cell.remark for cell in cells):
        return Part.REMARK
    numbers = [cell for cell in cells if cell.is_number]
    if not numbers:
        return Part.WORDS
    return Part.SHARE if all(cell.unit == PERCENT for cell in numbers) else Part.NUMBER


def _stamps(figure: FigureValues) -> list[str]:
    """Return サンプルデータ（架空） for each row with invented values."""
    invented = [
        any(
            figure.is_illustrative(value)
            for cell in row
            if not cell.cell.header
            for value in cell_values(cell.cell)
            if value.kind != "blank"
        )
        for row in figure.body
    ]
    # Only headings may be invented.
    return [SAMPLE_STAMP if one or not any(invented) else "" for one in invented]


def _described(column: WideColumn) -> CsvColumn:
    return CsvColumn(
        column.name,
        column.type,
        column.name,
        "行の見出し。結合された見出しは、覆うすべての行に書く" if column.heads_rows else _MERGED,
        column.unit,
    )
