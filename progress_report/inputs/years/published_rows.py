"""A former year's tables as published in its final report, even if ``data/`` has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.inputs.tables.datasets import Key, Rows, is_valid_cell
from progress_report.inputs.years.publication import CELL, Publication, PublishedRow
from progress_report.messages import former_report as messages
from progress_report.model.findings import Finding, ReportError
from progress_report.model.quantity import Cell

ROW = "row."  # prefix of the column in the origin of a key


def as_published(rows: Rows, publication: Publication) -> Rows:
    """Return the rows of a table with each published cell as it was published.

    Unpublished rows are left out, and unpublished columns are not changed. The origin of a cell that differs
    in ``data/`` is its line in the publication. Raise ReportError if the table's description no longer
    matches the publication.
    """
    published = [(line, row) for line, row in publication.numbered(CELL) if row.table == rows.resource.name]
    if not published:
        return rows
    names = rows.resource.table_schema.primaryKey
    _require_same_description(rows, publication, published)
    by_key: dict[Key, dict[str, tuple[int, PublishedRow]]] = {}
    for line, row in published:
        by_key.setdefault(_key(row.key, names), {})[row.column] = line, row
    present = {_key(cells, names): i for i, cells in enumerate(rows.cells)}
    made: list[dict[str, str]] = []
    numbers: list[int] = []
    elsewhere: dict[tuple[int, str], Cell] = {}
    for key, columns in by_key.items():
        position = present.get(key)
        blank = dict.fromkeys((field.name for field in rows.resource.table_schema.fields), "")
        cells = dict(rows.cells[position]) if position is not None else blank
        line = min(line for line, _ in columns.values())
        if position is None:
            for name, text in zip(names, key, strict=True):
                cells[name] = text
                elsewhere[len(made), name] = Cell(publication.file, line, f"{ROW}{name}", "行")
        for name, (line, row) in columns.items():
            if name in cells and (position is None or cells[name] != row.value):
                cells[name] = row.value
                elsewhere[len(made), name] = Cell(publication.file, line, "value", "公表した値")
        made.append(cells)
        numbers.append(line if position is None else rows.numbers[position])
    return replace(rows, cells=made, numbers=numbers, elsewhere=elsewhere)


def _require_same_description(
    rows: Rows, publication: Publication, published: Sequence[tuple[int, PublishedRow]]
) -> None:
    schema = rows.resource.table_schema
    fields: dict[str, FieldDescriptor] = {field.name: field for field in schema.fields}
    findings: dict[Finding, int] = {}  # each with its first line
    for line, row in published:
        field = fields.get(row.column)
        if set(row.key) != set(schema.primaryKey):
            found = messages.KEYS_CHANGED.finding(table=row.table, keys="、".join(row.key))
        elif field is not None and (field.unit or "") != row.unit:
            found = messages.UNIT_CHANGED.finding(
                table=row.table, name=row.column, published=row.unit or "なし", now=field.unit or "なし"
            )
        elif field is not None and not is_valid_cell(row.value, field):
            found = messages.COLUMN_CHANGED.finding(value=row.value, table=row.table, name=row.column)
        else:
            continue
        findings.setdefault(found, line)
    if findings:
        raise ReportError([one.at(publication.file, line) for one, line in findings.items()])


def _key(cells: Mapping[str, str], names: Sequence[str]) -> Key:
    return tuple(cells[name] for name in names)
