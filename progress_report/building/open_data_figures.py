"""Tables and charts of the document as values: which numbers, dates and words stand in which cell.

The CSV files and the workbook are both made from what is read here, so that they cannot differ.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from progress_report.building.html_tables import PlacedCell, linked_rows
from progress_report.building.stitching import blocks_of
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.quantity import PERCENT

Json = dict[str, Any]
Kind = Literal["number", "date", "text", "blank"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# Round a number in a table cell stand only brackets and note marks: 「241 (39.0%)」「2※」.
_BRACKETS = re.compile(r"[\s()（）]*")
# Control characters and what XML has no place for.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a cell as printed; a number with its quantity, a date with its ISO form.

    ``before`` and ``after`` are the brackets and marks printed round a number.
    """

    kind: Kind
    text: str = ""
    quantity: str = ""
    iso: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A table, or the values of a chart, with all that is printed about it."""

    block: Json
    grid: Json
    head: list[list[PlacedCell]]
    body: list[list[PlacedCell]]

    @property
    def name(self) -> str:
        return str(self.block["name"])

    @property
    def number(self) -> str:
        """表1, 図1: also the name of its sheet."""
        return str(self.block["number"])

    @property
    def title(self) -> str:
        return plain(self.block["title"])

    @property
    def stub_columns(self) -> int:
        return int(self.grid["stub_columns"])

    @property
    def columns(self) -> int:
        return max(cell.columns.stop for row in (*self.head, *self.body) for cell in row)

    @property
    def stamp(self) -> str:
        """サンプルデータ（架空） where anything in the figure is invented."""
        return SAMPLE_STAMP if self.block["illustrative"] else ""

    @property
    def notes(self) -> list[str]:
        return [f"{note['mark']} {plain(note['content'])}" for note in self.block["notes"]]

    @property
    def facts(self) -> dict[str, str]:
        return {fact["label"]: plain(fact["content"]) for fact in self.block["facts"]}

    def exact(self, value: Value) -> Fraction | None:
        """The number as it is stored: a share as a ratio; None where it is not defined (0 of 0)."""
        exact = self.block["quantities"][value.quantity]["value"]
        return None if exact is None else Fraction(exact)

    def unit(self, value: Value) -> str:
        return str(self.block["quantities"][value.quantity]["unit"]) if value.quantity else ""

    def units(self) -> list[str]:
        """The units of all values, in the order they come, each once."""
        cells = (cell.cell for row in self.body for cell in row if not cell.cell["header"])
        units = (self.unit(value) for cell in cells for value in values_of(cell))
        return [unit for unit in dict.fromkeys(units) if unit]

    def origins(self, quantity: str) -> Iterator[Json]:
        """Where a quantity was read in the end, through everything it was computed from."""
        waiting, seen = [quantity], set[str]()
        while waiting:
            identifier = waiting.pop(0)
            if identifier in seen:
                continue
            seen.add(identifier)
            origin = self.block["quantities"][identifier]["origin"]
            if origin["kind"] == "computed":
                waiting += origin["operands"]
            else:
                yield origin

    def files(self) -> list[str]:
        """The files that the printed values were read from, in alphabetical order."""
        cells = (cell.cell for row in (*self.head, *self.body) for cell in row)
        return sorted({file for cell in cells for run in _runs(cell) for file in self._files(run)})

    def _files(self, run: Json) -> Iterator[str]:
        if run["type"] == "quantity":
            yield from (origin["file"] for origin in self.origins(run["id"]))
        elif source := run.get("source"):
            yield source["file"]

    def is_illustrative(self, value: Value) -> bool:
        """Whether the value is invented, or could be.

        In a figure of invented data only a number read from published data alone is not: the document
        does not tell of words and parameters whether they are invented.
        """
        if not self.block["illustrative"] or not value.quantity:
            return bool(self.block["illustrative"])
        return any(origin.get("illustrative", True) for origin in self.origins(value.quantity))


def figures_of(document: Json) -> list[Figure]:
    """All tables, charts and highlights in reading order. PublishingError where a name cannot name a file."""
    blocks = [block for block in blocks_of(document) if "grid" in block or "values" in block]
    taken: dict[str, str] = {}
    findings = []
    for name in (block["name"] for block in blocks):
        if not _NAME.fullmatch(name):
            remedy = "英字で始まる英数字・_・- の名前にしてください。"
            findings.append(Finding(f"表・図の名前「{name}」はファイル名にできません。", remedy))
        elif other := taken.get(name.lower()):
            message = f"表・図の名前「{other}」と「{name}」は、大文字と小文字だけの違いです。"
            findings.append(Finding(message, "別の名前にしてください。"))
        taken[name.lower()] = name
    if findings:
        raise PublishingError(findings)
    return [_figure(block) for block in blocks]


def _figure(block: Json) -> Figure:
    grid = block["values"] if block["type"] == "chart" else block["grid"]
    rows = linked_rows(grid, block["anchor"])
    return Figure(block, grid, rows["head"], rows["body"])


def values_of(cell: Json) -> list[Value]:
    """The values in a cell in order: two for 「241 (39.0%)」, one for each item of a list.

    Words with a number among them are one value, the number a further one.
    """
    fragments = cell["items"] or [cell["content"]]
    return [value for fragment in fragments for value in _values(fragment)]


def _values(fragment: list[Json]) -> Iterator[Value]:
    quantities = [position for position, run in enumerate(fragment) if run["type"] == "quantity"]
    dates = [run for run in fragment if run["type"] == "date"]
    others = [run for run in fragment if run["type"] not in ("quantity", "note_reference")]
    bare = bool(_BRACKETS.fullmatch(plain(others)))
    if bare and quantities:
        yield from _bare_numbers(fragment, quantities)
        return
    if not plain(fragment).strip():
        yield Value("blank", marked(fragment))
    elif len(dates) == 1 and _BRACKETS.fullmatch(plain([run for run in others if run is not dates[0]])):
        yield Value("date", plain(fragment), iso=dates[0]["iso"])
    else:
        yield Value("text", plain(fragment))
    for position in quantities:
        yield Value("number", fragment[position]["text"], quantity=fragment[position]["id"])


def _bare_numbers(fragment: list[Json], quantities: list[int]) -> Iterator[Value]:
    """Each number with what is printed before it; the last with what follows it."""
    end = 0
    for position in quantities:
        last = position == quantities[-1]
        yield Value(
            "number",
            fragment[position]["text"],
            quantity=fragment[position]["id"],
            before=marked(fragment[end:position]),
            after=marked(fragment[position + 1 :]) if last else "",
        )
        end = position + 1


def displayed_unit(value: Fraction, unit: str) -> Fraction:
    """The exact value in the unit it is printed in: per cent for a share, which is stored as a ratio."""
    return value * 100 if unit == PERCENT else value


def plain(fragment: list[Json]) -> str:
    """The words as printed, without note marks and line breaks."""
    return printable("".join(run.get("text", "") for run in fragment))


def marked(fragment: list[Json]) -> str:
    """The words as printed, with note marks and line breaks."""
    return "".join(
        "\n" if run["type"] == "line_break" else printable(run.get("mark", "") or run.get("text", ""))
        for run in fragment
    )


def printable(text: str) -> str:
    """Without characters that would break a record or a cell: each becomes a blank."""
    return _UNPRINTABLE.sub(" ", text)


def _runs(cell: Json) -> Iterator[Json]:
    for fragment in (cell["content"], *cell["items"]):
        yield from fragment
