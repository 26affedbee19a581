"""One header row for a printed table: joined levels, a name for each value of a cell, units."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from progress_report.document.grids import PlacedCell
from progress_report.open_data.figure_values import FigureValues, printable_text

_JOINT = "_"
_SHARES, _REMARKS = "の割合", "の補足"
_LONGEST = 200  # with unit and number below Excel's limit of 255 characters
_BRACKETED = re.compile(r"(.+?)[(（]([^()（）]+)[)）]")
_LAYOUT = re.compile(r"\s*([(（)）])\s*")


class Part(Enum):
    """The kind of the first, second … value of a column's cells."""

    WORDS = "words"
    NUMBER = "number"
    SHARE = "share"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class ColumnHeader:
    """A column's name and the unit of its numbers; empty without a unit, or with several."""

    name: str
    unit: str = ""

    @property
    def text(self) -> str:
        """The name followed by the unit: 「割合（%）」."""
        return self.name + self.behind

    @property
    def behind(self) -> str:
        """The unit in brackets; empty if the name ends with it."""
        if not self.unit:
            return ""
        said = _normal(self.name).endswith(_normal(f"({self.unit})"))
        return "" if said else f"（{self.unit}）"


def column_levels(figure: FigureValues, column: int) -> list[str]:
    """Return the headers of a column from the top, each once, without blanks for layout.

    For a column of row headers, only those that cover no column of values: 「区分」 below a header that
    covers values, too.
    """
    stub = figure.grid.stub_columns
    over = [cell for row in figure.head for cell in row if column in cell.columns]
    own = [cell for cell in over if cell.columns.stop <= stub] if column < stub else over
    texts = [text for text in map(_text, own or over) if text]
    return texts or [f"列{column + 1}"]


def named_parts(levels: Sequence[str], parts: Sequence[Part]) -> list[str]:
    """Return a name for each value of a column's cells.

    For 「手続数(割合)」 over two numbers: 手続数 and 手続数の割合; items of a list are numbered.
    """
    whole = _JOINT.join(levels)
    if len(parts) == 1:
        return [whole]
    if all(part is Part.WORDS for part in parts):
        return [f"{whole}{i}" for i in range(1, len(parts) + 1)]
    found = [(i, match) for i, level in enumerate(levels) if (match := _BRACKETED.fullmatch(level))]
    second = {Part.SHARE: _SHARES, Part.REMARK: _REMARKS}
    if found and Part.REMARK not in parts:
        i, match = found[-1]
        whole = _JOINT.join([*levels[:i], match[1], *levels[i + 1 :]])
        second = dict.fromkeys(Part, f"の{match[2]}")
    return [whole, *(whole + second.get(part, "") for part in parts[1:])]


def unique_names(headers: Sequence[ColumnHeader]) -> list[str]:
    """Return the headers' texts with equal ones numbered, since columns of a table need different names."""
    shortened = [ColumnHeader(header.name[:_LONGEST], header.unit) for header in headers]
    times = Counter(_folded(header.text) for header in shortened)
    taken = {text for text, count in times.items() if count == 1}
    names = []
    for header in shortened:
        name, number = header.text, 0
        while times[_folded(header.text)] > 1 and (not number or _folded(name) in taken):
            number += 1
            name = f"{header.name}{number}{header.behind}"
        taken.add(_folded(name))
        names.append(name)
    return names


def _text(cell: PlacedCell) -> str:
    text = "".join(map(printable_text, (cell.cell.content, *cell.cell.items)))
    return _LAYOUT.sub(r"\1", text).strip()


def _folded(text: str) -> str:
    """Return the text in the form in which Excel compares names of columns."""
    return text.casefold()


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
