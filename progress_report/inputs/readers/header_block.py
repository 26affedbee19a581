"""The lines of a sheet that form the header: one to three, with merged or repeated groups above headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from progress_report.inputs.readers.above_header import are_values
from progress_report.inputs.readers.headings import Headings
from progress_report.inputs.readers.sheet import (
    LINES_SEARCHED,
    Line,
    MergedCells,
    Sheet,
    filled_cells,
    is_blank,
)
from progress_report.messages import table_headings as messages
from progress_report.model.comparable import unspaced

_TALLEST = 3
_NUMBER = re.compile(r"[-△▲]?[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True)
class HeaderLines:
    """Candidate lines for the header: the texts above each column from the top, and the fields they name.

    ``start`` and ``end``: indexes of its first line and of the first line below; ``row``: the number of its
    last line. ``continued``: the names of groups that are continued into the blank cells beside them, with
    their rows.
    """

    start: int
    end: int
    row: int
    paths: list[list[str]]
    matched: list[str | None]
    continued: tuple[tuple[int, str], ...]

    @property
    def found(self) -> set[str]:
        return {name for name in self.matched if name is not None}


def best_block(sheet: Sheet, headings: Headings, wanted: int) -> HeaderLines:
    """Return the first lines that name every field, or else those that name most."""
    first = next((i for i, (_, cells) in enumerate(sheet.lines) if not is_blank(cells)), 0)
    starts = range(first, min(len(sheet.lines), first + LINES_SEARCHED))
    best: HeaderLines | None = None
    for strict, start, height in product((True, False), starts, range(1, _TALLEST + 1)):
        block = _block(sheet, start, height, headings, strict=strict)
        if block is not None and len(block.found) == wanted:
            return block
        if block is not None and (
            best is None or _rank(sheet, block, headings) > _rank(sheet, best, headings)
        ):
            best = block
    if best is None:
        raise messages.NO_HEADER_LINE.error(sheet.file, sheet.lines[first][0])
    return best


def _rank(sheet: Sheet, block: HeaderLines, headings: Headings) -> tuple[int, bool, bool]:
    """Rank a block by fields found, then by several filled cells, then by described groups."""
    grouped = bool(headings.groups) and any(len(path) > 1 for path in block.paths)
    return len(block.found), len(filled_cells(sheet.lines[block.start][1])) > 1, grouped


def _block(sheet: Sheet, start: int, height: int, headings: Headings, *, strict: bool) -> HeaderLines | None:
    """Return the lines as a header with merged cells filled; None if they cannot be one.

    The last of several lines must name columns only, so that a line of data is never taken for a header. If
    not ``strict``, it may contain other words, which then name no field: a header with errors.
    """
    if is_blank(sheet.lines[start][1]):
        return None
    if start and any(unspaced(cell) in headings.groups for cell in sheet.lines[start - 1][1]):
        return None  # the groups above are missing
    first, last = sheet.lines[start][0], sheet.lines[min(start + height, len(sheet.lines)) - 1][0]
    spans = [one for one in sheet.spans if one.first_row >= first and one.first_row <= last]
    tall = [one.last_row for one in spans if one.last_row > last]
    if tall:  # a heading merged downwards extends the header by its lines
        height += max(tall) - last
    lines = sheet.lines[start : start + height]
    if height > _TALLEST or len(lines) < height:
        return None
    if height > 1 and not _belongs(lines[0], spans, headings, strict=strict):
        return None
    others = {
        i
        for i, cell in enumerate(lines[-1][1])
        if cell.strip() and unspaced(cell) not in headings.words and i not in sheet.hidden_columns
    }
    if (
        height > 1
        and others
        and (strict or not (tall or any(unspaced(cell) in headings.words for cell in lines[-1][1])))
    ):
        return None
    width = max(len(cells) for _, cells in sheet.lines)
    grid = [[*cells, *[""] * (width - len(cells))] for _, cells in lines]
    _spread(grid, spans, first)
    continued = _continue_groups(grid, spans, [number for number, _ in lines], headings)
    paths = [[row[i] for row in grid if row[i].strip()] for i in range(width)]
    unnamed = others if height > 1 else set()
    matched = [None if i in unnamed else headings.field_of(i, path) for i, path in enumerate(paths)]
    return HeaderLines(start, start + height, lines[-1][0], paths, matched, continued)


def _belongs(line: Line, spans: Sequence[MergedCells], headings: Headings, *, strict: bool) -> bool:
    """Return whether a line above others is part of the header, not a title above it.

    It is if it names a field or a group of fields, consists of at least two groups, each merged over its
    columns, or repeats the name of a group over each of its columns. If groups are described and ``strict``
    is false, any words over several columns may be groups.
    """
    row, cells = line
    own = [i for i, cell in enumerate(cells) if cell.strip()]
    groups = {
        one.first_column for one in spans if one.first_row == row and one.last_column > one.first_column
    }
    texts = [unspaced(cells[i]) for i in own]
    if any(text in headings.words or text in headings.groups for text in texts):
        return True
    described = headings.groups and not strict and are_values(texts)
    repeated = any(j == i + 1 and unspaced(cells[i]) == unspaced(cells[j]) for i, j in pairwise(own))
    words = not any(_NUMBER.fullmatch(text) for text in texts)
    return bool(words and (repeated or described)) or (len(own) > 1 and groups.issuperset(own))


def _spread(grid: list[list[str]], spans: Sequence[MergedCells], first: int) -> None:
    """Copy the text of merged headings to all their cells, so that every column below has its group."""
    for span in spans:
        text = grid[span.first_row - first][span.first_column]
        for row in grid[span.first_row - first : span.last_row - first + 1]:
            columns = range(span.first_column, min(span.last_column + 1, len(row)))
            for i in columns:
                row[i] = text


def _continue_groups(
    grid: list[list[str]], spans: Sequence[MergedCells], numbers: Sequence[int], headings: Headings
) -> tuple[tuple[int, str], ...]:
    """Fill blank cells above headings with the group to their left, since merged cells become blank in CSV.

    Return the groups that were continued, with their rows.
    """
    continued: dict[tuple[int, str], None] = {}
    above: set[int] = set()  # columns where a wider group begins, at which the groups below end
    for number, row in zip(numbers[:-1], grid, strict=False):
        merged = {
            i
            for one in spans
            if one.first_row <= number <= one.last_row
            for i in range(one.first_column, one.last_column + 1)
        }
        begins = {i for i, cell in enumerate(row) if cell.strip()}
        for i in range(1, len(row)):
            goes_on = (
                unspaced(row[i - 1]) not in headings.words and not {i - 1, i} & merged and i not in above
            )
            if goes_on and not row[i].strip() and grid[-1][i].strip():
                row[i] = row[i - 1]
                if unspaced(row[i]) in headings.groups:
                    continued[number, row[i].strip()] = None
        above |= begins
    return tuple(continued)
