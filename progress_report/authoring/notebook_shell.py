"""Setup of a running notebook: frames are shown as printed, and unknown names of columns are explained."""

import re
from traceback import walk_tb
from types import TracebackType
from typing import Any

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell

from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.inputs.notebooks.section import OPENED, Section
from progress_report.inputs.notebooks.unknown_names import UnknownNames
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.model.absent import Absent
from progress_report.model.findings import Finding, ReportError
from progress_report.model.inline import Date, plain_text
from progress_report.model.quantity import Quantity

_ABSENT = "（この年度にはない）"
_QUOTED = re.compile(r"'([^']*)'")
_MOST_NAMED = 20


def attach_to_notebook() -> None:
    """Attach to the running IPython shell, if any.

    Show frames of quantities, explain names that a table does not have, and track the cells' blocks.
    """
    if (shell := get_ipython()) is not None:
        _show_frames_of_quantities(shell)
        shell.set_custom_exc((KeyError,), _explain)  # type: ignore[no-untyped-call]
        if CELL_BLOCKS.attach(shell):
            OPENED.section = None


def preview(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with all values and labels converted to their printed text.

    pandas would convert each quantity to a string, which quantities refuse.
    """
    return frame.rename(index=_printed, columns=_printed).map(_printed)


def _show_frames_of_quantities(shell: InteractiveShell) -> None:
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


def _explain(
    shell: InteractiveShell,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """Show a ReportError in place of a KeyError raised by pandas, in any front end."""
    explained = _explained(shell, error, trace)
    if explained is None:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    else:
        shell.showtraceback((ReportError, explained, None))


def _explained(shell: InteractiveShell, error: BaseException, trace: TracebackType) -> ReportError | None:
    """Return the error for the innermost table or index that lacks the requested label."""
    *_, last = (frame for frame, _ in walk_tb(trace))
    if not last.f_globals["__name__"].startswith(pd.__name__):
        return None  # of a dictionary in the notebook
    scopes = [frame.f_locals for frame, _ in walk_tb(trace)]
    holders = [one.get("self", one.get("obj")) for one in scopes]
    holder = next((one for one in reversed(holders) if isinstance(one, pd.Index | pd.DataFrame)), None)
    if holder is None:
        return None
    labels = holder.columns if isinstance(holder, pd.DataFrame) else holder
    asked = next((one["key"] for one in reversed(scopes) if one.get("self") is labels and "key" in one), None)
    keys = [*asked] if isinstance(asked, list | pd.Index) else [*_QUOTED.findall(str(error)), *error.args]
    name = next((one for one in keys if one not in labels), str(error))
    return ReportError([_finding(shell, _text(name), [_text(label) for label in labels])])


def _finding(shell: InteractiveShell, name: str, known: list[str]) -> Finding:
    for section in (one for one in shell.user_ns.values() if isinstance(one, Section)):
        names = UnknownNames(section, "このセル")
        for table in section.tables_with(known):
            if names.of_other_year(table, name, "列"):
                return names.column(table, name, known)
    listed = "、".join(known[:_MOST_NAMED]) + (" など" if len(known) > _MOST_NAMED else "")
    remedy = near_remedy(name, known) or f"名前を直してください（ある名前: {listed}）。"
    return Finding(f"列か行の名前「{name}」がありません。", remedy)


def _text(label: object) -> str:
    return str(getattr(label, "label", label))
