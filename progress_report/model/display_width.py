"""Width of text on a terminal or in a sheet: a Japanese character takes two columns."""

from collections.abc import Sequence


def display_width(text: str) -> int:
    """Return the width in half-width characters.

    Characters of ambiguous width are wide, as in Japanese fonts; combining marks, variation selectors and
    joined emoji add none.
    """
    # Imported here: its tables take long to load, and most commands print no table.
    import wcwidth

    return wcwidth.width(text, control_codes="ignore", ambiguous_width=2)


def padded(text: str, width: int, *, right: bool = False) -> str:
    """Pad the text with blanks to the width, on the right or (``right``) on the left."""
    blanks = " " * (width - display_width(text))
    return blanks + text if right else text + blanks


def aligned(rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Return one line per row, each column as wide as its widest cell, those in ``right`` flush right."""
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(padded(cell, widths[i], right=i in right) for i, cell in enumerate(row)).rstrip()
        for row in rows
    ]
