"""The cross-checks of a section, shown to reviewers."""

from progress_report.authoring.display import Displayed
from progress_report.inputs.section import Section


def checks(section: Section, *names: str) -> Displayed:
    """The checks that concern the named tables, all passed; ReportError naming those that do not."""
    return Displayed(section.check(*names))
