"""Row labels made of several columns."""

from typing import Any

import pandas as pd

from progress_report.authoring.absent import value_or_absent
from progress_report.authoring.wording import compose
from progress_report.inputs.notebooks.section import OPENED
from progress_report.model.inline import Inline, Number, Text
from progress_report.model.quantity import Quantity


def row_labels(frame: pd.DataFrame, template: str, /) -> "pd.Series[Any]":
    """Fill a template with each row's values: ``row_labels(frame, "{system}\\n({operations})")``.

    The template may use the frame's columns, and the section's dates and quantities.
    """
    known = {} if OPENED.section is None else OPENED.section.values
    names = [str(name) for name in frame.columns]
    rows = zip(*(frame[name] for name in names), strict=True)
    labels = [compose(template, {}, known={**known, **dict(zip(names, row, strict=True))}) for row in rows]
    return pd.Series(labels, index=frame.index, dtype=object)


def ranges(frame: pd.DataFrame, lower: str, upper: str, /) -> "pd.Series[Any]":
    """Format two columns as ranges: 「1,000件以上」 for a blank upper bound, else 「100～999件」."""
    pairs = zip(frame[lower], frame[upper], strict=True)
    return pd.Series([_range(*pair) for pair in pairs], index=frame.index, dtype=object)


@value_or_absent
def _range(lower: Quantity, upper: Quantity | None) -> Inline:
    if upper is None:
        return (Number(lower), Text("以上"))
    if lower.value == upper.value:
        return (Number(upper),)
    return (Number(lower, unit_shown=False), Text("～"), Number(upper))
