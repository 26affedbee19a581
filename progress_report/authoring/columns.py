"""The columns of frames, as tables and figures ask for them by name."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from progress_report.authoring.slips import cell_slip
from progress_report.inputs.frame_source import FrameSource, source_of
from progress_report.inputs.unknown_names import UnknownNames
from progress_report.messages.notebook_names import NO_HEADING, NO_SOURCE
from progress_report.model.absent import Absent
from progress_report.model.findings import ReportError
from progress_report.model.inline import Date, Fragment, Number, words
from progress_report.model.quantity import Quantity


def cell_of(value: Any, column: str) -> Any:
    """Return a value of a frame as a table or figure shows it; what pandas marks as missing is blank (None).

    Plain strings are words of the notebook, without numerals. TypeError for a bare number and anything else.
    """
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, str):
        return words(value)
    if value is None or isinstance(value, Quantity | Date | tuple | list | Absent):
        return value
    raise cell_slip(column, value)


def label_of(value: Any, column: str) -> Fragment:
    """Return what names a row in a figure. TypeError where it has no name."""
    label = cell_of(value, column)
    if isinstance(label, Quantity):
        return (Number(label),)
    if isinstance(label, Date):
        return (label,)
    if isinstance(label, tuple):
        return label
    raise cell_slip(column, value)


def numbers_of(values: "pd.Series[Any]", column: str) -> list[Quantity]:
    """Return the quantities of a column. TypeError where it has something else, or blanks."""
    given = list(values)
    for value in given:
        if not isinstance(value, Quantity):
            raise cell_slip(column, None if isinstance(value, float) and value != value else value)
    return given


def source_required(frame: pd.DataFrame) -> FrameSource:
    """Return the source of a frame. ReportError where it was made of something that has none."""
    source = source_of(frame)
    if source is None:
        raise NO_SOURCE.error()
    return source


def require_columns(frame: pd.DataFrame, names: Iterable[str], source: FrameSource) -> None:
    """ReportError with each column that the frame does not have."""
    section = source.section
    unknown = UnknownNames(section.project, section.year, section.package, "このセル")
    known = [str(one) for one in frame.columns]
    missing = [name for name in dict.fromkeys(names) if name not in known]
    if missing:
        raise ReportError([unknown.column(source.table, name, known) for name in missing])


def key_of(source: FrameSource) -> list[str]:
    """Return the columns that name the rows of the frame's table."""
    return list(source.section.package.resource(source.table).table_schema.primaryKey)


def value_columns(source: FrameSource) -> list[str]:
    """Return the other columns of the frame's table."""
    schema = source.section.package.resource(source.table).table_schema
    return [field.name for field in schema.fields if field.name not in schema.primaryKey]


def heading_of(source: FrameSource, name: str) -> Fragment:
    """Return the title that the schema gives a column. ReportError for a column of the notebook's own."""
    package = source.section.package
    names = [field.name for field in package.resource(source.table).table_schema.fields]
    if name not in names:
        raise NO_HEADING.error(name=name)
    return package.text(source.table, "table_schema", "fields", names.index(name), "title")


def group_of(source: FrameSource, name: str) -> Fragment:
    """Return the group of columns that the schema puts a column in; nothing where it has none."""
    package = source.section.package
    for i, field in enumerate(package.resource(source.table).table_schema.fields):
        if field.name == name and field.group is not None:
            return package.text(source.table, "table_schema", "fields", i, "group")
    return ()
