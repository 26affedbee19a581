"""Where the terms of a glossary stand in a text: the longest first, and never inside a longer word.

Japanese writes no space between words. Kanji, katakana, Latin letters and digits that follow one another are
taken for one word (課題解消, システム移行), so that a term is found only where none of them adjoins it; 等
behind a term ends the word.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from progress_report.model.comparable import comparable

_OF_WORD = r"[0-9A-Za-z々〆〇ヶァ-ヺー\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_AND_OTHERS = "等"
_CLUSTER = re.compile(r"(?s:.)[\uff9e\uff9f\u3099\u309a]*")  # with the sound mark that follows


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term, and the characters of the text where it stands."""

    term: str
    start: int
    end: int


class TermFinder:
    """Finds terms by their names and other spellings, in whatever width they are written."""

    def __init__(self, spellings: Mapping[str, Sequence[str]]) -> None:
        """Take the terms with their other spellings."""
        words = {comparable(word): term for term, also in spellings.items() for word in (term, *also)}
        self._terms = words
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(_alone, longest_first)) or r"(?!)")

    def uses_in(self, text: str) -> Iterator[TermUse]:
        """Yield the uses of terms in a text, in order; none overlaps another."""
        folded, places = _folded(text)
        for match in self._pattern.finditer(folded):
            yield TermUse(self._terms[match.group()], places[match.start()], places[match.end()])


def _alone(word: str) -> str:
    """Return the pattern of a word where it is no part of a longer one."""
    before = f"(?<!{_OF_WORD})" if re.match(_OF_WORD, word[0]) else ""
    behind = f"(?={_AND_OTHERS}?(?!{_OF_WORD}))" if re.match(_OF_WORD, word[-1]) else ""
    return f"{before}{re.escape(word)}{behind}"


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text in NFKC, and the place in the text of each of its characters and of its end."""
    folded, places = "", list[int]()
    for cluster in _CLUSTER.finditer(text):
        one = unicodedata.normalize("NFKC", cluster.group())
        folded += one
        places += [cluster.start()] * len(one)
    return folded, [*places, len(text)]
