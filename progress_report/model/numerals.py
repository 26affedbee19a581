"""Finding numerals in text, and reading the digits analysts type (full-width ones included)."""

import re
import unicodedata

NUMERAL = re.compile(r"[0-9０-９](?:[0-9０-９,，.．]*[0-9０-９])?")


def has_numeral(text: str) -> bool:
    """Whether half- or full-width digits stand in the text (①, 一 and the like are words)."""
    return NUMERAL.search(text) is not None


def split_numerals(text: str) -> list[tuple[str, bool]]:
    """``"第1～3希望"`` → ``[("第", False), ("1", True), ("～", False), ("3", True), …]``."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in NUMERAL.finditer(text):
        if match.start() > end:
            parts.append((text[end : match.start()], False))
        parts.append((match.group(), True))
        end = match.end()
    if end < len(text):
        parts.append((text[end:], False))
    return parts


def half_width(text: str) -> str:
    """Full-width digits, letters and signs as half-width (NFKC), surrounding blanks removed."""
    return unicodedata.normalize("NFKC", text).strip()
