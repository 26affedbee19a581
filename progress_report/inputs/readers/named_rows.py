"""Rows of a source table that sum up others, by their names or as the totals row of an Excel table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from progress_report.inputs.readers.header import Header
from progress_report.inputs.readers.sheet import CellKind, Line, Sheet
from progress_report.inputs.readers.total_names import SUM_WORDS, Role, part_of, role_of
from progress_report.inputs.schema.schemas import FieldDescriptor, Schema
from progress_report.model.comparable import unspaced
from progress_report.model.fiscal_year import FISCAL_YEAR

# Shares, ages, ranks and dates are not added up.
_NOT_ADDED = {"%", "％", "‰", "ポイント", "歳", "倍", "位", "年", "年度", "月", "日", "時", "度"}


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A line to which its ``label``, in the column ``key``, gives a role.

    ``cells``: the text and kind of each field.
    """

    number: int
    cells: Mapping[str, tuple[str, CellKind | None]]
    label: str
    key: str
    role: Role


def added_columns(schema: Schema) -> list[FieldDescriptor]:
    """Return the columns of counts whose values may be summed over rows."""
    bounds = bounds_of(schema)
    return [
        column
        for column in schema.fields
        if column.is_numeric
        and column.name not in (*schema.primaryKey, FISCAL_YEAR, *bounds)
        and column.unit not in _NOT_ADDED
    ]


def bounds_of(schema: Schema) -> set[str]:
    """Return the columns that are bounds of a row's range, which are not summed."""
    return {name for one in schema.ranges for name in (one.minimum, one.maximum)}


def declared_role(name: str, column: FieldDescriptor | None) -> Role | None:
    """Return the role of a row's name; None if the column's ``enum`` lists the name as an item."""
    role = role_of(name)
    if role is None or column is None:
        return role
    return None if unspaced(name) in map(unspaced, column.choices or ()) else role


def named_rows(lines: Sequence[Line], header: Header, schema: Schema, sheet: Sheet) -> list[NamedRow]:
    """Return the lines that are or may be totals, subtotals, averages or parts of other lines.

    In a table without counts only a few words name a total: there, 全体 is the subject of a row.
    """
    counted = bool(added_columns(schema)) or FISCAL_YEAR in schema.primaryKey
    found = []
    for number, cells in lines:
        label, key, role = _role(cells, header, schema)
        if number in sheet.total_rows:
            role = Role.TOTAL
        elif role is not None and not counted and unspaced(label) not in SUM_WORDS:
            role = None
        if role is not None:
            named = {
                name: (_cell(cells, i), sheet.kinds.get((number, i))) for name, i in header.columns.items()
            }
            found.append(NamedRow(number, named, label.strip(), key, role))
    if any(one.role is Role.POSSIBLE_PART for one in found):
        names = {unspaced(_label(cells, header, schema)[0]) for _, cells in lines}
        return [
            replace(one, role=Role.PART) if one.role is Role.POSSIBLE_PART else one
            for one in found
            if one.role is not Role.POSSIBLE_PART or unspaced(part_of(one.label)) in names
        ]
    return found


def _role(cells: list[str], header: Header, schema: Schema) -> tuple[str, str, Role | None]:
    """Return the cell that gives a line its role, the cell's column and the role."""
    for name in schema.primaryKey:
        text = _cell(cells, header.columns[name])
        if role := declared_role(text, schema.field(name)):
            return text, name, role
    label, name = _label(cells, header, schema)
    return label, name, None if name in schema.primaryKey else role_of(label)


def _label(cells: list[str], header: Header, schema: Schema) -> tuple[str, str]:
    """Return the first filled cell of the key, or else the first filled text, and its column."""
    texts = sorted(
        (column.name for column in schema.fields if column.type == "string"), key=header.columns.__getitem__
    )
    for name in (*schema.primaryKey, *texts):
        text = _cell(cells, header.columns[name])
        if text.strip():
            return text, name
    return "", schema.primaryKey[0]


def _cell(cells: list[str], i: int) -> str:
    return cells[i] if i < len(cells) else ""
