"""要確認: what is possible but seldom meant. It lets a draft through and stops a final edition.

Each doubt has a subject, by which ``confirmed:`` of the parameters may say, with a reason, that it is meant.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from progress_report.inputs.params import Confirmation, Params
from progress_report.inputs.report_year import ReportYear
from progress_report.messages.catalogue import CATALOGUE
from progress_report.messages.message import Message
from progress_report.messages.reviews import IDLE_CONFIRMATION
from progress_report.messages.value_reviews import ROUNDED_OTHERWISE
from progress_report.model.comparable import comparable
from progress_report.model.differences import exact_difference
from progress_report.model.findings import Finding, ReportError
from progress_report.model.quantity import Cell, Computed, Parameter, Quantity
from progress_report.model.rounding import MINUS


@dataclass(frozen=True, slots=True)
class Doubt:
    """A 要確認 and the subject that confirms it."""

    subject: str
    finding: Finding


Rule = Callable[[ReportYear], Iterator[Doubt]]


def review(
    message: Message, subject: str, file: str, row: int | None = None, column: str = "", **gaps: Any
) -> Doubt:
    """A doubt of the catalogue; ``subject`` is what it is about, behind the word of its kind.

    ``gaps`` are those of the message, and ``remedy`` where it is not the usual one.
    """
    full = f"{message.kind} {subject}"
    found = message.finding(file, row, column, **gaps)
    return Doubt(full, replace(found, remedy=found.remedy + how_to_confirm(full)))


def rounding_doubt(difference: Quantity) -> Doubt:
    """For a difference of shares that ``rounds_otherwise``; placed at what the later share comes from."""
    assert isinstance(difference.origin, Computed)
    after, before = difference.origin.operands
    source = next(one.origin for one in after.with_operands() if not isinstance(one.origin, Computed))
    exact = replace(difference, value=exact_difference(difference))
    if isinstance(source, Parameter):
        place: tuple[str, int | None, str] = source.file, source.line, source.name
    else:
        place = source.file, source.row if isinstance(source, Cell) else None, source.column_title
    return review(
        ROUNDED_OTHERWISE,
        f"{before.text}→{after.text}",
        *place,
        before=before.text,
        after=after.text,
        shown=_size(difference),
        exact=_size(exact),
    )


def _size(difference: Quantity) -> str:
    return difference.text.removeprefix(MINUS)


def is_confirmed(finding: Finding, params: Params) -> bool:
    """Whether the parameters confirm what a doubt's finding tells, wherever it arose."""
    remedy = comparable(finding.remedy)
    return any(comparable(how_to_confirm(_subject(entry))) in remedy for entry in params.report.confirmed)


def how_to_confirm(subject: str) -> str:
    """The sentence that ends the remedy of a doubt."""
    return f"正しければ、params の confirmed に subject: {subject} と reason（理由）を書いてください。"


def reviews_of(year: ReportYear, rules: Iterable[Rule]) -> list[Finding]:
    """The doubts of all rules that nobody confirmed, and the confirmations that confirm nothing.

    A rule that meets a faulty table is passed over: the fault is told where tables are judged.
    """
    doubts: list[Doubt] = []
    unknown = False
    for rule in rules:
        try:
            doubts += rule(year)
        except ReportError:
            unknown = True
    confirmed = {comparable(_subject(entry)) for entry in year.params.report.confirmed}
    subjects = {comparable(one.subject) for one in doubts}
    return [
        *(one.finding for one in doubts if comparable(one.subject) not in confirmed),
        # What a faulty table would have to be confirmed is not known.
        *(() if unknown else _idle_confirmations(year.params, subjects)),
    ]


def _idle_confirmations(params: Params, subjects: set[str]) -> Iterator[Finding]:
    for i, entry in enumerate(params.report.confirmed):
        # What a notebook doubts is known only once it has run.
        subject = _subject(entry)
        if comparable(subject) not in subjects and not subject.startswith(f"{ROUNDED_OTHERWISE.kind} "):
            source = params.source("confirmed", i)
            yield IDLE_CONFIRMATION.finding(source.file, source.line, "confirmed", subject=entry.subject)


def _subject(entry: Confirmation) -> str:
    """The whole subject: the word of the kind that ``code`` stands for, and what it is about."""
    if entry.code is None:
        return entry.subject
    kind = CATALOGUE[entry.code].kind
    return entry.subject if entry.subject.startswith(f"{kind} ") else f"{kind} {entry.subject}"
