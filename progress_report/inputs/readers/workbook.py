"""Workbooks (``.xlsx``, ``.xlsm``) as sheets, without their macros.

openpyxl is imported only when one is read.
"""

import io
import warnings
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from progress_report.inputs.readers.file_kinds import OLE_MARK, ZIP_MARK
from progress_report.inputs.readers.forms import FORM_PROPERTY
from progress_report.inputs.readers.normalizations import Normalization, Notes
from progress_report.inputs.readers.package_parts import (
    calculated_on_opening,
    has_macros,
    transitional,
    valid_parts,
)
from progress_report.inputs.readers.sheet import (
    LONGEST_CELL,
    CellKind,
    Line,
    MergedCells,
    Sheet,
    require_size,
    too_long,
)
from progress_report.inputs.readers.workbook_cells import CellReader, formula_text
from progress_report.inputs.schema.schemas import ResourceDescriptor
from progress_report.messages import table_files as messages
from progress_report.model.comparable import unspaced
from progress_report.model.findings import ReportError

_MOST_CHARACTERS = 20_000_000  # the maximum of a CSV file
_LOWEST_ROW, _NARROWEST_COLUMN = 1, 0.3  # points; characters: anything smaller is invisible


def workbook_sheet(content: bytes, file: str, resource: ResourceDescriptor) -> Sheet:
    """Return the sheet that holds the resource's table.

    Raise ReportError if the workbook cannot be read, is too large, or the sheet is ambiguous.
    """
    if content.startswith(OLE_MARK):
        raise messages.OLD_OR_LOCKED.error(file)
    if not content.startswith(ZIP_MARK):
        raise messages.NO_WORKBOOK.error(file)
    parts = valid_parts(content, file)
    content = transitional(content, parts)
    formulas = _load(content, file, cached=False)
    worksheet = _chosen(formulas, file, resource)
    require_size(worksheet.max_row, worksheet.max_column, file)
    cached = None
    if any(cell.data_type == "f" for row in worksheet.iter_rows() for cell in row):
        cached = _load(content, file, cached=True)[worksheet.title]
    try:
        sheet = _sheet(worksheet, CellReader(worksheet, cached, stale=calculated_on_opening(parts)), file)
    except ReportError:
        raise
    except Exception:  # a cell may refer to a font or format that is missing from a damaged part
        raise messages.DAMAGED_WORKBOOK.error(file) from None
    if has_macros(parts):
        sheet = replace(
            sheet, normalizations=(Normalization(file, "マクロを読まずに除外"), *sheet.normalizations)
        )
    return sheet


def _load(content: bytes, file: str, *, cached: bool) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts without values: styles, validation
            return load_workbook(io.BytesIO(content), data_only=cached, rich_text=True)
    except Exception:  # a damaged part can cause any exception in XML, zip and openpyxl code
        raise messages.DAMAGED_WORKBOOK.error(file) from None


def _chosen(workbook: Any, file: str, resource: ResourceDescriptor) -> Any:
    """Return the sheet named by the descriptor, the only filled one, or the one named like the table."""
    visible = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if resource.sheet is not None:
        named = [sheet for sheet in visible if sheet.title == resource.sheet]
    else:
        named = [sheet for sheet in visible if _is_filled(sheet)]
        if len(named) > 1:
            names = {unspaced(resource.title), unspaced(resource.name)}
            named = [sheet for sheet in named if unspaced(sheet.title) in names]
    hidden = [sheet for sheet in workbook.worksheets if sheet not in visible and _is_filled(sheet)]
    hidden = [sheet for sheet in hidden if resource.sheet in (None, sheet.title)]
    if not named and hidden:
        raise messages.HIDDEN_SHEET.error(file, sheets=_titles(hidden))
    if len(named) == 1:
        return named[0]
    empty = not any(map(_is_filled, visible))
    sheets = _titles(visible) or "なし"
    if resource.sheet is not None:
        remedy = messages.NO_FILLED_SHEET.remedy if empty else ""
        raise messages.NO_SHEET.error(file, remedy=remedy, sheet=resource.sheet, sheets=sheets)
    raise messages.NO_FILLED_SHEET.error(file) if empty else messages.WHICH_SHEET.error(file, sheets=sheets)


def _titles(sheets: Iterable[Any]) -> str:
    return "、".join(f"「{sheet.title}」" for sheet in sheets)


def _is_filled(sheet: Any) -> bool:
    return bool(sheet.max_row > 1 or sheet.max_column > 1 or sheet["A1"].value)


def _sheet(worksheet: Any, reader: CellReader, file: str) -> Sheet:
    lines: list[Line] = []
    kinds: dict[tuple[int, int], CellKind] = {}
    struck_rows: set[int] = set()
    notes = Notes(file)
    characters = 0
    for number, row in enumerate(worksheet.iter_rows(min_row=1, min_col=1), 1):
        line = []
        for i, cell in enumerate(row):
            text, kind = reader.read(cell)
            if len(text) > LONGEST_CELL:
                raise too_long(file, number, f"{i + 1}列目")
            characters += len(text)  # cells may share one long text
            if characters > _MOST_CHARACTERS:
                raise messages.TOO_MANY_CHARACTERS.error(file, number, most=f"{_MOST_CHARACTERS:,}")
            if cell.data_type == "f" and kind is not CellKind.UNCALCULATED:
                notes.add("数式の計算結果", number, before=formula_text(cell), after=text)
            if kind is not None:
                kinds[number, i] = kind
            line.append(text)
        lines.append((number, line))
        filled = [cell for cell, text in zip(row, line, strict=True) if text.strip()]
        struck = any(kinds.get((number, i)) is CellKind.STRUCK for i in range(len(row)))
        if struck and all(map(reader.is_struck, filled)):
            struck_rows.add(number)
    return Sheet(
        file,
        lines,
        kinds,
        tuple(
            MergedCells(merged.min_row, merged.max_row, merged.min_col - 1, merged.max_col - 1)
            for merged in sorted(worksheet.merged_cells.ranges, key=lambda one: (one.min_row, one.min_col))
        ),
        hidden_rows=frozenset(
            number
            for number, row in worksheet.row_dimensions.items()
            if row.hidden or (row.height is not None and row.height < _LOWEST_ROW)
        ),
        struck_rows=frozenset(struck_rows),
        hidden_columns=frozenset(
            i - 1
            for column in worksheet.column_dimensions.values()
            if column.hidden or column.width < _NARROWEST_COLUMN
            for i in range(column.min, min(column.max, worksheet.max_column) + 1)
        ),
        normalizations=notes.all(),
        total_rows=frozenset(
            int(table.ref.rpartition(":")[2].lstrip("$ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
            for table in worksheet.tables.values()
            if table.totalsRowCount
        ),
        form_property=_form_property(worksheet.parent),
    )


def _form_property(workbook: Any) -> str:
    properties = workbook.custom_doc_props
    return str(properties[FORM_PROPERTY].value) if FORM_PROPERTY in properties.names else ""
