"""Occurrences in the report of words from a table's cells.

Unlike a number, a word carries no origin, so the text itself is searched. This finds every copy, and possibly
a coincidental match: such places are reported separately.
"""

import re
from collections.abc import Iterator

from progress_report.document.document import Document
from progress_report.document.printed import printed_runs
from progress_report.document.runs import Runs, runs_text
from progress_report.model.numerals import has_numeral

Words = frozenset[str]


def words_in(document: Document, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield section, place and text of every printed text that contains one of the words, each once."""
    if not words:
        return
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(_whole_word, longest_first)))
    last: Runs | None = None
    for printed in printed_runs(document):
        if printed.runs is last:
            continue
        last = printed.runs
        text = runs_text(printed.runs) or printed.run.text
        if pattern.search(text):
            yield printed.section, printed.place, text


def is_word(cell: str) -> bool:
    """Return whether a cell contains words without digits: all other values carry their own origin."""
    return bool(cell) and not has_numeral(cell)


def _whole_word(word: str) -> str:
    """Return a pattern that does not find ``S`` in ``CSV``."""
    escaped = re.escape(word)
    return rf"(?<![A-Za-z]){escaped}(?![A-Za-z])" if word.isascii() else escaped
