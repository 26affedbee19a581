"""How many people a survey asked, and how many answered: what a reader needs to weigh its shares."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise

from progress_report.inputs.formulas.formula_nodes import Formula, tables_of
from progress_report.inputs.schema.schemas import SurveyDescriptor
from progress_report.inputs.tables.surveys import RESPONDENT_UNIT
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages.surveys import MORE_THAN_ASKED, NOT_OF_PEOPLE
from progress_report.model.findings import Finding, ReportError, all_results
from progress_report.model.inline import Inline
from progress_report.model.quantity import Quantity, have_same_dimension

_FEWEST_FIRST = ("respondents", "sampled", "population")


@dataclass(frozen=True, slots=True)
class SurveySize:
    """A survey that was conducted: its title, whom it asked, and the numbers that are known of it.

    A number is None where it is not known. Nor is one known that was invented beside published data: there
    it only stands in for what was not published.
    """

    described: SurveyDescriptor
    title: Inline
    people: Inline
    sampled: Quantity | None
    respondents: Quantity | None
    population: Quantity | None


def survey_sizes(year: ReportYear) -> list[SurveySize]:
    """Return the surveys that the report shows. ReportError with every number that is impossible."""
    return all_results(
        partial(_size, year, one.name, one.survey)
        for one in year.package.descriptor.resources
        if one.survey is not None and year.conducted(one.name) and one.name not in year.unreported
    )


def _size(year: ReportYear, name: str, described: SurveyDescriptor) -> SurveySize:
    numbers = {member: _number(year, name, member, size) for member, size in described.sizes.items()}
    if "respondents" not in numbers and (counted := _counted(year, name)) is not None:
        numbers["respondents"] = counted
    if findings := list(_contradictions(year, name, described, numbers)):
        raise ReportError(findings)
    known = {
        member: number
        for member, number in numbers.items()
        if number is not None and (year.illustrative or not number.illustrative)
    }
    title = year.package.text(name, "survey", "title")
    people = year.package.text(name, "survey", "people") if described.people else ()
    return SurveySize(
        described, title, people, known.get("sampled"), known.get("respondents"), known.get("population")
    )


def _number(year: ReportYear, survey: str, member: str, size: int | Formula) -> Quantity | None:
    """Return the number of people; None where its formula reads a table that the year does not have."""
    resource = year.package.resource(survey)
    if isinstance(size, int):
        source = year.package.origin(survey, "survey", member)
        return Quantity(Fraction(size), RESPONDENT_UNIT, replace(source, illustrative=resource.illustrative))
    if tables_of(size) & year.absent:
        return None
    place = year.package.place(survey, "survey", member)
    number = year.formulas.value(size, f"調査「{survey}」の {member} の計算", place.line)
    if not have_same_dimension(number.unit, RESPONDENT_UNIT):
        raise NOT_OF_PEOPLE.error(*place, survey=survey, member=member, value=number.text)
    return number


def _counted(year: ReportYear, survey: str) -> Quantity | None:
    """Return how many people answered by the rows of the survey; None where it has none, or faulty ones."""
    with suppress(ReportError):  # a faulty file is reported where surveys are validated
        found = year.survey(survey)
        return found.respondents() if found.available else None
    return None


def _contradictions(
    year: ReportYear, survey: str, described: SurveyDescriptor, numbers: dict[str, Quantity | None]
) -> Iterator[Finding]:
    """Yield a finding where fewer people were asked than answered, or fewer were in question than either."""
    given = [(member, number) for member in _FEWEST_FIRST if (number := numbers.get(member)) is not None]
    for (smaller, few), (larger, many) in pairwise(given):
        if few > many:
            member = larger if larger in described.sizes else smaller
            place = year.package.place(survey, "survey", member)
            yield MORE_THAN_ASKED.finding(
                *place, survey=survey, smaller=smaller, few=few.text, larger=larger, many=many.text
            )
