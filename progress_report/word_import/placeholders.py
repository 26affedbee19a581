"""Restoration of ``{placeholders}`` in edited prose, and detection of values changed by hand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from string import Formatter

from progress_report.word_import.base import Piece, Printed


@dataclass(frozen=True, slots=True)
class Value:
    """The printed value of a ``field`` of a template (with its braces), or of an unnamed value.

    ``quantity``: its identifier, if it is a number.
    """

    start: int
    end: int
    field: str
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value changed by hand. ``now`` is empty if it was deleted with the surrounding words."""

    was: str
    now: str
    quantity: str
    field: str


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with restored placeholders: a template, in which unnamed values stay as printed."""

    text: str
    changed: tuple[ChangedValue, ...]


def values_of(printed: Printed) -> list[Value] | None:
    """Return the values in a paragraph's words; None if its template does not separate them."""
    words = printed.words
    pieces = [
        Piece(piece.tag, piece.start - printed.start, piece.end - printed.start, piece.name)
        for piece in printed.pieces
        if printed.start <= piece.start < piece.end <= printed.end
    ]
    if printed.prose is None:
        return [
            Value(piece.start, piece.end, "{" + piece.name + "}" if piece.name else "", piece.quantity)
            for piece in pieces
        ]
    fields, pattern = _pattern(printed.prose.template, [words[piece.start : piece.end] for piece in pieces])
    found = re.fullmatch(pattern, words, re.DOTALL)
    if found is None:
        return None
    starts = {piece.start: piece.quantity for piece in pieces}
    return [
        Value(*found.span(k + 1), name, starts.get(found.start(k + 1), "")) for k, name in enumerate(fields)
    ]


def restored(printed: Printed, edited: str, values: Sequence[Value]) -> Restored:
    """Return an edited text with its placeholders restored. Values are found by aligning the words."""
    words = printed.words
    codes = SequenceMatcher(None, words, edited, autojunk=False).get_opcodes()
    text, changed, at = "", [], 0
    for value in values:
        was = words[value.start : value.end]
        start, end = _found(codes, value, edited, at, was)
        now = edited[start:end]
        text += edited[at:start]
        if now != was and now.strip():
            changed.append(ChangedValue(was, now, value.quantity, value.field))
        if now.strip():
            text += value.field or was
        at = max(at, end)
    return Restored(text + edited[at:], tuple(changed))


def carried(printed: Printed, kept: str, text: str, values: Sequence[Value]) -> str:
    """Return a new paragraph's text with the placeholders moved into it from an edited one (``kept``)."""
    fields = {printed.words[value.start : value.end]: value.field for value in values if value.field}
    taken = {
        was: field
        for was, field in fields.items()
        if was and len(_occurrences(was, kept)) == 0 and len(_occurrences(was, text)) == 1
    }
    if not taken:
        return text
    parts = re.split("|".join(rf"({re.escape(was)})" for was in sorted(taken, key=len, reverse=True)), text)
    return "".join(taken.get(part, part) for part in parts if part)


def _pattern(template: str, shown: Sequence[str]) -> tuple[list[str], str]:
    """Return a template's fields, and a regular expression with a group for the printed text of each.

    ``shown``: the contents of the controls, in order. Only references (``{表:name}``) have none.
    """
    fields, pattern, left = [], "", list(shown)
    for words, name, form, _ in Formatter().parse(template.strip()):
        pattern += re.escape(words)
        if name is None:
            continue
        fields.append("{" + name + (f":{form}" if form else "") + "}")
        is_reference = bool(form)
        pattern += "(.+?)" if is_reference or not left else f"({re.escape(left.pop(0))})"
    return fields, pattern


def _found(
    codes: Sequence[tuple[str, int, int, int, int]], value: Value, edited: str, at: int, was: str
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
