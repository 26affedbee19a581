"""The cross-checks of a section, shown to reviewers."""

from collections.abc import Sequence

from progress_report.authoring.absent import block_or_reason
from progress_report.authoring.display import Displayed
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.years.restatements import agreement_with_former_report
from progress_report.model.blocks import Checks, Remark


@block_or_reason
def checks(section: Section, *names: str) -> Displayed:
    """Return the passed checks of the named tables; ReportError naming those that fail.

    They are followed by the comparison of each number of an earlier year with the former report's.
    """
    agreements = agreement_with_former_report(section, names)
    results = (*section.check(*names).results, *agreements)
    return Displayed(Checks(results) if results else Remark(_nothing_to_check(section, names)))


def _nothing_to_check(section: Section, names: Sequence[str]) -> str:
    absent = [name for name in names if name in section.absent]
    exception = f"（{'、'.join(absent)} は、実施していないか未収録のため確かめません）" if absent else ""
    return f"これらの表に当てはまる検算は、{section.package.file} の crossChecks にありません{exception}。"
