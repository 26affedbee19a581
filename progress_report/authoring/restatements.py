"""How a restated value is told: both values and the reason, tied to the value's mark."""

from collections.abc import Iterable

import pandas as pd

from progress_report.authoring.wording import phrase
from progress_report.inputs.restatements import Restatement, notes_column
from progress_report.model.grid import TableNote
from progress_report.model.inline import Fragment


def restatement_notes(frame: pd.DataFrame, columns: Iterable[str]) -> tuple[TableNote, ...]:
    """The notes on what was restated in these columns of a section's table, each once."""
    shown = (
        restatement
        for column in columns
        for restatement in frame.get(notes_column(column), ())
        if isinstance(restatement, Restatement)
    )
    return tuple({one.name: TableNote(one.name, _told(one)) for one in shown}.values())


def _told(restatement: Restatement) -> Fragment:
    return phrase(
        "前年度報告の数値を修正。{year}の{subject}は、前年度報告では{published}、修正後は{revised}。理由：{reason}。",
        year=restatement.year,
        subject=restatement.subject,
        published=restatement.published,
        revised=restatement.revised,
        reason=restatement.reason,
    )
