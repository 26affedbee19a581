"""要確認: warnings about input that is possible but seldom intended. They block a final report, not a draft.

Each warning has a subject, which ``confirmed:`` of the parameters may confirm as intended, with a reason.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from progress_report.inputs.formulas.cross_checks import first_place
from progress_report.inputs.params.report_params import Confirmation, Params
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages.catalogue import CATALOGUE
from progress_report.messages.message import Message
from progress_report.messages.reviews import IDLE_CONFIRMATION, TERM_UNUSED
from progress_report.messages.value_reviews import ROUNDED_OTHERWISE
from progress_report.model.comparable import comparable
from progress_report.model.differences import exact_difference
from progress_report.model.findings import Finding, ReportError
from progress_report.model.quantity import Cell, Computed, Quantity
from progress_report.model.rounding import MINUS

# The words that begin subjects of warnings that arise only when the notebooks have run.
_KNOWN_ONCE_RUN = tuple(f"{message.kind} " for message in (ROUNDED_OTHERWISE, TERM_UNUSED))


@dataclass(frozen=True, slots=True)
class ReviewWarning:
    """A 要確認 and the subject that confirms it."""

    subject: str
    finding: Finding


Rule = Callable[[ReportYear], Iterator[ReviewWarning]]


def review(
    message: Message, subject: str, file: str, row: int | None = None, column: str = "", **gaps: Any
) -> ReviewWarning:
    """Create a warning from the catalogue; ``subject`` follows the word for the message's kind.

    A subject is what analysts confirm: ``table``, ``table.column`` or ``table.column.value``. Warnings that
    share one are confirmed together.
    ``gaps`` are the message's arguments, and ``remedy`` if it is not the usual one.
    """
    full = f"{message.kind} {subject}"
    found = message.finding(file, row, column, **gaps)
    return ReviewWarning(full, replace(found, remedy=found.remedy + how_to_confirm(full)))


def review_cell(origin: object, message: Message, subject: str, /, **gaps: Any) -> ReviewWarning:
    """Create a warning about a cell, the origin of a value."""
    assert isinstance(origin, Cell)
    return review(message, subject, origin.file, origin.row, origin.column_title, **gaps)


def rounding_warning(difference: Quantity) -> ReviewWarning:
    """Create the warning that a difference of shares ``rounds_otherwise``, at the later share's source."""
    assert isinstance(difference.origin, Computed)
    after, before = difference.origin.operands
    exact = replace(difference, value=exact_difference(difference))
    return review(
        ROUNDED_OTHERWISE,
        f"{before.text}→{after.text}",
        *first_place(after),
        before=before.text,
        after=after.text,
        shown=_size(difference),
        exact=_size(exact),
    )


def _size(difference: Quantity) -> str:
    return difference.text.removeprefix(MINUS)


def is_confirmed(finding: Finding, params: Params) -> bool:
    """Return whether the parameters confirm a warning's finding."""
    remedy = comparable(finding.remedy)
    return any(comparable(how_to_confirm(_subject(entry))) in remedy for entry in params.report.confirmed)


def how_to_confirm(subject: str) -> str:
    """Return the last sentence of a warning's remedy."""
    return f"正しければ、params の confirmed に subject: {subject} と reason（理由）を書いてください。"


def reviews_of(year: ReportYear, rules: Iterable[Rule]) -> list[Finding]:
    """Return the unconfirmed warnings of all rules, and confirmations that match no warning.

    A rule that reads an invalid table is skipped, because the table's errors are reported separately.
    """
    review_warnings: list[ReviewWarning] = []
    unknown = False
    for rule in rules:
        try:
            review_warnings += rule(year)
        except ReportError:
            unknown = True
    confirmed = {comparable(_subject(entry)) for entry in year.params.report.confirmed}
    subjects = {comparable(one.subject) for one in review_warnings}
    return [
        *(one.finding for one in review_warnings if comparable(one.subject) not in confirmed),
        # The warnings of an invalid table are unknown, so its confirmations cannot be checked.
        *(() if unknown else _idle_confirmations(year.params, subjects)),
    ]


def _idle_confirmations(params: Params, subjects: set[str]) -> Iterator[Finding]:
    for i, entry in enumerate(params.report.confirmed):
        subject = _subject(entry)
        if comparable(subject) not in subjects and not subject.startswith(_KNOWN_ONCE_RUN):
            place = params.place("confirmed", i)[:2]
            yield IDLE_CONFIRMATION.finding(*place, "confirmed", subject=entry.subject)


def _subject(entry: Confirmation) -> str:
    """Return the whole subject of an entry, with the word for the kind that ``code`` stands for."""
    if entry.code is None:
        return entry.subject
    kind = CATALOGUE[entry.code].kind
    return entry.subject if entry.subject.startswith(f"{kind} ") else f"{kind} {entry.subject}"
