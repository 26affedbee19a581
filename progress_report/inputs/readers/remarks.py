"""Notes around a table: the marks that begin them, and rows that look like notes without a mark."""

import re
import unicodedata

from progress_report.inputs.readers.normalizations import Notes
from progress_report.inputs.readers.sheet import Line, filled_cells
from progress_report.messages import table_rows as messages
from progress_report.model.findings import Finding
from progress_report.model.numerals import half_width

_MARK = re.compile(
    r"[(\[【〔<《「『〈]?\s*(?:[※*†‡]"
    r"|(?:注記|注釈|注|註)(?![^\W\d_])"
    r"|(?:出典|出所|典拠|備考)(?=[0-9\s:;.)\]】〕>》」』〉]|$)"
    r"|資料(?=[:;)\]】〕>》」』〉]|\s+\S{4}|$)"
    r"|(?:補足|参考|凡例|注意|留意事項|算出方法)(?=[:;)\]】〕>》」』〉]))"
)
_BARE_MARK = re.compile(r"[(\[【]?\s*(?:[※*†‡]|注記?|註|出典|出所|資料|備考)\s*[0-9]*\s*[:.)\]】]*\s*")
_CONTINUED = re.compile(r"\s|[・(]|[0-9]+\s*[).:、．]")
_SENTENCE = re.compile(
    r"。|^(?:作成|調査|集計|担当|所管|問合せ先?|問い合わせ先?)\s*:"
    r"|(?:現在|時点|調べ|参照|含む|含まない|除く|である|ます|による|とする|場合がある|参考)[)]?$"
)
_NUMBER = re.compile(r"[0-9,.%+△▲-]+")


def only_cell(cells: list[str]) -> str | None:
    """Return the text of a line's single filled cell; None for a line with none or several."""
    filled = filled_cells(cells)
    return filled[0] if len(filled) == 1 else None


def is_note(text: str) -> bool:
    """Return whether a cell begins with the mark of a note: ※, 注, 出典：, …"""
    return _MARK.match(half_width(text)) is not None


def reads_like_note(text: str) -> bool:
    """Return whether a cell without a mark reads like a sentence about the table, not a row's name."""
    return is_note(text) or _SENTENCE.search(half_width(text)) is not None


def is_bare_mark(text: str) -> bool:
    """Return whether a cell contains only the mark of a note."""
    return _BARE_MARK.fullmatch(half_width(text)) is not None


def drop_notes_below(lines: list[Line], columns: int, notes: Notes) -> tuple[list[Line], list[Line]]:
    """Split a table's lines into those down to its last row, and the notes below it.

    A note is a line with one filled cell that begins with a mark. A line below a note that is indented or
    numbered continues it. Blank lines below the last line with several filled cells are left out.
    """
    end = len(lines)
    while columns > 1 and end and len(filled_cells(lines[end - 1][1])) < 2:
        end -= 1
    rows = lines[:end]
    below: list[Line] = []
    for number, cells in lines[end:]:
        text = only_cell(cells)
        if text is None:
            notes.add("空の行を除外", number)
        elif is_note(text) or (below and _CONTINUED.match(unicodedata.normalize("NFKC", text))):
            below.append((number, cells))
        else:
            rows += [*below, (number, cells)]
            below = []
    for number, cells in below:
        notes.drop("注の行を除外", number, "".join(filled_cells(cells)).strip())
    return rows, below


def may_be_note(cells: list[str]) -> bool:
    """Return whether a line has a single filled cell, or begins with a cell that is only a note's mark."""
    filled = filled_cells(cells)
    return len(filled) == 1 or (len(filled) > 1 and is_bare_mark(filled[0]))


def misplaced_note(file: str, number: int, cells: list[str], missing: int, counted: bool) -> Finding | None:
    """Return the error for a line that ``may_be_note`` but cannot be dropped as one; None for a row.

    ``missing``: the number of blank required cells in the line; ``counted``: whether a count is filled.
    """
    filled = [cell.strip() for cell in filled_cells(cells)]
    first = filled[0]
    if len(filled) > 1:
        if counted or not (missing or half_width(first)[0] in "※*†"):
            return None
        return messages.NOTE_IN_CELLS.finding(file, number, text=first)
    if is_note(first):
        return messages.NOTE_WITHIN.finding(file, number, text=first)
    if missing > 1 or (missing and reads_like_note(first)):
        if _NUMBER.fullmatch(half_width(first)):
            return None
        return messages.LIKE_A_NOTE.finding(file, number, text=first)
    return None
