"""What a report prints, item by item, each named so that the same item is found in another edition."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from progress_report.building.html_tables import PlacedCell, linked_rows
from progress_report.building.tracing import plain

Json = dict[str, Any]
Key = tuple[str, ...]
FIGURES = ("table", "chart", "highlights")


@dataclass(frozen=True, slots=True)
class Item:
    """Words printed in one place. Items of one key stand in a row, such as paragraphs of one cell.

    ``runs`` are the words as the document has them, ``quantities`` those that the runs refer to.
    """

    key: Key
    where: str
    text: str
    runs: list[Json] = field(default_factory=list, compare=False, repr=False)
    quantities: Json = field(default_factory=dict, compare=False, repr=False)


def _item(key: Key, where: str, runs: list[Json], quantities: Json | None = None) -> Item:
    return Item(key, where, plain(runs), runs, quantities or {})


@dataclass(slots=True)
class _Position:
    """Where reading has come to: the headings passed, by number or words, and paragraphs since the last."""

    path: list[str]
    paragraphs: int = 0

    def enter(self, heading: Json) -> None:
        name = heading["number"] or plain(heading["content"])
        self.path = [*self.path[: heading["level"] - 1], name]
        self.paragraphs = 0

    def __str__(self) -> str:
        return "".join(self.path)


def items_of(document: Json, by_place: frozenset[str] = frozenset()) -> Iterator[Item]:
    """Everything the report says but the state of its edition and its own 正誤表, in reading order.

    Cells of the figures named in ``by_place`` are known by row and column; of others, by their headers.
    """
    yield _item(("title",), "表題", document["title"])
    yield Item(("municipality",), "表紙 自治体名", document["municipality"])
    for fact in document["cover"]:
        yield _item(("cover", fact["label"]), f"表紙 {fact['label']}", fact["content"])
    for number, block in enumerate(document["introduction"], 1):
        yield _item(("introduction",), f"前文 第{number}段落", block["content"], block["quantities"])
    for section in document["sections"]:
        position = _Position([])
        for block in section["blocks"]:
            yield from _block_items(section["name"], block, position, by_place)


def figures_of(document: Json) -> dict[str, Json]:
    """The tables, charts and highlights of the body by their names."""
    return {
        block["name"]: block
        for section in document["sections"]
        for block in section["blocks"]
        if block["type"] in FIGURES
    }


def grid_of(figure: Json) -> Json:
    grid: Json = figure["values"] if figure["type"] == "chart" else figure["grid"]
    return grid


def headings_of(figure: Json) -> list[tuple[str, str]]:
    """The header cells of a figure: which way each heads, and its words."""
    cells = (
        cell for rows in (grid_of(figure)["head"], grid_of(figure)["body"]) for row in rows for cell in row
    )
    return [(cell["header"], _words(cell)) for cell in cells if cell["header"]]


def shape_of(figure: Json) -> list[list[tuple[int, int]]]:
    """How a figure's cells are laid out, whatever stands in them."""
    grid = grid_of(figure)
    return [[(cell["rows"], cell["columns"]) for cell in row] for row in (*grid["head"], *grid["body"])]


def _block_items(section: str, block: Json, position: _Position, by_place: frozenset[str]) -> Iterator[Item]:
    kind, quantities = block["type"], block["quantities"]
    key: Key = (section, str(kind), str(block.get("name", block.get("cell", ""))))
    if kind == "heading":
        position.enter(block)
        yield _item(key, f"見出し {position}", block["content"], quantities)
    elif kind == "paragraph":
        position.paragraphs += 1
        yield _item(key, f"本文 {position} 第{position.paragraphs}段落", block["content"], quantities)
    elif kind == "list":
        for number, item in enumerate(block["items"], 1):
            yield _item(key, f"本文 {position} 箇条書きの{number}番目", item, quantities)
    elif kind == "omission":
        yield _item(key, f"本文 {position} 図の省略", [*block["title"], *block["reason"]], quantities)
    else:
        yield from _figure_items(key, block, block["name"] in by_place)


def _figure_items(key: Key, block: Json, by_place: bool) -> Iterator[Item]:
    number, quantities = block["number"], block["quantities"]
    yield _item((*key, "title"), f"{number} 題", block["title"], quantities)
    yield from _cell_items(key, block, by_place)
    for picture in [block] if block["type"] == "chart" else filter(None, block.get("pictures", [])):
        for label in picture["labels"]:
            yield _item((*key, "labels"), f"{number} 図中の文字", label, quantities)
        yield _item((*key, "alternative"), f"{number} 代替文", picture["alternative"], quantities)
    for note in block["notes"]:
        yield _item((*key, "note", note["name"]), f"{number} 注{note['mark']}", note["content"], quantities)
    for fact in block["facts"]:
        yield _item((*key, "fact", fact["label"]), f"{number} {fact['label']}", fact["content"], quantities)


def _cell_items(key: Key, block: Json, by_place: bool) -> Iterator[Item]:
    """Each cell with words; by their headers, a cell is known apart from where it stands."""
    number, grid = block["number"], grid_of(block)
    placed = [cell for rows in linked_rows(grid, "").values() for row in rows for cell in row]
    headers = [cell for cell in placed if cell.cell["header"]]
    for cell in placed:
        if cell.cell["header"] and not by_place:
            continue
        rows = " ".join(_words(one.cell) for one in headers if _heads_row(one, cell))
        columns = "・".join(_words(one.cell) for one in headers if _heads_column(one, cell))
        name = (str(cell.row), str(cell.column)) if by_place else (rows, columns)
        if cell.cell["header"]:
            where = f"{number} 見出し『{_words(cell.cell)}』"
        else:
            where = f"{number} {rows}『{columns}』" if columns else f"{number} {rows}"
        runs = [run for item in (cell.cell["content"], *cell.cell["items"]) for run in item]
        yield Item((*key, "cell", *name), where, _words(cell.cell), runs, block["quantities"])


def _heads_row(header: PlacedCell, cell: PlacedCell) -> bool:
    return (
        header.cell["header"] == "row" and header.column < cell.column and set(cell.rows) <= set(header.rows)
    )


def _heads_column(header: PlacedCell, cell: PlacedCell) -> bool:
    if header.cell["header"] != "column" or header.row >= cell.row:
        return False
    return bool(set(header.columns) & set(cell.columns))


def _words(cell: Json) -> str:
    items = "".join(f"・{plain(item)}" for item in cell["items"])
    return items or plain(cell["content"])
