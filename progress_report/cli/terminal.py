"""Tables on a terminal, on which a Japanese character is two columns wide."""

import re
from collections.abc import Sequence

from progress_report.model.display_width import display_width, padded

_GAP = "  "
_NARROWEST = 16
# A line must not begin with these (JLReq): they are placed in the gap after the column.
_NEVER_FIRST = "、。，．）」』】ー々"
# Parts of half-width names, and single characters; an opening bracket stays with the following one.
_PIECE = re.compile(r"[（「『]?(?:[A-Za-z0-9{}=-]+[._/:]?|.)", re.DOTALL)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], columns: int) -> list[str]:
    """Return the lines of a table.

    The last column is wrapped to the remaining width; the others are as wide as their content, up to a third
    of the terminal.
    """
    if not rows:
        return []
    most = max(columns // 3, _NARROWEST)
    widths = [min(max(display_width(row[i]) for row in (head, *rows)), most) for i in range(len(head) - 1)]
    rest = columns - sum(widths) - len(_GAP) * (len(widths) + 1)
    widths.append(max(rest, _NARROWEST))
    lines = [*_row(head, widths), "─" * (min(columns, sum(widths) + len(_GAP) * (len(widths) - 1)) // 2)]
    for row in rows:
        lines += _row(row, widths)
    return lines


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [_wrapped(cell, limit) for cell, limit in zip(cells, widths, strict=True)]
    depth = max(map(len, wrapped))
    return [
        _GAP.join(
            padded(column[i] if i < len(column) else "", limit)
            for column, limit in zip(wrapped, widths, strict=True)
        ).rstrip()
        for i in range(depth)
    ]


def _wrapped(text: str, limit: int) -> list[str]:
    lines = [""]
    for piece in _PIECE.findall(text):
        if piece == "\n":
            lines.append("")
        elif display_width(lines[-1] + piece) > limit and piece not in _NEVER_FIRST:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines
