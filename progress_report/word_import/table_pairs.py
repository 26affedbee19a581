"""Matching of edited tables with printed ones: by title and cells, then position."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from progress_report.word_import.base import PrintedParagraph
from progress_report.word_import.paragraphs import Edited, EditedTable

_ALIKE = 0.5  # minimum share of equal cells for an edited version of a table
_LIKE_IN_PLACE = 0.2  # the same for tables between the same two
_Table = TypeVar("_Table")


@dataclass(frozen=True, slots=True)
class TablePairs:
    """The number of the table of each printed paragraph, None outside tables; and the number of the printed
    table of each edited one that has one."""

    printed: list[int | None]
    edited: Mapping[EditedTable, int]

    def may_be(self, i: int, one: Edited) -> bool:
        """Return whether an edited paragraph is in the same table as a printed one, or both are in none."""
        table = self.printed[i]
        if one.table is None or table is None:
            return one.table is None and table is None
        return self.edited.get(one.table) == table


def paired_tables(printed: Sequence[PrintedParagraph], edited: Sequence[Edited]) -> TablePairs:
    """Pair tables, each at most once: first those with the same title, the most similar ones first.

    Tables with only tracked insertions are new.
    """
    numbers = _numbers(printed)
    theirs, their_titles = _cells(
        (number, one.text, one.tags) for number, one in zip(numbers, printed, strict=True)
    )
    ours, our_titles = _cells((one.table, one.before, one.tags) for one in edited)
    alike = [
        (not their_titles[number] & our_titles[table], -likeness, k, number, table)
        for k, (table, words) in enumerate(ours.items())
        for number, printed_words in theirs.items()
        if (likeness := _likeness(printed_words, words)) >= _ALIKE
    ]
    pairs: dict[EditedTable, int] = {}
    for *_, number, table in sorted(alike, key=lambda one: one[:3]):
        if table not in pairs and number not in pairs.values():
            pairs[table] = number
    _pair_in_place(theirs, ours, pairs)
    return TablePairs(numbers, pairs)


def _cells(
    paragraphs: Iterable[tuple[_Table | None, str, Iterable[str]]],
) -> tuple[dict[_Table, Counter[str]], dict[_Table, set[str]]]:
    """Return each table's cells, and the text and tags of the paragraph above it.

    ``paragraphs``: the table, text and tags of each.
    """
    cells: dict[_Table, Counter[str]] = {}
    titles: dict[_Table, set[str]] = {}
    above: set[str] = set()
    for table, text, tags in paragraphs:
        if table is not None:
            cells.setdefault(table, Counter())[text.strip()] += 1
            titles.setdefault(table, above)
        elif text.strip():
            above = {text.strip(), *tags}
    return cells, titles


def _numbers(printed: Sequence[PrintedParagraph]) -> list[int | None]:
    """Number the tables; there is always a paragraph between two of them."""
    numbers: list[int | None] = []
    number = -1
    for before, one in pairwise([None, *printed]):
        assert one is not None
        number += one.table and not (before is not None and before.table)
        numbers.append(number if one.table else None)
    return numbers


def _likeness(a: Counter[str], b: Counter[str]) -> float:
    """Return the share of equal cells, ignoring blank ones."""
    a, b = (Counter({text: count for text, count in one.items() if text}) for one in (a, b))
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _pair_in_place(
    theirs: Mapping[int, Counter[str]],
    ours: Mapping[EditedTable, Counter[str]],
    pairs: dict[EditedTable, int],
) -> None:
    """Pair equally many, slightly similar tables between the same two."""
    tables = [*ours]
    fixed = [(k, pairs[table]) for k, table in enumerate(tables) if table in pairs]
    for (k0, n0), (k1, n1) in pairwise([(-1, -1), *fixed, (len(tables), len(theirs))]):
        these, those = [n for n in range(n0 + 1, n1) if n not in pairs.values()], tables[k0 + 1 : k1]
        for number, table in zip(these, those, strict=True) if len(these) == len(those) else ():
            if _likeness(theirs[number], ours[table]) >= _LIKE_IN_PLACE:
                pairs[table] = number
