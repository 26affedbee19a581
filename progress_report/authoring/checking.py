"""The cross-checks of a section, shown to reviewers."""

from progress_report.authoring.display import Displayed
from progress_report.inputs.restatements import agreement_with_former_report
from progress_report.inputs.section import Section
from progress_report.model.blocks import Checks


def checks(section: Section, *names: str) -> Displayed:
    """The checks that concern the named tables, all passed; ReportError naming those that do not.

    Then each number of an earlier year that the former report published, beside the one it published.
    """
    agreements = agreement_with_former_report(section, names)
    return Displayed(Checks((*section.check(*names).results, *agreements)))
