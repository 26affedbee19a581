"""What a table or chart of published data declares beneath it: 時点, 比較, 単位, 出典."""

from progress_report.authoring.absent import value_or_absent
from progress_report.inputs.section import Section
from progress_report.model.grid import Fact
from progress_report.model.inline import Fragment, words


@value_or_absent
def table_facts(
    section: Section, resource: str, *, as_of: Fragment, comparison: Fragment = ()
) -> tuple[Fact, ...]:
    """The facts of a data table, units and source from its descriptor."""
    descriptor = section.package.resource(resource)
    key = descriptor.table_schema.primaryKey
    units = dict.fromkeys(
        field.unit for field in descriptor.table_schema.fields if field.unit and field.name not in key
    )
    facts = [Fact("時点", as_of)]
    if comparison:
        facts.append(Fact("比較", comparison))
    if units:
        facts.append(Fact("単位", words("、".join(units))))
    return (*facts, Fact("出典", section.package.text(resource, "sources", 0, "title")))
