"""Text on a terminal or in a sheet, where a Japanese character is as wide as two others."""

import unicodedata
from collections.abc import Sequence

# Combining marks and variation selectors belong to the character before them.
_ABOVE_ANOTHER = {"Mn", "Me"}


def display_width(text: str) -> int:
    """In half-width characters."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in _ABOVE_ANOTHER:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text with as many blanks as it lacks, behind it or (``right``) before it."""
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


def aligned(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """One line a row, each column as wide as its widest cell, the columns ``right`` set flush right."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(padded(cell, widths[i], right=i in right) for i, cell in enumerate(row)).rstrip()
        for row in rows
    ]
