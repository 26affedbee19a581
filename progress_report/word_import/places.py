"""How places of a report are named to a person, and orders of lists are completed."""

import json
from collections.abc import Sequence

from progress_report.word_import.base import Printed

_SHOWN = 24  # characters


def named_place(printed: Sequence[Printed], i: int) -> str:
    """Return the section and the words by which a person finds a paragraph."""
    one = printed[i]
    heading = next(
        (above.text for above in reversed(printed[: i + 1]) if above.style.startswith("Heading")), ""
    )
    words = heading or one.text.strip()
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def sentence_override(printed: Printed, text: str) -> str:
    """Return what ``overrides`` must say instead of a computed sentence or heading; empty for all else."""
    if printed.table or not printed.cell or printed.tags != (f"c:{printed.section}-{printed.cell}",):
        return ""
    member = "headings" if printed.style.startswith("Heading") else "sentences"
    written = json.dumps({printed.cell: text}, ensure_ascii=False)
    return f"overrides: {{{member}: {written}}}"


def whole_order(shown: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the order of a whole list from that of the members that are there: the others stand behind the
    member that they stood behind."""
    order = list(shown)
    for index in range(count):
        if index not in shown:
            order.insert(order.index(index - 1) + 1 if index else 0, index)
    return tuple(order)
