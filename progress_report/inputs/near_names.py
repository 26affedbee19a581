"""The remedy for a name that is not known: the one that was probably meant."""

import difflib
from collections.abc import Iterable


def near_remedy(name: str, known: Iterable[str]) -> str:
    """Ask for the name that was probably meant; nothing where none is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"「{near[0]}」ではありませんか。" if near else ""
