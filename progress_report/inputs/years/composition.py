"""Differences between the parts of two reports: new, ended or renamed sections, surveys and named rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from progress_report.inputs.project import section_identity
from progress_report.inputs.years.renamings import RowNames, naming_column
from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.comparable import comparable
from progress_report.model.inline import Inline, literal, plain_text, text
from progress_report.model.quantity import Parameter

SURVEYS = text("調査")


class Change(StrEnum):
    """The kind of change of a part of the report since the former one."""

    NEW = "new"
    ENDED = "ended"
    RENAMED = "renamed"
    CONDUCTED = "conducted"  # a survey, again or for the first time
    NOT_CONDUCTED = "not_conducted"  # a survey that only the former report conducted
    NEW_SECTION = "new_section"
    NO_SECTION = "no_section"


@dataclass(frozen=True, slots=True)
class ComponentChange:
    """A part of the report, its change, and the table or category it belongs to.

    ``former``: the former name of a renamed row.
    """

    change: Change
    name: Inline
    of: Inline = ()
    former: Inline = ()


def component_changes(former: ReportYear, present: ReportYear) -> list[ComponentChange]:
    """Return the changes in the order of the report: new, ended, renamed rows, surveys."""
    found = [*_sections(former, present), *_surveys(former, present), *_rows(former, present)]
    order = list(Change)
    return sorted(found, key=lambda entry: order.index(entry.change))


def _sections(former: ReportYear, present: ReportYear) -> Iterator[ComponentChange]:
    """Yield new and removed sections.

    Two notebooks are the same section if their names, their names without a final year, or their titles are
    equal.
    """
    project = present.project
    comparing = set(project.comparing_notebooks())  # the comparing sections are not listed themselves
    then, now = (
        [one.notebook for one in year.params.report.sections if one.notebook not in comparing]
        for year in (former, present)
    )
    for same in (str, section_identity, project.notebook_title):
        for name in list(now):
            if other := next((one for one in then if same(one) == same(name)), None):
                now.remove(name)
                then.remove(other)
    for names, change in ((now, Change.NEW_SECTION), (then, Change.NO_SECTION)):
        for name in names:
            path = project.relative(project.notebook(name))
            yield ComponentChange(change, literal(project.notebook_title(name), Parameter(path, 1, "title")))


def _surveys(former: ReportYear, present: ReportYear) -> Iterator[ComponentChange]:
    """Yield changes of surveys.

    A survey that is 未収録 counts as conducted; one that only one report describes is new or ended.
    """
    then, now = _conducted(former), _conducted(present)
    for name in (*now, *(name for name in then if name not in now)):
        if name in present.unreported or (name in then and name in now and then[name] == now[name]):
            continue
        year = present if name in now else former
        title = year.package.text(name, "title")
        if now.get(name):
            yield ComponentChange(Change.CONDUCTED if name in then else Change.NEW, title, SURVEYS)
        elif then.get(name):
            yield ComponentChange(Change.NOT_CONDUCTED if name in now else Change.ENDED, title, SURVEYS)


def _conducted(year: ReportYear) -> dict[str, bool]:
    """Return the surveys of the year's report, and whether each was conducted."""
    return {
        resource.name: year.conducted(resource.name)
        for resource in year.package.descriptor.resources
        if resource.survey is not None and resource.name not in year.unreported
    }


def _rows(former: ReportYear, present: ReportYear) -> Iterator[ComponentChange]:
    """Yield changes of named rows in tables of both years; for tables by fiscal year, only renamed rows."""
    rows = RowNames(former, present)
    for table in rows.tables():
        column = naming_column(present.package.resource(table)) or ""
        title = present.package.text(table, "title")
        then, now = former.table(table), present.table(table)
        matched = list(rows.matches(table))
        if present.package.resource(table).table_schema.primaryKey == [column]:
            known = ({one for one, _ in matched}, {other for _, other in matched})
            for key in now.index:
                if key not in known[1]:
                    yield ComponentChange(Change.NEW, now.loc[key, column], title)
            for key in then.index:
                if key not in known[0]:
                    ended_of = former.package.text(table, "title")
                    yield ComponentChange(Change.ENDED, then.loc[key, column], ended_of)
        renamed: dict[str, ComponentChange] = {}
        for one, other in matched:
            old, new = (cast(Inline, row[column]) for row in (then.loc[one], now.loc[other]))
            if comparable(plain_text(old)) != comparable(plain_text(new)):
                renamed.setdefault(plain_text(old), ComponentChange(Change.RENAMED, new, title, old))
        yield from renamed.values()
