"""The labels of an author's figure: every numeral must be a value of its data or a mark of its scale."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from progress_report.authoring.own_figures.figure_data import FigureData
from progress_report.model.findings import Finding
from progress_report.model.inline import Inline, Number, Run, ScaleMark, Text, plain_text, text
from progress_report.model.kanji_words import COUNTERS
from progress_report.model.numerals import MINUS_SIGNS, has_numeral, signed_value_of, split_numerals, value_of
from progress_report.model.quantity import PERCENT

_COUNTER = re.compile(COUNTERS)
_PRECISION = ".10f"  # precision of a location on an axis


class LabelReader:
    """Finds the values quoted in the texts of a figure; equal values are used in turn."""

    def __init__(self, data: FigureData, title: Inline) -> None:
        self._quantities = list(data.quantities)
        known: dict[str, list[Inline]] = {}
        for inline in (*data.texts(), title):
            known.setdefault(plain_text(inline), []).append(inline)
        texts = [text for text in known if has_numeral(text)]
        self._known = {text: known[text] for text in sorted(texts, key=len, reverse=True)}
        self.problems: list[Finding] = []

    def as_printed(self, text: str) -> str:
        """Return a number in the report's format if the whole text is a value of the data."""
        if text in self._known or (value := signed_value_of(text.strip())) is None:
            return text
        return next((one.number for one in self._quantities if one.displayed == value), text)

    def lines(self, label: str) -> list[Inline]:
        """Return the inlines of a label, one per line; invalid content becomes a problem."""
        joined = label.replace("\n", "")
        if not has_numeral(joined):
            return [text(line) for line in label.split("\n") if line]
        return self._cut(self._inline(joined), label)

    def _inline(self, text: str) -> Inline:
        runs: list[Run] = []
        end = 0
        for start, stop in _numerals(text):
            if start < end:
                continue  # part of the previous value
            found = self._quoted(text, end, start, stop)
            if found is None:
                self._refuse(text, text[start:stop])
                continue
            quoted, begin = found
            runs += (*_words(text[end:begin]), *self._next(quoted))
            end = begin + len(quoted)
        return (*runs, *_words(text[end:]))

    def _quoted(self, text: str, end: int, start: int, stop: int) -> tuple[str, int] | None:
        """Return the longest known text that covers a numeral at ``start`` to ``stop``, and its start."""
        edges = {i for first, last in _numerals(text) for i in range(first + 1, last)}
        for known, inlines in self._known.items():
            for begin in range(max(end, stop - len(known)), start + 1):
                behind = begin + len(known)
                if not text.startswith(known, begin) or behind < stop or edges & {begin, behind}:
                    continue
                signed = begin and text[begin - 1] in MINUS_SIGNS
                if not signed and not _counts_otherwise(inlines, text[behind:]):
                    return known, begin
        return None

    def _next(self, known: str) -> Inline:
        inlines = self._known[known]
        inlines.append(inlines.pop(0))
        return inlines[-1]

    def _refuse(self, text: str, numeral: str) -> None:
        value = value_of(numeral)
        defined = [one for one in self._quantities if one.displayed is not None]
        remedy = "data に渡した表の値だけを書いてください。"
        if value is not None and defined:
            near = min(defined, key=lambda one: abs((one.displayed or 0) - value))
            remedy = f"data に渡した表の値だけを書いてください（近い値は{near.text}）。"
        message = f"図の中の「{text}」の数字「{numeral}」は、表の値ではありません。"
        self.problems.append(Finding(message, remedy))

    def _cut(self, inline: Inline, text: str) -> list[Inline]:
        """Split an inline at the text's line breaks; a value on two lines becomes a problem."""
        lines: list[Inline] = []
        rest = list(inline)
        for line in text.split("\n"):
            runs: list[Run] = []
            room = len(line)
            while rest and room > 0:
                run = rest.pop(0)
                if len(run.text) > room:
                    if not isinstance(run, Text):
                        message = f"図の中の「{text.replace(chr(10), '')}」で、数字が二行に分かれています。"
                        self.problems.append(Finding(message, "改行する所を変えてください。"))
                        return [inline]
                    rest.insert(0, Text(run.text[room:], run.decided_by))
                    run = Text(run.text[:room], run.decided_by)
                runs.append(run)
                room -= len(run.text)
            if runs:
                lines.append(tuple(runs))
        return lines


def scale_mark(label: str, location: float) -> Inline | None:
    """Return the label of a tick whose one numeral is its location; None for any other text."""
    parts = split_numerals(label)
    if sum(numeral for _, numeral in parts) != 1:
        return None
    at = next(i for i, (_, numeral) in enumerate(parts) if numeral)
    before, behind = ("".join(part for part, _ in some) for some in (parts[:at], parts[at + 1 :]))
    sign = before[-1:] if before[-1:] in tuple(MINUS_SIGNS) else ""
    numeral = sign + parts[at][0]
    value = signed_value_of(numeral)
    if value is None or not math.isclose(value, location, rel_tol=1e-9, abs_tol=1e-10):
        return None
    runs = (*text(before.removesuffix(sign)), ScaleMark(numeral, _decimal(value)), *text(behind))
    return tuple(run for run in runs if run.text)


def date_mark(label: str, moment: dt.datetime) -> Inline | None:
    """Return the label of a tick whose numerals are its year, month, day or time; None for another text."""
    known = (moment.year, moment.month, moment.day, moment.hour, moment.minute)
    runs: list[Run] = []
    for part, numeral in split_numerals(label):
        value = value_of(part) if numeral else None
        if numeral and value not in known:
            return None
        runs += text(part) if value is None else [ScaleMark(part, str(value))]
    return tuple(runs)


def mark_text(value: float) -> str:
    """Return a number in the report's format for marks of a scale."""
    text = f"{abs(value):,.10g}"
    return f"△{text}" if value < 0 and text != "0" else text


def _numerals(text: str) -> Iterable[tuple[int, int]]:
    start = 0
    for part, numeral in split_numerals(text):
        if numeral:
            yield start, start + len(part)
        start += len(part)


def _words(label: str) -> Inline:
    """Return the words between two values, omitting rejected numerals."""
    return text("".join(part for part, numeral in split_numerals(label) if not numeral)) if label else ()


def _counts_otherwise(inlines: Sequence[Inline], behind: str) -> bool:
    """Return whether a number without its unit would be read with a different one (「3年」 of 3件)."""
    (first, *more) = inlines[0]
    if more or not isinstance(first, Number) or first.unit_shown:
        return False
    return first.quantity.unit != PERCENT and bool(_COUNTER.match(behind))


def _decimal(value: Fraction) -> str:
    whole, _, part = format(float(value), _PRECISION).partition(".")
    return f"{whole}.{part.rstrip('0')}".rstrip(".")
