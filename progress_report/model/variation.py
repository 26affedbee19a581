"""Variation selectors: a character and its following selectors are one glyph (辻 with U+E0100)."""

import re

# Mongolian ones, VS1 to VS16, and the selectors of ideographic variation sequences (UTS #37).
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTOR = re.compile(f"[{SELECTORS}]")
_UNIT = re.compile(f".[{SELECTORS}]*", re.DOTALL)


def is_selector(character: str) -> bool:
    return _SELECTOR.match(character) is not None


def without_selectors(text: str) -> str:
    return text if text.isascii() else _SELECTOR.sub("", text)


def units(text: str) -> list[str]:
    """Split a text into characters, each with its following selectors."""
    return _UNIT.findall(text)
