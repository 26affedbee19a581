"""Names of places in messages, texts of slots, and completion of orders of lists."""

import json
from collections.abc import Sequence

from progress_report.model.findings import shortened
from progress_report.word_import.base import PrintedParagraph, Prose
from progress_report.word_import.proposals import Subject

_SHOWN = 24  # characters shown of a place
_SHORT = 60  # characters shown of a text in a message
# Characters not allowed in prose of the parameters.
_REASONS = {
    "{": "波かっこがあります",
    "}": "波かっこがあります",
    "\ufffd": "Wordだけの記号があります",
}


def text_subject(prose: Prose) -> Subject:
    return Subject(prose.section, "text", prose.name, prose.index)


def short(text: str) -> str:
    """Return a text shortened for a message."""
    return shortened(text.strip().replace("\n", " "), _SHORT)


def inside(printed: PrintedParagraph, text: str) -> str:
    """Return an edited text without the marks and stamps beside the slot."""
    text = text.strip()
    marks, stamps = printed.text[: printed.start].strip(), printed.text[printed.end :].strip()
    text = text.removeprefix(marks).removesuffix(stamps)
    return (text if "\n" in printed.words else text.replace("\n", "")).strip()


def named_place(printed: Sequence[PrintedParagraph], i: int | None) -> str:
    """Return the section and words that help a person find a paragraph."""
    if i is None:
        return "先頭"
    one = printed[i]
    heading = next(
        (above.text for above in reversed(printed[: i + 1]) if above.style.startswith("Heading")), ""
    )
    return shortened(heading or one.text.strip(), _SHOWN)


def override_member(printed: PrintedParagraph) -> str:
    """Return the member of ``overrides`` for a computed sentence or heading; empty for anything else."""
    if printed.table or not printed.cell or printed.tags != (f"c:{printed.section}-{printed.cell}",):
        return ""
    return "headings" if printed.style.startswith("Heading") else "sentences"


def written_override(printed: PrintedParagraph, member: str, text: str) -> str:
    """Return the entry to be written into the parameters."""
    written = json.dumps({printed.cell: text}, ensure_ascii=False)
    return f"overrides: {{{member}: {written}}}"


def whole_order(shown: Sequence[int], count: int) -> tuple[int, ...]:
    """Return the order of a whole list from that of its visible members.

    Each of the others stays after the member that it followed.
    """
    order = list(shown)
    for index in range(count):
        if index not in shown:
            order.insert(order.index(index - 1) + 1 if index else 0, index)
    return tuple(order)


def unwritable(text: str) -> str:
    """Return why a text cannot be prose of the parameters; empty if it can."""
    return next((reason for sign, reason in _REASONS.items() if sign in text), "")
