"""The columns of frames, looked up by name for tables and figures."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from progress_report.authoring.mistakes import cell_mistake
from progress_report.inputs.notebooks.frame_source import FrameSource, source_of
from progress_report.inputs.notebooks.unknown_names import UnknownNames
from progress_report.messages.notebook_names import NO_HEADING, NO_SOURCE
from progress_report.model.absent import Absent
from progress_report.model.findings import ReportError
from progress_report.model.inline import Date, Inline, Number, text
from progress_report.model.quantity import Quantity


def cell_of(value: Any, column: str) -> Any:
    """Return a value of a frame as a table or figure shows it; missing values of pandas become None (blank).

    Plain strings are words of the notebook, without numerals. TypeError for a bare number or any other type.
    """
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, str):
        return text(value)
    if value is None or isinstance(value, Quantity | Date | tuple | list | Absent):
        return value
    raise cell_mistake(column, value)


def content_of(value: Any) -> Inline:
    """Return the printed content of a cell: a quantity without its unit, nothing for a blank."""
    if value is None:
        return ()
    if isinstance(value, Quantity):
        return (Number(value, unit_shown=False),)
    if isinstance(value, list):
        return tuple(run for inline in value for run in inline)
    return (value,) if isinstance(value, Date) else value


def label_of(value: Any, column: str) -> Inline:
    """Return a row's label in a figure. TypeError if it has none."""
    label = cell_of(value, column)
    if isinstance(label, Quantity):
        return (Number(label),)
    if isinstance(label, Date):
        return (label,)
    if isinstance(label, tuple):
        return label
    raise cell_mistake(column, value)


def numbers_of(values: "pd.Series[Any]", column: str) -> list[Quantity]:
    """Return the quantities of a column. TypeError if it contains anything else, or blanks."""
    given = list(values)
    for value in given:
        if not isinstance(value, Quantity):
            raise cell_mistake(column, None if isinstance(value, float) and value != value else value)
    return given


def source_required(frame: pd.DataFrame) -> FrameSource:
    """Return the source of a frame. ReportError if it was made from something without a source."""
    source = source_of(frame)
    if source is None:
        raise NO_SOURCE.error()
    return source


def require_columns(frame: pd.DataFrame, names: Iterable[str], source: FrameSource) -> None:
    """Raise ReportError listing each column that the frame does not have."""
    section = source.section
    unknown = UnknownNames(section, "このセル")
    known = [str(one) for one in frame.columns]
    missing = [name for name in dict.fromkeys(names) if name not in known]
    if missing:
        raise ReportError([unknown.column(source.table, name, known) for name in missing])


def key_of(source: FrameSource) -> list[str]:
    """Return the key columns of the frame's table."""
    return list(source.section.package.resource(source.table).table_schema.primaryKey)


def value_columns(source: FrameSource) -> list[str]:
    """Return the non-key columns of the frame's table."""
    schema = source.section.package.resource(source.table).table_schema
    return [field.name for field in schema.fields if field.name not in schema.primaryKey]


def heading_of(source: FrameSource, name: str) -> Inline:
    """Return a column's title in the schema. ReportError for a column added by the notebook."""
    package = source.section.package
    names = [field.name for field in package.resource(source.table).table_schema.fields]
    if name not in names:
        raise NO_HEADING.error(name=name)
    return package.text(source.table, "table_schema", "fields", names.index(name), "title")


def group_of(source: FrameSource, name: str) -> Inline:
    """Return a column's group in the schema; nothing if it has none."""
    package = source.section.package
    for i, field in enumerate(package.resource(source.table).table_schema.fields):
        if field.name == name and field.group is not None:
            return package.text(source.table, "table_schema", "fields", i, "group")
    return ()
