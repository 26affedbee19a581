"""What a section notebook imports, beside ``progress_report.inputs``."""

from progress_report.authoring.changes import (
    compared_with,
    comparison,
    indicator_table,
    new_and_ended,
    plan_table,
)
from progress_report.authoring.checking import checks
from progress_report.authoring.display import Displayed
from progress_report.authoring.facts import table_facts
from progress_report.authoring.figures import against_target, grouped, stacked, survey_figure, timeline
from progress_report.authoring.labels import labelled, labelled_ranges
from progress_report.authoring.preview import show_frames_of_quantities
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
    phrase,
    prose,
    prose_fragment,
    sentence,
    without_unit,
)

__all__ = [
    "Column",
    "Displayed",
    "Stub",
    "against_target",
    "breakdown",
    "change",
    "checks",
    "compared_with",
    "comparison",
    "grouped",
    "heading",
    "indicator_table",
    "items",
    "labelled",
    "labelled_ranges",
    "marked",
    "movement",
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
    "survey_figure",
    "table",
    "table_facts",
    "tally",
    "timeline",
    "with_total",
    "without_unit",
]

show_frames_of_quantities()
