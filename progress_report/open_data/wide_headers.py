"""One header row for a printed table: levels joined, a name for each value of a cell, units behind them."""

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
_LONGEST = 200  # with unit and number within the 255 characters that Excel takes
_BRACKETED = re.compile(r"(.+?)[(（]([^()（）]+)[)）]")
_LAYOUT = re.compile(r"\s*([(（)）])\s*")


class Part(Enum):
    """What the first, second … value of a column's cells is."""

    WORDS = "words"
    NUMBER = "number"
    SHARE = "share"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Header:
    """A column's name and the unit of its numbers; empty where there is none, or several."""

    name: str
    unit: str = ""

    @property
    def text(self) -> str:
        """Return the name with the unit behind it: 「割合（%）」."""
        return self.name + self.behind

    @property
    def behind(self) -> str:
        """Return what says the unit; nothing where the name says it already."""
        if not self.unit:
            return ""
        said = _normal(self.name).endswith(_normal(f"({self.unit})"))
        return "" if said else f"（{self.unit}）"


def column_levels(figure: FigureValues, column: int) -> list[str]:
    """Return the headers over a column from the top, each once, without what is layout.

    Over a column that heads the rows, those alone that head no other: 「区分」 beneath a header that stands
    for the values as well.
    """
    stub = figure.grid.stub_columns
    over = [cell for row in figure.head for cell in row if column in cell.columns]
    own = [cell for cell in over if cell.columns.stop <= stub] if column < stub else over
    texts = [text for text in map(_text, own or over) if text]
    return texts or [f"列{column + 1}"]


def named_parts(levels: Sequence[str], parts: Sequence[Part]) -> list[str]:
    """Return a name for each value of a column's cells.

    Of 「手続数(割合)」 over two numbers they are 手続数 and 手続数の割合; items of a list are numbered.
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


def unique_names(headers: Sequence[Header]) -> list[str]:
    """Return the headers' texts, equal ones numbered: a table has no two columns of one name."""
    shortened = [Header(header.name[:_LONGEST], header.unit) for header in headers]
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
    """Return the text as Excel compares names of columns."""
    return text.casefold()


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
