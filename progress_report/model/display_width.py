"""Text on a terminal or in a sheet, where a Japanese character is as wide as two others."""

import unicodedata
from collections.abc import Sequence


def display_width(text: str) -> int:
    """In half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def aligned(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """One line a row, each column as wide as its widest cell; the last is not padded."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return [
        gap.join(
            cell + " " * (width - display_width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
