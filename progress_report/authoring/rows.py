"""Looking up single rows of tables, and telling the analyst what is missing."""

from typing import Any, cast

import pandas as pd

from progress_report.authoring.absent import value_or_absent
from progress_report.authoring.tables import TOTAL, note
from progress_report.authoring.wording import prose_fragment
from progress_report.inputs.section import Section
from progress_report.model.absent import Absent
from progress_report.model.comparable import comparable
from progress_report.model.findings import fault
from progress_report.model.grid import TableNote
from progress_report.model.inline import concluded
from progress_report.model.quantity import Quantity


@value_or_absent
def survey_row(section: Section, table: str, survey: str) -> pd.Series:
    """The row that a table of surveys holds of one, named there by the survey's title.

    ReportError naming the file, the rows it holds and the remedy, where there is none.
    """
    described = section.package.resource(survey).survey
    title = described.title if described else ""
    frame = section.table(table)
    for absent in (section.of_survey(survey), frame):
        if isinstance(absent, Absent):
            return cast(pd.Series, absent)
    for key in frame.index:
        if comparable(key) == comparable(title):
            return cast(pd.Series, frame.loc[key])
    held = "、".join(f"「{key}」" for key in frame.index)
    remedy = (
        f"この名前の行を加えるか、{section.package.file} の survey の title と"
        f"揃えてください（ある行: {held}）。"
    )
    raise fault(f"調査「{title}」の行がありません。", remedy, file=section.file_of(table))


@value_or_absent
def by_label(frame: pd.DataFrame, column: str) -> dict[str, Any]:
    """A column's values by their row's name, for prose to name as it stands in the table: {区民事務所}."""
    return {str(label): value for label, value in frame[column].items() if value is not None}


@value_or_absent
def listed(frame: pd.DataFrame, details: pd.DataFrame, column: str) -> pd.Series:
    """For each row of the frame, the list of its details' values in their order; None where it has none.

    ``details`` is indexed by the frame's key first.
    """
    found: dict[Any, list[Any]] = {}
    for key, value in zip(details.index.get_level_values(0), details[column], strict=True):
        found.setdefault(key, []).append(value)
    return pd.Series([found.get(key) for key in frame.index], index=frame.index, dtype=object)


@value_or_absent
def column_notes(section: Section, frame: pd.DataFrame, column: str, prose: str) -> tuple[TableNote, ...]:
    """The note that ``marked`` ties to the column's values: prose that may name {<column>}, their total.

    None where every value of the column is blank or 0, or the year has no such column: then there is
    nothing to explain.
    """
    value = cast(Quantity | None, frame.loc[TOTAL, column])
    if value is None or isinstance(value, Absent) or not value.value:
        return ()
    return (note(column, concluded(prose_fragment(section, prose, **{column: value}), [value])),)
