"""What a table or chart of published data declares beneath it: 時点, 比較, 単位, 出典."""

from progress_report.authoring.wording import compose, known_values
from progress_report.inputs.compared_years import AS_OF, COMPARISON
from progress_report.inputs.frame_source import FrameSource
from progress_report.model.grid import Fact
from progress_report.model.inline import words


def facts_of(source: FrameSource) -> tuple[Fact, ...]:
    """Return the facts of a table's rows: units and source from its descriptor."""
    section = source.section
    descriptor = section.package.resource(source.table)
    key = descriptor.table_schema.primaryKey
    units = dict.fromkeys(
        field.unit for field in descriptor.table_schema.fields if field.unit and field.name not in key
    )
    known = known_values(section)
    facts = [Fact("時点", compose(source.as_of, {}, known=known))]
    if source.compared and section.has_date(COMPARISON):
        former = {**known, AS_OF: section.date(COMPARISON)}
        facts.append(Fact("比較", compose(source.as_of, {}, known=former)))
    if units:
        facts.append(Fact("単位", words("、".join(units))))
    return (*facts, Fact("出典", section.package.text(source.table, "sources", 0, "title")))
