"""The formats of a report: the nbconvert exporters installed under names that begin with ``progress_``.

``progress_html`` is the format ``html``. Their names are known without importing them.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from progress_report.model.findings import report_error

_GROUP, _PREFIX = "nbconvert.exporters", "progress_"
LARGE_PRINT, WORD, POINTS, FIGURES = "large_print", "docx", "points", "figures"
PDFS = ("pdf", POINTS, LARGE_PRINT)
# The order of formats in lists; others follow.
_FIRST = ("html", "pdf", POINTS, LARGE_PRINT, "text", WORD, FIGURES)
_ON_REQUEST = (POINTS, LARGE_PRINT, WORD, FIGURES)  # made only on request


@cache
def installed_formats() -> dict[str, EntryPoint]:
    """Return each format's entry point, by name, in listing order.

    ReportError if the program's own formats are missing, because an earlier version is installed.
    """
    found = {
        entry.name.removeprefix(_PREFIX): entry
        for entry in entry_points(group=_GROUP)
        if entry.name.startswith(_PREFIX)
    }
    if missing := [name for name in _FIRST if name not in found]:
        message = (
            f"報告書の形式（{'、'.join(missing)}）が見つかりません。"
            "プログラムが、入れたときの版から変わっています。"
        )
        raise report_error(message, "install.cmd（Linux では make report）を、もう一度実行してください。")
    names = list(_FIRST)
    return {name: found[name] for name in [*names, *sorted(found.keys() - set(names))]}


def format_names() -> tuple[str, ...]:
    """Return the formats of every whole report."""
    return tuple(name for name in installed_formats() if name not in _ON_REQUEST)


def chosen_by_name() -> tuple[str, ...]:
    """Return the formats that ``--formats`` names; large print and figures have options of their own."""
    return tuple(name for name in installed_formats() if name not in (LARGE_PRINT, FIGURES))


def in_listing_order(names: set[str]) -> tuple[str, ...]:
    """Return formats in listing order."""
    return tuple(name for name in installed_formats() if name in names)
