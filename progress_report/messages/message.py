"""A message of the catalogue: a template with named gaps, from which findings and errors are made.

How to add a message:

1. Add it to a module of its group (``GROUPS`` in ``catalogue.py`` has them by the headings of the guide's
   appendix), with the next number of its module, if ``git log -S '"K227"'`` finds nothing. ``remedy`` is the
   usual one; a 記録 may have none. ``check --explain`` prints ``explanation``, so it must be understandable
   alone.
2. At the call site use ``finding``, ``error`` (to raise), ``value_error`` (in a pydantic validator) or, for
   要確認 that can be confirmed (a ``review_message`` with a ``kind``), ``review`` or ``review_cell`` of
   ``inputs/reviews/review_warnings.py``; ``remedy=`` if the remedy depends on the case::

       yield files.TOO_LARGE.finding(file, row, size=f"{size:,}", most=most)

3. ``make guide`` writes the guide's appendix.
"""

from dataclasses import dataclass
from string import Formatter
from typing import Any

from progress_report.model.findings import Finding, ReportError, Severity

GAP = "…"


class MessageError(ValueError):
    """A finding without a place, for validators; a caller that knows the place adds it."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.text)


@dataclass(frozen=True, slots=True)
class Message:
    """One entry: ``text`` and ``remedy`` are templates of ``str.format``.

    ``kind`` is the first word of the subject that confirms a 要確認 of this code.
    """

    code: str
    text: str
    remedy: str
    explanation: str
    example: str = ""
    severity: Severity = Severity.ERROR
    kind: str = ""

    @property
    def pattern(self) -> str:
        """The text with ``…`` for each gap."""
        return _pattern(self.text)

    @property
    def remedy_pattern(self) -> str:
        """The usual remedy with ``…`` for each gap."""
        return _pattern(self.remedy)

    def finding(
        self, file: str = "", row: int | None = None, column: str = "", *, remedy: str = "", **gaps: Any
    ) -> Finding:
        """Return the message with its gaps filled; ``remedy`` replaces the usual one."""
        advice = remedy or self.remedy.format(**gaps)
        text = self.text.format(**gaps)
        return Finding(text, advice, file, row, column, self.severity, code=self.code)

    def error(
        self, file: str = "", row: int | None = None, column: str = "", *, remedy: str = "", **gaps: Any
    ) -> ReportError:
        """Return the finding as an error that stops the build."""
        return ReportError([self.finding(file, row, column, remedy=remedy, **gaps)])

    def value_error(self, *, remedy: str = "", **gaps: Any) -> MessageError:
        """Return the finding as an error of a pydantic validator."""
        return MessageError(self.finding(remedy=remedy, **gaps))


def review_message(
    code: str, text: str, remedy: str, explanation: str, *, kind: str = "", example: str = ""
) -> Message:
    """Return a 要確認; with a ``kind``, it can be confirmed."""
    return Message(code, text, remedy, explanation, example, Severity.REVIEW, kind)


def note_message(code: str, text: str, remedy: str, explanation: str) -> Message:
    """Return a 記録."""
    return Message(code, text, remedy, explanation, severity=Severity.NOTE)


def _pattern(template: str) -> str:
    parts = Formatter().parse(template)
    return "".join(literal + (GAP if gap is not None else "") for literal, gap, _, _ in parts)
