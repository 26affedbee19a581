"""Normalized text, for comparing formats with each other."""

import unicodedata

WORD_JOINER = "\u2060"


def normal(text: str) -> str:
    """Return NFKC without white space and word joiners: ① becomes 1 and （ becomes ( in both texts."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace(WORD_JOINER, "")


_AROUND = 30  # characters shown before and after a difference


def first_difference(one: str, other: str) -> str:
    """Return a test message: where two texts begin to differ, with some text around."""
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    shown = slice(max(0, at - _AROUND), at + _AROUND)
    return f"at {at}: …{one[shown]}… ≠ …{other[shown]}…"
