"""Names of places in messages, and completion of orders of lists."""

import json
from collections.abc import Sequence

from progress_report.model.findings import shortened
from progress_report.word_import.base import Printed

_SHOWN = 24  # characters


def named_place(printed: Sequence[Printed], i: int) -> str:
    """Return the section and words that help a person find a paragraph."""
    one = printed[i]
    heading = next(
        (above.text for above in reversed(printed[: i + 1]) if above.style.startswith("Heading")), ""
    )
    words = heading or one.text.strip()
    return shortened(words, _SHOWN)


def override_member(printed: Printed) -> str:
    """Return the member of ``overrides`` for a computed sentence or heading; empty for anything else."""
    if printed.table or not printed.cell or printed.tags != (f"c:{printed.section}-{printed.cell}",):
        return ""
    return "headings" if printed.style.startswith("Heading") else "sentences"


def written_override(printed: Printed, member: str, text: str) -> str:
    """Return the entry to be written into the parameters.

    If several values were printed for one placeholder, only the notebook contains the template.
    """
    fields = [piece.tag.rpartition(":")[2] for piece in printed.pieces if piece.name]
    known = len({*fields}) == len(fields)
    written = json.dumps({printed.cell: text if known else "…"}, ensure_ascii=False)
    way = "" if known else f"（…には、ノートブックのセル {printed.cell} の文を写し、言葉だけを直す）"
    return f"overrides: {{{member}: {written}}}{way}"


def whole_order(shown: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the order of a whole list from that of its visible members.

    Each of the others stays after the member that it followed.
    """
    order = list(shown)
    for index in range(count):
        if index not in shown:
            order.insert(order.index(index - 1) + 1 if index else 0, index)
    return tuple(order)
