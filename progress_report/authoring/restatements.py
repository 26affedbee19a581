"""Notes on restated values: both values and the reason, linked to the value's mark."""

from collections.abc import Iterable

import pandas as pd

from progress_report.authoring.wording import compose
from progress_report.inputs.notebooks.frame_source import source_of
from progress_report.inputs.years.restatements import Restatement
from progress_report.model.grid import TableNote
from progress_report.model.inline import Inline
from progress_report.model.quantity import Quantity


def restated_in(frame: pd.DataFrame, columns: Iterable[str], *, operands: bool = False) -> list[Restatement]:
    """Return the restatements of the values in these columns, each once; ``operands``: of theirs, too."""
    source = source_of(frame)
    if source is None or not source.restatements:
        return []
    found = (
        source.restatement_of(one, row, column)
        for column in columns
        for row, value in frame[column].items()
        for one in (value.with_operands() if operands and isinstance(value, Quantity) else [value])
    )
    return list({one.name: one for one in found if one is not None}.values())


def restatement_notes(restatements: Iterable[Restatement]) -> tuple[TableNote, ...]:
    """Return the notes on the restatements."""
    return tuple(TableNote(one.name, _written(one)) for one in restatements)


def _written(restatement: Restatement) -> Inline:
    return compose(
        "前年度報告の数値を修正。{year}の{subject}は、前年度報告では{published}、修正後は{revised}。理由：{reason}。",
        {
            "year": restatement.year,
            "subject": restatement.subject,
            "published": restatement.published,
            "revised": restatement.revised,
            "reason": restatement.reason,
        },
    )
