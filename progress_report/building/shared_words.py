"""Where words of a table's cells stand in the report.

A word carries no origin as a number does, so it is looked for by its letters. That finds every place
it was copied to, and may find one where it stands by chance: such places are told apart.
"""

import re
from collections.abc import Iterator
from typing import Any

from progress_report.building.documents import fragments_by_run
from progress_report.building.printed import printed_runs
from progress_report.model.numerals import has_numeral

Json = dict[str, Any]
Words = frozenset[str]


def words_in(document: Json, words: Words) -> Iterator[tuple[str, str, str]]:
    """Section, place and text of everything printed that holds one of the words, each once."""
    if not words:
        return
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(_alone, longest_first)))
    fragments = dict(fragments_by_run(document))
    seen = set()
    for printed in printed_runs(document):
        fragment = fragments.get(id(printed.run), [printed.run])
        text = "".join(run.get("text", "") for run in fragment)
        if id(fragment) not in seen and pattern.search(text):
            seen.add(id(fragment))
            yield printed.section, printed.place, text


def is_word(cell: str) -> bool:
    """Whether a cell holds words without digits: what else it says carries an origin of its own."""
    return bool(cell) and not has_numeral(cell)


def _alone(word: str) -> str:
    """``S`` is not found in ``CSV``."""
    escaped = re.escape(word)
    return rf"(?<![A-Za-z]){escaped}(?![A-Za-z])" if word.isascii() else escaped
