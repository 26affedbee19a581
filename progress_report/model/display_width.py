"""Text on a terminal or in a sheet, where a Japanese character is as wide as two others."""

from collections.abc import Sequence


def display_width(text: str) -> int:
    """Return the width in half-width characters.

    Characters of ambiguous width are wide, as in Japanese fonts; combining marks, variation selectors and
    joined emoji add none.
    """
    # Its tables take long to load, and most commands print no table.
    import wcwidth

    return wcwidth.width(text, control_codes="ignore", ambiguous_width=2)


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
