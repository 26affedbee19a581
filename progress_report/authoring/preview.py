"""Preview of a data frame or a column of quantities in a notebook.

pandas would convert each quantity to a string, which quantities refuse.
"""

from typing import Any

import pandas as pd
from IPython.core.interactiveshell import InteractiveShell

from progress_report.model.absent import Absent
from progress_report.model.inline import Date, plain_text
from progress_report.model.quantity import Quantity

_ABSENT = "（この年度にはない）"


def preview(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with all values and labels converted to their printed text."""
    return frame.rename(index=_printed, columns=_printed).map(_printed)


def show_frames_of_quantities(shell: InteractiveShell) -> None:
    """Register the formatters for frames and columns with a notebook's shell."""
    if shell.display_formatter is None:
        return
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(pd.DataFrame, _html)
    formatters["text/plain"].for_type(
        pd.DataFrame, lambda frame, printer, cycle: printer.text(str(preview(frame)))
    )
    formatters["text/plain"].for_type(
        pd.Series, lambda series, printer, cycle: printer.text(str(_preview_of_series(series)))
    )


def _html(frame: pd.DataFrame) -> str:
    """Return HTML like that of pandas, with as many rows and columns as its options allow."""
    return preview(frame).to_html(
        max_rows=pd.get_option("display.max_rows"),
        max_cols=pd.get_option("display.max_columns"),
        show_dimensions=len(frame) > pd.get_option("display.max_rows"),
        notebook=True,
    )


def _preview_of_series(series: "pd.Series[Any]") -> "pd.Series[Any]":
    return series.rename(index=_printed).map(_printed).rename(_printed(series.name) or None)


def _printed(value: Any) -> Any:
    if isinstance(value, Absent):
        return _ABSENT
    if isinstance(value, Quantity | Date):
        return value.text
    if isinstance(value, list):
        return "、".join(str(_printed(item)) for item in value)
    if isinstance(value, tuple):
        return "".join(map(_printed, value)) if value and isinstance(value[0], tuple) else plain_text(value)
    return getattr(value, "label", "" if value is None else value)
