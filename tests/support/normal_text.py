"""The form in which texts of different formats are compared."""

import unicodedata

WORD_JOINER = "\u2060"


def normal(text: str) -> str:
    """NFKC, without white space and word joiners. ① becomes 1 and （ becomes (, on every side alike."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace(WORD_JOINER, "")


def first_difference(one: str, other: str, around: int = 30) -> str:
    """Where two texts part, with a little of each, for a test's message."""
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    start = max(0, at - around)
    return f"at {at}: …{one[start : at + around]}… ≠ …{other[start : at + around]}…"
