"""Error messages for a column or row that a table does not have, in place of pandas's KeyError."""

import re
from traceback import walk_tb
from types import TracebackType

import pandas as pd
from IPython.core.interactiveshell import InteractiveShell

from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.notebooks.unknown_names import UnknownNames
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.model.findings import Finding, ReportError

_QUOTED = re.compile(r"'([^']*)'")
_MOST_NAMED = 20


def explain_unknown_labels(shell: InteractiveShell) -> None:
    """Show a ReportError in place of a KeyError raised by pandas, in any front end."""
    shell.set_custom_exc((KeyError,), _show)  # type: ignore[no-untyped-call]


def _show(
    shell: InteractiveShell,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType,
    tb_offset: int | None = None,
) -> None:
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
        names = UnknownNames(section.project, section.year, section.package, "このセル")
        for table in section.tables_with(known):
            if names.of_other_year(table, name, "列"):
                return names.column(table, name, known)
    listed = "、".join(known[:_MOST_NAMED]) + (" など" if len(known) > _MOST_NAMED else "")
    remedy = near_remedy(name, known) or f"名前を直してください（ある名前: {listed}）。"
    return Finding(f"列か行の名前「{name}」がありません。", remedy)


def _text(label: object) -> str:
    return str(getattr(label, "label", label))
