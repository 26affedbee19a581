"""Control characters: not printable in any output format, or changing the displayed order of a text."""

import re

# The last are Unicode's directional marks (bidirectional controls).
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def control_character(text: str) -> bool:
    """Return whether the text contains a control character."""
    return _CONTROL.search(text) is not None
