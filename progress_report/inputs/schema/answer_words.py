"""The forms in which a file may give the answers to a question: word, code, both, or several in one cell."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from progress_report.model.comparable import comparable, unspaced

OTHER = "その他"
OTHERWISE_WRITTEN, FREE_TEXT_DROPPED = "選択肢の書き方", f"「{OTHER}」の自由記述を除外"
Codes = tuple[tuple[str, str], ...]  # each code with its word; the code is empty if there is none
_MOST_PIECES = 200  # more than any questionnaire has choices
_MARKS = ("", ".", ":", ")", "-", "_", "=")
_NUMBER = re.compile(r"(-?)0*([0-9]+?)(?:\.0+)?")
_BRACKETS_AT_END = re.compile(r" ?\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice; ``kind`` is the kind of difference if it was not written as declared."""

    choice: str
    kind: str = ""


class AnswerWords:
    """The written forms of a column's answers, each with the single choice it stands for.

    ``declared``: words and codes as declared; ``other``: the only choice that is その他.
    """

    def __init__(self, codes: Codes) -> None:
        coded = [(code, word) for code, word in codes if code]
        self._codes = codes
        self.declared = {word: word for _, word in codes} | dict(coded)
        self._words = {comparable(word): word for _, word in codes}
        self._numbers = {_number(comparable(code)): word for code, word in coded}
        meant: dict[str, set[str]] = {}
        for code, word in coded:
            for form in _composed(code, word):
                meant.setdefault(form, set()).add(word)
        # Code and word together, without blanks: 1.満足.
        self._composed = {form: some.pop() for form, some in meant.items() if len(some) == 1}
        others = [(code, word) for code, word in codes if comparable(word).startswith(OTHER)]
        self.other = others[0][1] if len(others) == 1 else ""
        self._free_text = _free_text(*others[0]) if self.other else None

    def answer(self, text: str) -> Answer | None:
        """Return the choice that a text stands for; None if there is none."""
        if (choice := self.declared.get(text)) is not None:
            return Answer(choice)
        word = comparable(text)
        choice = (
            self._words.get(word) or self._numbers.get(_number(word)) or self._composed.get(unspaced(text))
        )
        return None if choice is None else Answer(choice, OTHERWISE_WRITTEN)

    def with_free_text(self, text: str) -> Answer | None:
        """Return その他 if the text adds something to it: 「その他（…）」, 「その他: …」."""
        if self._free_text is None or self._free_text.fullmatch(comparable(text)) is None:
            return None
        return Answer(self.other, FREE_TEXT_DROPPED)

    def contradiction(self, text: str) -> tuple[str, str] | None:
        """Return the text's code and that code's word if the text has another code's word: 1：不満."""
        solid = unspaced(text)
        for code, word in self._codes:
            others = (other for _, other in self._codes if other != word)
            if code and any(solid in _composed(code, other) for other in others):
                return code, word
        return None


def alike_codes(codes: Codes) -> Iterator[tuple[int, int]]:
    """Yield pairs of positions of answers whose codes or words cannot be distinguished, the later first."""
    seen: dict[str, int] = {}
    for i, (code, word) in enumerate(codes):
        forms = {comparable(word), *([_number(comparable(code))] if code else [])}
        for form in sorted(forms):
            if (first := seen.setdefault(form, i)) != i:
                yield i, first


answer_words = lru_cache(maxsize=512)(AnswerWords)


def _free_text(code: str, word: str) -> re.Pattern[str]:
    named = sorted({comparable(word), _BRACKETS_AT_END.sub("", comparable(word))}, key=len, reverse=True)
    before = rf"(?:\(?{re.escape(_number(comparable(code)))}\)? ?[.:)_=-]? ?)?" if code else ""
    return re.compile(rf"{before}(?:{'|'.join(map(re.escape, named))}) ?(?:\(.*\)|[: ].*)", re.DOTALL)


def _composed(code: str, word: str) -> set[str]:
    """Return a code followed by its word or by a mark alone, without blanks."""
    number, solid = unspaced(_number(comparable(code))), unspaced(word)
    starts = {*(f"{number}{mark}" for mark in _MARKS), f"({number})"}
    return {*starts, *(f"{start}{solid}" for start in starts)} - {number}


def _number(word: str) -> str:
    """Drop leading zeros and ``.0``, which spreadsheets and programs add; return other texts unchanged."""
    match = _NUMBER.fullmatch(word)
    return f"{match[1]}{match[2]}" if match else word


class AnswerCell:
    """A cell of several answers: the pieces between its separators, as positions in its text.

    A choice may contain separators itself; it then spans several pieces.
    """

    def __init__(self, text: str, separators: re.Pattern[str], words: AnswerWords) -> None:
        pieces: list[tuple[int, int]] = []
        start = 0
        for end, behind in (*(one.span() for one in separators.finditer(text)), (len(text), len(text))):
            if text[start:end].strip():
                pieces.append((start, end))
            start = behind
        if len(pieces) > _MOST_PIECES:
            pieces = []  # no reading: the cell is rejected as a whole
        self._text, self._pieces, self._words = text, pieces, words
        self._longest = max(len(separators.findall(form)) for form in words.declared) + 1

    def readings(self) -> list[list[Answer]]:
        """Return at most two ways to read the whole cell as answers; none if there is no way."""
        ways: list[list[list[Answer]]] = [*([] for _ in self._pieces), [[]]]
        for i in reversed(range(len(self._pieces))):
            for end, answer in (*self._answers(i), *self._free_text(i, ways)):
                ways[i] += [[answer, *following] for following in ways[end]]
            del ways[i][2:]
        return ways[0] if self._pieces else []

    def unknown(self) -> str:
        """Return the first part of the cell that is not an answer."""
        ends = [max((end for end, _ in self._answers(i)), default=None) for i in range(len(self._pieces))]
        i, first = 0, None
        while i < len(self._pieces):
            end = ends[i]
            if end is not None and first is not None:
                return self._part(first, i)
            if end is None and first is None:
                first = i
            i = end or i + 1
        return self._text.strip() if first is None else self._part(first, len(self._pieces))

    def _answers(self, i: int) -> Iterator[tuple[int, Answer]]:
        """Yield the answers that begin with piece ``i``, each with the index of the piece after it."""
        for end in range(i + 1, min(i + self._longest, len(self._pieces)) + 1):
            part = self._part(i, end)
            if "\n" not in part and (answer := self._words.answer(part)):
                yield end, answer

    def _free_text(self, i: int, ways: Sequence[list[list[Answer]]]) -> Iterator[tuple[int, Answer]]:
        """Yield その他 with the shortest free text after which the remaining pieces are answers again."""
        if OTHER not in self._part(i, i + 1):
            return
        for end in range(i + 1, len(self._pieces) + 1):
            if ways[end] and (answer := self._words.with_free_text(self._part(i, end))):
                yield end, answer
                return

    def _part(self, i: int, end: int) -> str:
        return self._text[self._pieces[i][0] : self._pieces[end - 1][1]].strip()
