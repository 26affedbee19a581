"""How JupyterLab shows a data frame of quantities, when an analyst looks into one.

pandas would turn each quantity into a string, which quantities refuse.
"""

from typing import Any

import pandas as pd
from IPython.core.interactiveshell import InteractiveShell

from progress_report.model.inline import Date, plain_text
from progress_report.model.quantity import Quantity


def preview(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with everything in it as it would be printed."""
    return frame.rename(index=_printed).map(_printed)


def show_frames_of_quantities(shell: InteractiveShell) -> None:
    """Teach a notebook's shell to show frames of quantities."""
    if shell.display_formatter is None:
        return
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(pd.DataFrame, lambda frame: preview(frame).to_html())
    formatters["text/plain"].for_type(
        pd.DataFrame, lambda frame, printer, cycle: printer.text(str(preview(frame)))
    )
    formatters["text/plain"].for_type(
        pd.Series, lambda series, printer, cycle: printer.text(str(preview(series.to_frame())))
    )


def _printed(value: Any) -> Any:
    if isinstance(value, Quantity | Date):
        return value.text
    if isinstance(value, tuple):
        return "".join(map(_printed, value)) if value and isinstance(value[0], tuple) else plain_text(value)
    return getattr(value, "label", "" if value is None else value)
