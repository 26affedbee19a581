"""Validation of braces in hand-written text, which must form ``{name}``."""

import re
from collections.abc import Collection, Iterator
from string import Formatter

from progress_report.messages import section_texts as messages
from progress_report.model.findings import Finding
from progress_report.model.inline import reference_named

# Alternatives to { and } that Japanese input methods and other programs produce.
_OTHER_BRACES = re.compile("[｛｝﹛﹜︷︸❴❵⦃⦄]")
_DOUBLED = re.compile(r"\{\{+[^{}]*\}*|\}\}+")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_QUOTED = 12  # characters around a brace that a message quotes


def brace_violations(text: str, forms: Collection[str] = ()) -> Iterator[Finding]:
    """Yield an error, without a location, for each brace that does not form ``{name}``.

    ``forms``: the forms allowed after a name and a colon.
    """
    if other := _OTHER_BRACES.search(text):
        yield messages.WIDE_BRACES.finding(text=_around(text, other.start()))
        return
    if doubled := _DOUBLED.search(text):
        yield messages.DOUBLED_BRACES.finding(text=_around(text, doubled.start()))
        return
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        yield messages.UNMATCHED_BRACES.finding(text=_around(text, _first_brace(text)))
        return
    for _, name, specification, conversion in parts:
        if name is None or (not conversion and reference_named(name, specification)):
            continue
        if not name.strip() or conversion or "{" in name or (specification and specification not in forms):
            written = (
                name
                + (f"!{conversion}" if conversion else "")
                + (f":{specification}" if specification else "")
            )
            known = "、".join(forms)
            remedy = f"{{名前}} か {{名前:書き方}}（書き方は {known}）と書いてください。" if forms else ""
            yield messages.UNUSABLE_PLACEHOLDER.finding(remedy=remedy, written=written)


def placeholders_in(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield each name between braces with its form after a colon; nothing if the braces do not match."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return  # reported by ``brace_violations``
    yield from ((name, form) for _, name, form, _ in parts if name)


def _around(text: str, position: int) -> str:
    start = max(0, position - _QUOTED // 2)
    return text[start : position + _QUOTED]


def _first_brace(text: str) -> int:
    return min(position for position in (text.find("{"), text.find("}")) if position >= 0)
