"""The text of the real 令和6年度 report, split into units that ours must contain in the same order."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.normal_text import normal

SOURCE = Path(__file__).with_name("source_text_令和6年度.txt")


@dataclass(frozen=True, slots=True)
class Unit:
    """A heading, a paragraph or a note; or a table's cell, which must be a whole cell."""

    line: int
    text: str
    cell: bool


def units() -> list[Unit]:
    """Return every unit of the source, normalized for comparison.

    NFKC gives the source's own inconsistent forms, （2） and 100~999, one form.
    """
    return list(_units(SOURCE.read_text(encoding="utf-8")))


def _units(text: str) -> Iterator[Unit]:
    for number, line in enumerate(text.splitlines(), 1):
        is_row = "\t" in line
        for piece in line.split("\t"):
            if words := normal(piece):
                yield Unit(number, words, is_row)
