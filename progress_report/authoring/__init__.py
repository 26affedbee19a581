"""What a section notebook imports, beside ``progress_report.inputs``."""

from progress_report.authoring.changes import (
    compared_with,
    comparison,
    indicator_table,
    new_and_ended,
    plan_table,
    worth_noting,
)
from progress_report.authoring.checking import checks
from progress_report.authoring.display import Displayed
from progress_report.authoring.facts import table_facts
from progress_report.authoring.figures import (
    against_target,
    grouped,
    stacked,
    survey_figure,
    timeline,
    trend,
)
from progress_report.authoring.held import if_not_held
from progress_report.authoring.highlights import conclusions, highlight_cards, highlighted
from progress_report.authoring.labels import labelled, labelled_ranges
from progress_report.authoring.notebook_shell import attach_to_notebook
from progress_report.authoring.rows import by_label, column_notes, listed, survey_row
from progress_report.authoring.survey import tally
from progress_report.authoring.tables import (
    Column,
    Stub,
    breakdown,
    marked,
    note,
    noted,
    shares,
    table,
    with_total,
)
from progress_report.authoring.wording import (
    change,
    heading,
    items,
    movement,
    movement_and_change,
    phrase,
    prose,
    prose_fragment,
    sentence,
    without_unit,
)
from progress_report.authoring.years import (
    before_and_after,
    compared,
    comparison_phrase,
    known_years,
    streak,
)

__all__ = [
    "Column",
    "Displayed",
    "Stub",
    "against_target",
    "before_and_after",
    "breakdown",
    "by_label",
    "change",
    "checks",
    "column_notes",
    "compared",
    "compared_with",
    "comparison",
    "comparison_phrase",
    "conclusions",
    "grouped",
    "heading",
    "highlight_cards",
    "highlighted",
    "if_not_held",
    "indicator_table",
    "items",
    "known_years",
    "labelled",
    "labelled_ranges",
    "listed",
    "marked",
    "movement",
    "movement_and_change",
    "new_and_ended",
    "note",
    "noted",
    "phrase",
    "plan_table",
    "prose",
    "prose_fragment",
    "sentence",
    "shares",
    "stacked",
    "streak",
    "survey_figure",
    "survey_row",
    "table",
    "table_facts",
    "tally",
    "timeline",
    "trend",
    "with_total",
    "without_unit",
    "worth_noting",
]

attach_to_notebook()
