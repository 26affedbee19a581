"""Surveys that are not held every year: what the report says in their place.

Cells that make sense only where a survey was held carry the tag ``survey:<its name>``; a build leaves
them out where ``not_held`` of the parameters names it.
"""

from progress_report.authoring.display import Displayed
from progress_report.authoring.wording import sentence
from progress_report.inputs.section import Section


def if_not_held(section: Section, survey: str, template: str) -> Displayed | None:
    """「令和7年度は、…を実施していない。」 where the survey was not held, nothing where it was."""
    return None if section.held(survey) else sentence(template, year=section.fiscal_year)
