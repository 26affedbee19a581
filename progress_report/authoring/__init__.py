"""The functions that a section notebook imports."""

from progress_report.authoring.changes import changes
from progress_report.authoring.checking import checks
from progress_report.authoring.figures import bars, grouped_bars, stacked_bars, timeline, trend
from progress_report.authoring.key_figures import key_figures
from progress_report.authoring.notebook_shell import attach_to_notebook
from progress_report.authoring.own_figures.figure import figure
from progress_report.authoring.own_figures.figure_data import plain
from progress_report.authoring.questionnaire import survey
from progress_report.authoring.tables import Table
from progress_report.authoring.wording import heading, items, phrase, prose, ranges, row_labels, say
from progress_report.authoring.years import this_and_last, years
from progress_report.inputs.notebooks.notebook_grammar import FORMER
from progress_report.inputs.notebooks.section import open_section
from progress_report.messages.notebook_contract import FORMER_FUNCTION
from progress_report.model.quantity import total

__all__ = [
    "Table",
    "bars",
    "changes",
    "checks",
    "figure",
    "grouped_bars",
    "heading",
    "items",
    "key_figures",
    "open_section",
    "phrase",
    "plain",
    "prose",
    "ranges",
    "row_labels",
    "say",
    "stacked_bars",
    "survey",
    "this_and_last",
    "timeline",
    "total",
    "trend",
    "years",
]


def __getattr__(name: str) -> object:
    """Raise ReportError for a function of an earlier version, naming its replacement."""
    if name in FORMER:
        raise FORMER_FUNCTION.error(function=name, cells="このセル", instead=FORMER[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


attach_to_notebook()
