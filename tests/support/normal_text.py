"""Normalized text, for comparing formats with each other."""

import unicodedata

WORD_JOINER = "\u2060"


def normal(text: str) -> str:
    """Return NFKC without white space and word joiners: ① becomes 1 and （ becomes ( in both texts."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace(WORD_JOINER, "")


def first_difference(one: str, other: str, around: int = 30) -> str:
    """Return a test message: where two texts begin to differ, with some text around."""
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, at - around)
    return f"at {at}: …{one[start : at + around]}… ≠ …{other[start : at + around]}…"
