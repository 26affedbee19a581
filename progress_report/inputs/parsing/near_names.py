"""The remedy for an unknown name: the similar name that was probably meant."""

import difflib
from collections.abc import Iterable


def near_remedy(name: str, known: Iterable[str]) -> str:
    """Return a remedy that suggests the most similar known name; empty if none is similar."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"「{near[0]}」ではありませんか。" if near else ""
