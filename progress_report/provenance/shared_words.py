"""Where words of a table's cells stand in the report.

A word carries no origin as a number does, so it is looked for by its letters. That finds every place
it was copied to, and may find one where it stands by chance: such places are reported separately.
"""

import re
from collections.abc import Iterator

from progress_report.document.document import Document
from progress_report.document.printed import printed_runs
from progress_report.document.runs import Runs, plain
from progress_report.model.numerals import has_numeral

Words = frozenset[str]


def words_in(document: Document, words: Words) -> Iterator[tuple[str, str, str]]:
    """Yield section, place and text of everything printed that holds one of the words, each once."""
    if not words:
        return
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(_whole_word, longest_first)))
    last: Runs | None = None
    for printed in printed_runs(document):
        if printed.runs is last:
            continue
        last = printed.runs
        text = plain(printed.runs) or printed.run.text
        if pattern.search(text):
            yield printed.section, printed.place, text


def is_word(cell: str) -> bool:
    """Return whether a cell holds words without digits: what else it says carries an origin of its own."""
    return bool(cell) and not has_numeral(cell)


def _whole_word(word: str) -> str:
    """Return a pattern that does not find ``S`` in ``CSV``."""
    escaped = re.escape(word)
    return rf"(?<![A-Za-z]){escaped}(?![A-Za-z])" if word.isascii() else escaped
