"""Differences between two versions of a report: each changed place, with its old and new text."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice, zip_longest

from progress_report.comparison.items import (
    FIGURES,
    Item,
    Key,
    figures_of,
    headings_of,
    items_of,
    numbered_figures_of,
    shape_of,
)
from progress_report.document.document import Document
from progress_report.inputs.params.errata import ABSENT

_SENTENCE_END = "。"


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference. ``wrong`` or ``right`` is （なし） if that version has nothing in the place.

    ``before`` and ``after`` are the differing items; None if that version has no such item.
    """

    where: str
    wrong: str
    right: str
    before: Item | None = field(default=None, compare=False, repr=False)
    after: Item | None = field(default=None, compare=False, repr=False)


def differences(former: Document, present: Document) -> list[Difference]:
    """Return all differences in the printed content of the two documents, in reading order.

    For a long text, return only the differing sentences. A figure in only one of them is one difference.
    """
    by_place = figures_by_place(former, present)
    old, new = _by_key(items_of(former, by_place)), _by_key(items_of(present, by_place))
    one_sided = numbered_figures_of(former).keys() ^ numbered_figures_of(present).keys()
    found: list[Difference] = []
    for key in _merged(list(old), list(new)):
        if _figure_name(key) in one_sided and key[3] != "title":
            continue
        found += _aligned(old.get(key, []), new.get(key, []))
    return found


def order_differences(former: Document, present: Document) -> list[Difference]:
    """Return the first place where two documents with equal content differ in order."""
    pairs = zip_longest(items_of(former), items_of(present))
    differing = ((old, new) for old, new in pairs if old is None or new is None or _said(old) != _said(new))
    return [
        Difference(old.where if old else new.where, old.text if old else ABSENT, new.text if new else ABSENT)
        for old, new in islice(differing, 1)
    ]


def _said(item: Item) -> tuple[str, str]:
    return item.where, item.text


def is_printed(document: Document, words: str) -> bool:
    """Return whether the words of a 正誤表 are printed anywhere in the report."""
    return words == ABSENT or any(words in item.text for item in items_of(document))


def figures_by_place(former: Document, present: Document) -> frozenset[str]:
    """Return the figures with renamed but not added headers: their cells are compared by position."""
    return frozenset(_changed_headings(former, present))


def _changed_headings(former: Document, present: Document) -> Iterator[str]:
    old, new = figures_of(former), figures_of(present)
    for name in old.keys() & new.keys():
        renamed = Counter(headings_of(old[name])) != Counter(headings_of(new[name]))
        if renamed and shape_of(old[name]) == shape_of(new[name]):
            yield name


def _by_key(items: Iterator[Item]) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = {}
    for item in items:
        found.setdefault(item.key, []).append(item)
    return found


def _figure_name(key: Key) -> str:
    return key[2] if len(key) > 3 and key[1] in FIGURES else ""


def _merged(old: list[Key], new: list[Key]) -> Iterator[Key]:
    """Yield the keys of both in reading order, including removed ones at their old place."""
    for tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (key for key in old[i:k] if key not in new)
        yield from new[j:m]


def _aligned(old: list[Item], new: list[Item]) -> Iterator[Difference]:
    """Align items of one key, so that an added paragraph does not shift all following ones."""
    matcher = SequenceMatcher(None, [item.text for item in old], [item.text for item in new], autojunk=False)
    for tag, i, k, j, m in matcher.get_opcodes():
        if tag == "equal":
            continue
        for before, after in zip_longest(old[i:k], new[j:m]):
            place = after or before
            wrong, right = _differing(before.text if before else "", after.text if after else "")
            yield Difference(place.where, wrong or ABSENT, right or ABSENT, before, after)


def _differing(wrong: str, right: str) -> tuple[str, str]:
    """Return both texts without the common sentences at their beginning and end."""
    old, new = _sentences(wrong), _sentences(right)
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    return "".join(old).strip(), "".join(new).strip()


def _sentences(text: str) -> list[str]:
    pieces = text.split(_SENTENCE_END)
    whole = [piece + _SENTENCE_END for piece in pieces[:-1]]
    return [*whole, pieces[-1]] if pieces[-1] else whole
