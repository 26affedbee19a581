"""The facts printed below a table or chart of published data: 時点, 比較, 単位, 出典."""

from collections.abc import Iterable

from progress_report.authoring.wording import compose
from progress_report.inputs.notebooks.frame_source import FrameSource
from progress_report.inputs.years.reported_years import AS_OF, COMPARISON
from progress_report.model.grid import Fact
from progress_report.model.inline import text
from progress_report.model.quantity import PERCENT, Quantity

MOMENT, REMARK = "時点", "備考"
SOURCE = "出典"


def facts_of(source: FrameSource, values: Iterable[Quantity], moment: str = MOMENT) -> tuple[Fact, ...]:
    """Return the facts of a table's rows: units of the ``values`` printed, source from its descriptor.

    ``moment``: the label of the values' date.
    """
    section = source.section
    facts = [Fact(moment, compose(source.as_of, {}, known=section.values))]
    if source.compared and section.has_date(COMPARISON):
        former = {**section.values, AS_OF: section.date(COMPARISON)}
        facts.append(Fact("比較", compose(source.as_of, {}, known=former)))
    facts += unit_facts(values)
    return (*facts, Fact(SOURCE, section.package.text(source.table, "sources", 0, "title")))


def unit_facts(values: Iterable[Quantity]) -> list[Fact]:
    """Return the units of the values; shares carry their own."""
    units = dict.fromkeys(value.unit for value in values if value.unit != PERCENT)
    return [Fact("単位", text("、".join(units)))] if units else []
