"""Row labels made of several columns."""

import pandas as pd

from progress_report.authoring.absent import value_or_absent
from progress_report.model.inline import Fragment, LineBreak, Number, Text
from progress_report.model.quantity import Quantity


@value_or_absent
def labelled(frame: pd.DataFrame, name: str, detail: str) -> pd.Series:
    """「中央電算」 and beneath it 「(住民記録、住民税等)」."""
    labels = [_label(row[name], (LineBreak(), Text("(")), row[detail]) for _, row in frame.iterrows()]
    return pd.Series(labels, index=frame.index, dtype=object)


@value_or_absent
def labelled_ranges(frame: pd.DataFrame, name: str, lower: str, upper: str) -> pd.Series:
    """「S (1,000件以上)」 where the upper bound is blank, 「A (100～999件)」 where it is given."""
    labels = [_label(row[name], (Text(" ("),), _range(row[lower], row[upper])) for _, row in frame.iterrows()]
    return pd.Series(labels, index=frame.index, dtype=object)


@value_or_absent
def _label(name: Fragment, opening: Fragment, detail: Fragment) -> Fragment:
    return (*name, *opening, *detail, Text(")"))


@value_or_absent
def _range(lower: Quantity, upper: Quantity | None) -> Fragment:
    if upper is None:
        return (Number(lower), Text("以上"))
    if lower.value == upper.value:
        return (Number(upper),)
    return (Number(lower, unit_shown=False), Text("～"), Number(upper))
