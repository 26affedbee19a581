"""Column widths of tables, measured here: a Word table has no columns "as wide as their words".

Widths are estimated in ems, slightly too wide for every font: a numeral must not be separated from its unit.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from progress_report.document.grids import Grid, GridCell, PlacedCell
from progress_report.document.runs import runs_text
from progress_report.rendering.html_runs import UNIT

ITEM = "・"  # before an item of a list within a cell
PADDING = 4.25  # points at the left and right of a cell's words
_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)  # points, tried from the largest
_WIDE, _NARROW = 1.0, 0.66  # ems; digits are as wide in BIZ UDゴシック, and narrower in 游明朝
_SEAM = 0.25  # ems
_LEAST, _MOST = 4.0, 22.0  # minimum and maximum in ems of words that may break
_UNBROKEN = re.compile(rf"(?:令和|平成|昭和)?[(（]?[△▲▼−]?[!-~]+(?:{UNIT})?[増減]?[)）]?")
_EDGE = 1.5  # points of rules


def column_widths(grid: Grid, room: float, scale: float = 1.0) -> tuple[list[float], float]:
    """Return each column's width in points, summing to ``room``, and the size of the table's words.

    ``scale``: of the text size relative to A4. Words are smaller if the table would not fit otherwise.
    """
    placed = list(grid.placed().cells)
    columns = len(grid.weights)
    for size in _SIZES:
        least = _needed(placed, columns, size * scale, _least)
        if sum(least) <= room:
            break
    else:
        return [room * width / sum(least) for width in least], size * scale
    wished = _needed(placed, columns, size * scale, _natural)
    weights = grid.weights
    first = [least[i] if weights[i] else max(least[i], wished[i]) for i in range(columns)]
    if sum(first) > room:
        given = (room - sum(least)) / (sum(first) - sum(least))
        return [low + (high - low) * given for low, high in zip(least, first, strict=True)], size * scale
    return _shared(first, weights if any(weights) else first, room), size * scale


def _shared(first: Sequence[float], weights: Sequence[float], room: float) -> list[float]:
    """Distribute the room by the weights, with no column narrower than ``first``."""
    free = {i for i, weight in enumerate(weights) if weight}
    while True:
        left = room - sum(width for i, width in enumerate(first) if i not in free)
        parts = {i: left * weights[i] / sum(weights[j] for j in free) for i in free}
        narrow = {i for i in free if parts[i] < first[i] - 0.01}
        if not narrow or narrow == free:
            return [parts[i] if i in free and not narrow else width for i, width in enumerate(first)]
        free -= narrow


def _needed(
    placed: Sequence[PlacedCell], columns: int, size: float, of: Callable[[GridCell], float]
) -> list[float]:
    widths = [_LEAST / 2 * size] * columns
    for cell in sorted(placed, key=lambda one: one.cell.columns):
        wanted = of(cell.cell) * size + 2 * PADDING + _EDGE
        lacking = wanted - sum(widths[i] for i in cell.columns)
        if lacking > 0:
            for i in cell.columns:
                widths[i] += lacking / cell.cell.columns
    return widths


def _lines(cell: GridCell) -> Iterator[str]:
    for runs in cell.items or [cell.content]:
        yield from f"{ITEM if cell.items else ''}{runs_text(runs, chr(10))}".split("\n")


def _least(cell: GridCell) -> float:
    """Return the width of the unbreakable parts."""
    widest = 0.0
    for line in _lines(cell):
        widest = max(widest, min(_ems(line), _LEAST), *(_ems(one) for one in _UNBROKEN.findall(line)))
    return widest


def _natural(cell: GridCell) -> float:
    """Return the width of the longest line, limited so that a column does not become too wide."""
    return max(_least(cell), min(max(map(_ems, _lines(cell))), _MOST))


def _ems(text: str) -> float:
    """Return a text's width, with the gap that Word leaves between Japanese and Latin."""
    widths = [_WIDE if one == "%" or unicodedata.east_asian_width(one) in "WFA" else _NARROW for one in text]
    seams = sum(one != other for one, other in pairwise(widths))
    return sum(widths) + _SEAM * seams
