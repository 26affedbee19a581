"""Restoration of ``{placeholders}`` in edited prose, and detection of values changed by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from string import Formatter

from progress_report.model.numerals import numerals
from progress_report.word_import.base import PrintedParagraph


@dataclass(frozen=True, slots=True)
class PlaceholderValue:
    """The printed value of a ``field`` of a template (with its braces), or of an unnamed value.

    ``numbers``: pairs of the identifier and the printed text of each number in it.
    """

    start: int
    end: int
    field: str
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value changed by hand."""

    was: str
    now: str
    value: PlaceholderValue

    @property
    def is_reworded(self) -> bool:
        """Whether only words beside its numbers were changed."""
        at = 0
        for _, shown in self.value.numbers:
            at = self.now.find(shown, at)
            if at < 0:
                return False
            at += len(shown)
        return bool(self.value.numbers) and numerals(self.now) == numerals(self.was)


def paragraph_values(printed: PrintedParagraph) -> list[PlaceholderValue] | None:
    """Return the values in a paragraph's words; None if its template does not separate them."""
    words = printed.words
    numbers = [
        (piece.start - printed.start, piece.end - printed.start, piece.quantity)
        for piece in printed.pieces
        if printed.start <= piece.start < piece.end <= printed.end
    ]
    names = ["{" + one.name + "}" for one in printed.fields]
    if printed.prose:
        names = _fields_of(printed.prose.template)
        if len(names) != len(printed.fields):
            return None
    values = [
        PlaceholderValue(
            one.start,
            one.end,
            name,
            tuple(
                (quantity, words[start:end])
                for start, end, quantity in numbers
                if quantity and one.start <= start < one.end
            ),
        )
        for one, name in zip(printed.fields, names, strict=True)
    ]
    if printed.prose and _with_fields(words, values) != printed.prose.template.strip():
        return None
    named = [range(one.start, one.end) for one in values]
    values += [
        PlaceholderValue(start, end, "", ((quantity, words[start:end]),) if quantity else ())
        for start, end, quantity in numbers
        if not any(start in one for one in named)
    ]
    return sorted(values, key=lambda one: one.start)


def with_placeholders(
    printed: PrintedParagraph, edited: str, values: Sequence[PlaceholderValue]
) -> tuple[str, list[ChangedValue]]:
    """Return an edited text with its placeholders restored, and the values changed by hand.

    Unnamed values stay as printed. Values are found by aligning the words.
    """
    words = printed.words
    codes = SequenceMatcher(None, words, edited, autojunk=False).get_opcodes()
    changed: list[ChangedValue] = []
    text, at = "", 0
    for value in values:
        was = words[value.start : value.end]
        start, end = _found(codes, value, edited, at, was)
        now = edited[start:end]
        text += edited[at:start]
        if now != was and now.strip():
            changed.append(ChangedValue(was, now, value))
        if now.strip():
            text += value.field or was
        at = max(at, end)
    return text + edited[at:], changed


def carried(printed: PrintedParagraph, kept: str, text: str, values: Sequence[PlaceholderValue]) -> str:
    """Return a new paragraph's text with the placeholders moved into it from an edited one (``kept``)."""
    fields = {printed.words[value.start : value.end]: value.field for value in values if value.field}
    taken = {
        was: field
        for was, field in fields.items()
        if was and not _occurrences(was, kept) and len(_occurrences(was, text)) == 1
    }
    if not taken:
        return text
    parts = re.split("|".join(rf"({re.escape(was)})" for was in sorted(taken, key=len, reverse=True)), text)
    return "".join(taken.get(part, part) for part in parts if part)


def _fields_of(template: str) -> list[str]:
    """Return a template's fields in their written form."""
    parts = Formatter().parse(template.strip())
    return [f"{{{name}:{form}}}" if form else f"{{{name}}}" for _, name, form, _ in parts if name is not None]


def _with_fields(words: str, values: Sequence[PlaceholderValue]) -> str:
    """Return printed words with each value replaced by its field."""
    text, at = "", 0
    for value in values:
        text += words[at : value.start] + value.field
        at = value.end
    return text + words[at:]


def _found(
    codes: Sequence[tuple[str, int, int, int, int]], value: PlaceholderValue, edited: str, at: int, was: str
) -> tuple[int, int]:
    """Return the position of a value in the edited text, at or after ``at``."""
    start = max(at, _place(codes, value.start, False, len(edited)))
    end = max(start, _place(codes, value.end, True, len(edited)))
    if edited[start:end] != was:
        again = [place for place in _occurrences(was, edited) if place >= at]
        if len(again) == 1:
            return again[0], again[0] + len(was)
    return start, end


def _place(codes: Sequence[tuple[str, int, int, int, int]], at: int, is_end: bool, length: int) -> int:
    """Return the position in the edited text that corresponds to one in the printed text."""
    for kind, a1, a2, b1, b2 in codes:
        if a1 <= at < a2 or (is_end and a1 < at <= a2):
            return b1 + (at - a1) if kind == "equal" else (b2 if is_end else b1)
    return length


def _occurrences(words: str, text: str) -> list[int]:
    """Return the positions of words in a text, except within a longer number."""
    pattern = rf"(?<![0-9.,]){re.escape(words)}(?![0-9])"
    return [found.start() for found in re.finditer(pattern, text)]
