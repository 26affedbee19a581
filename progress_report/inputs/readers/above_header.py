"""Lines above a table's header: its title, unit and date, and lines of metadata."""

import re
from collections.abc import Sequence

from progress_report.inputs.readers.given_units import states_only_units, states_units
from progress_report.inputs.readers.given_years import states_only_date
from progress_report.inputs.readers.normalizations import Notes
from progress_report.inputs.readers.sheet import Line, filled_cells
from progress_report.messages import table_headings as messages
from progress_report.model.findings import Finding
from progress_report.model.numerals import half_width

_COMMENT = "#"
_MOST_GROUPS = 2
_NUMBER = re.compile(r"[-+△▲]?[0-9][0-9,.]*%?")
_KEY = re.compile(
    r"(?:単位|言語|(?:統計|調査|データ|表)?(?:表題|題名|題|名称?)|(?:基準|調査|集計|時)(?:時?点|日)|出[典所]|資料"
    r"|(?:作成|更新|公表|公開)(?:者|元|日|日時|年月日|課|部署)?|(?:担当|所管)(?:課|部署)?|問い?合わ?せ先?"
    r"|利用条件|ライセンス|備考|注記?|説明)\s*[:=]?"
)
_UNIT = re.compile(r"units?", re.IGNORECASE)


def read_above(
    file: str, lines: Sequence[Line], notes: Notes, *, key: int | None
) -> tuple[tuple[tuple[int, str], ...], list[Finding]]:
    """Return the texts of the lines above a header with their rows, and the errors for other values.

    Each text is left out of the table and noted. Beside a title only its unit and date are allowed; a line of
    metadata (``#lang,ja``, 「出典,住民基本台帳」) is one text. ``key``: the column that names the rows, if
    the header is complete; lines directly above may then be groups of columns, since merged cells become such
    lines in CSV files.
    """
    texts: list[tuple[int, str]] = []
    findings = []
    groups = 0 if key is None else _lines_of_groups(lines, key)
    for i, (row, cells) in enumerate(lines):
        filled = [cell.strip() for cell in filled_cells(cells)]
        if metadata := _metadata(filled):
            texts.append((row, metadata))
            notes.drop("説明の行を除外", row, metadata)
        elif i >= len(lines) - groups:
            notes.drop("見出しの上の段を除外", row, "、".join(filled))
            texts += ((row, text) for text in filled if states_units(text))
        elif are_values(filled):
            findings.append(messages.VALUES_ABOVE.finding(file, row))
        else:
            texts += ((row, text) for text in filled)
            for text in filled:
                notes.drop("表題の行を除外", row, text)
    return tuple(texts), findings


def are_values(filled: Sequence[str]) -> bool:
    """Return whether a line has more texts than one title with its unit and date."""
    return sum(not (states_only_units(text) or states_only_date(text)) for text in filled) > 1


def _lines_of_groups(lines: Sequence[Line], key: int) -> int:
    """Count the last lines that have several words, no number, and a blank above the row names."""
    count = 0
    for _, cells in reversed(lines[-_MOST_GROUPS:]):
        texts = [half_width(cell) for cell in filled_cells(cells)]
        named = key < len(cells) and cells[key].strip()
        if named or not are_values(texts) or any(map(_NUMBER.fullmatch, texts)):
            break
        count += 1
    return count


def _metadata(filled: Sequence[str]) -> str:
    """Return a key and its value as one text: 「単位：件」; empty if the line is not metadata."""
    if len(filled) < 2:
        return ""
    key, values = half_width(filled[0]), "、".join(filled[1:])
    if key.startswith(_COMMENT):
        bare = key.strip("#:= ")
        return f"#{'単位' if _UNIT.fullmatch(bare) else bare}：{values}"
    return f"{key.rstrip(':= ')}：{values}" if len(filled) == 2 and _KEY.fullmatch(key) else ""
