"""Matching of edited paragraphs with printed ones: by tag or bookmark, then by text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from progress_report.word_import.base import PrintedParagraph
from progress_report.word_import.paragraphs import Edited
from progress_report.word_import.table_pairs import TablePairs

Pairs = dict[int, int]  # the number of the printed paragraph, by that of the edited one
_ALIKE = 0.6  # minimum ratio of equal characters for an edited version of a text
_LIKE_IN_PLACE = 0.3  # the same for texts between the same paragraphs
_MOST_COMPARED = 60_000  # limit of paragraph pairs compared by characters
_LONGEST_COMPARED = 5_000  # characters


def match(printed: Sequence[PrintedParagraph], edited: Sequence[Edited], tables: TablePairs) -> Pairs:
    """Pair edited paragraphs with printed ones, each at most once; blank ones only by tag."""
    pairs: Pairs = dict(_by_tag(printed, edited, tables))
    _by_cell(printed, edited, tables, pairs)
    _by_text(printed, edited, pairs)
    _by_likeness(printed, edited, pairs)
    _by_place(printed, edited, pairs)
    return pairs


def moved_paragraphs(pairs: Pairs) -> set[int]:
    """Return the edited paragraphs not in the printed order: those outside its longest run."""
    order = sorted(pairs)
    ends: list[int] = []  # by length of a run, the least printed number at its end
    last: list[int] = []
    before: dict[int, int | None] = {}
    for j in order:
        at = bisect_left(ends, pairs[j])
        ends[at : at + 1] = [pairs[j]]
        last[at : at + 1] = [j]
        before[j] = last[at - 1] if at else None
    kept = set()
    one = last[-1] if last else None
    while one is not None:
        kept.add(one)
        one = before[one]
    return {*order} - kept


def likeness(a: str, b: str, least: float = _ALIKE) -> float:
    """Return the ratio of equal characters; 0 if it is below ``least``, or the texts are too long."""
    if max(len(a), len(b)) > _LONGEST_COMPARED:
        return float(a == b)
    compared = SequenceMatcher(None, a, b, autojunk=False)
    if compared.real_quick_ratio() < least or compared.quick_ratio() < least:
        return 0.0
    ratio = compared.ratio()
    return ratio if ratio >= least else 0.0


def _by_tag(
    printed: Sequence[PrintedParagraph], edited: Sequence[Edited], tables: TablePairs
) -> Iterator[tuple[int, int]]:
    """Yield pairs by tag; if a split or copied paragraph has its tag twice, the most similar one keeps it."""
    numbers = {tag: i for i, one in enumerate(printed) for tag in one.tags}
    claims: dict[int, list[int]] = {}
    for j, one in enumerate(edited):
        for i in sorted({numbers[tag] for tag in one.tags if tag in numbers})[:1]:
            if tables.may_be(i, one):
                claims.setdefault(i, []).append(j)
    for i, claiming in claims.items():
        text = printed[i].text
        yield max(claiming, key=lambda j: (SequenceMatcher(None, text, edited[j].before).ratio(), -j)), i


def _by_cell(
    printed: Sequence[PrintedParagraph], edited: Sequence[Edited], tables: TablePairs, pairs: Pairs
) -> None:
    """Pair table cells by position.

    If rows or columns were added or deleted: equal cells in order, and changed cells if there are equally
    many between equal ones.
    """
    for table, number in tables.edited.items():
        these = [i for i, one in enumerate(tables.printed) if one == number]
        those = [j for j, one in enumerate(edited) if one.table is table]
        if len(these) == len(those):
            pairs.update(zip(those, these, strict=True))
            continue
        these = [i for i in these if printed[i].text.strip()]
        those = [j for j in those if edited[j].before.strip()]
        for kind, a0, a1, b0, b1 in _compared(printed, edited, these, those):
            if kind == "equal" or (kind == "replace" and a1 - a0 == b1 - b0):
                pairs.update(zip(those[b0:b1], these[a0:a1], strict=True))


def _by_text(printed: Sequence[PrintedParagraph], edited: Sequence[Edited], pairs: Pairs) -> None:
    """Pair equal paragraphs in order. Existing pairs divide the file into sections."""
    for these, those in _gaps(printed, edited, pairs):
        these = [i for i in these if not printed[i].table]
        those = [j for j in those if not edited[j].table]
        for kind, a0, a1, b0, b1 in _compared(printed, edited, these, those):
            if kind == "equal":
                pairs.update(zip(those[b0:b1], these[a0:a1], strict=True))


def _gaps(
    printed: Sequence[PrintedParagraph], edited: Sequence[Edited], pairs: Pairs
) -> list[tuple[list[int], list[int]]]:
    """Return the unpaired paragraphs with words, printed and edited, between each two pairs in order."""
    fixed = sorted(set(pairs.items()) - {(j, pairs[j]) for j in moved_paragraphs(pairs)})
    used = set(pairs.values())
    return [
        (
            [i for i in range(i0 + 1, i1) if i not in used and printed[i].text.strip()],
            [j for j in range(j0 + 1, j1) if j not in pairs and edited[j].before.strip()],
        )
        for (j0, i0), (j1, i1) in pairwise([(-1, -1), *fixed, (len(edited), len(printed))])
    ]


def _compared(
    printed: Sequence[PrintedParagraph], edited: Sequence[Edited], these: Sequence[int], those: Sequence[int]
) -> Sequence[tuple[str, int, int, int, int]]:
    texts = [printed[i].text.strip() for i in these], [edited[j].before.strip() for j in those]
    return SequenceMatcher(None, *texts, autojunk=False).get_opcodes()


def _by_likeness(printed: Sequence[PrintedParagraph], edited: Sequence[Edited], pairs: Pairs) -> None:
    used = set(pairs.values())
    these = [i for i, one in enumerate(printed) if i not in used and not one.table and one.text.strip()]
    those = [j for j, one in enumerate(edited) if j not in pairs and not one.table and one.before.strip()]
    if len(these) * len(those) > _MOST_COMPARED:
        return
    alike = [
        (ratio, -i, -j)
        for i in these
        for j in those
        if (ratio := likeness(printed[i].text, edited[j].before)) >= _ALIKE
    ]
    for _, minus_i, minus_j in sorted(alike, reverse=True):
        if -minus_j not in pairs and -minus_i not in used:
            pairs[-minus_j] = -minus_i
            used.add(-minus_i)


def _by_place(printed: Sequence[PrintedParagraph], edited: Sequence[Edited], pairs: Pairs) -> None:
    """Pair heavily rewritten prose: equally many, slightly similar paragraphs between the same two."""
    for these, those in _gaps(printed, edited, pairs):
        for i, j in zip(these, those, strict=True) if len(these) == len(those) else ():
            if (
                printed[i].prose
                and not edited[j].table
                and likeness(printed[i].text, edited[j].before, _LIKE_IN_PLACE)
            ):
                pairs[j] = i
