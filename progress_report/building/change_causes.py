"""Which cells and parameters of the inputs make a changed text of a report what it is now."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from progress_report.building.errata_comparison import Difference
from progress_report.building.errata_items import Item, Json
from progress_report.inputs.errata import ABSENT


@dataclass(frozen=True, slots=True)
class Cause:
    """An input value that changed: ``place`` names the cell or parameter as the present report has it."""

    place: str
    former: str
    present: str


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A value as it was read: its origin, and its text."""

    origin: Json
    text: str

    @property
    def place(self) -> str:
        """The cell, the rows counted, or the parameter; nothing that depends on the values themselves."""
        origin = self.origin
        if origin["kind"] == "data":
            return f"{origin['file']} {origin['row']}行目『{origin['column_title']}』"
        if origin["kind"] == "aggregate":
            return f"{origin['file']}『{origin['column_title']}』の集計（{origin['predicate']}）"
        return f"{origin['file']}『{origin['name']}』"


def causes_of(difference: Difference) -> tuple[Cause, ...]:
    """The inputs that changed between the two texts, each once, in the order they are used.

    None where only words differ that no input value decides, or where one report lacks the text.
    """
    if difference.before is None or difference.after is None:
        return ()
    found: dict[Cause, None] = {}
    for former, present in _paired(difference.before, difference.after):
        if former is None or present is None:
            leaf = former or present
            assert leaf is not None
            texts = (leaf.text, ABSENT) if present is None else (ABSENT, leaf.text)
            found[Cause(leaf.place, *texts)] = None
        elif former.text != present.text:
            found[Cause(present.place, former.text, present.text)] = None
    return tuple(found)


def _paired(before: Item, after: Item) -> Iterator[tuple[_Leaf | None, _Leaf | None]]:
    """The input values of both texts side by side.

    In the order of their formulas, so that a value which only moved to another row of its file is no change.
    """
    old, new = list(_leaves(before)), list(_leaves(after))
    if list(map(_shape, old)) == list(map(_shape, new)):
        yield from zip(old, new, strict=True)
        return
    former, present = ([(*_shape(leaf), leaf.text) for leaf in leaves] for leaves in (old, new))
    for tag, i, k, j, m in SequenceMatcher(None, former, present, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[i:k], new[j:m])


def _shape(leaf: _Leaf) -> tuple[str, str, str]:
    """What the value is of, in whichever row it stands."""
    origin = leaf.origin
    return origin["kind"], origin["file"], origin.get("column") or origin["name"]


def _leaves(item: Item) -> Iterator[_Leaf]:
    """The values at the ends of all chains of formulas, in the order they are printed and used."""
    for run in item.runs:
        if run["type"] == "quantity":
            yield from _ends(run["id"], item.quantities)
        elif "source" in run and run["type"] != "reference":
            yield _Leaf(run["source"], run["text"])
        for identifier in run.get("origin", {}).get("decided_by", ()):
            yield from _ends(identifier, item.quantities)


def _ends(identifier: str, quantities: Json) -> Iterator[_Leaf]:
    quantity = quantities[identifier]
    origin = quantity["origin"]
    if origin["kind"] == "computed":
        for operand in origin["operands"]:
            yield from _ends(operand, quantities)
    else:
        yield _Leaf(origin, quantity["text"])
