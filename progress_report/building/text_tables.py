"""Tables as sentences: 「年度は令和5年度、合計は717、…。」, one for each row and its own headers."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from progress_report.building.html_tables import PlacedCell, heads, linked_rows
from progress_report.building.printed import Json

Line = list[Json]  # inline runs
_BLANK = "空欄"
_PAUSES = ("、", "。")


def grid_sentences(grid: Json, *, blanks: bool = True) -> Iterator[Line]:
    """A line for each row; a value merged over rows is told once, with the headers of them all.

    A column's header is told whole, from the widest down; the note marks in it the first time only.
    ``blanks``: whether a blank cell is told of.
    """
    rows = linked_rows(grid, "")
    columns = [cell for row in rows["head"] for cell in row]
    stubs = [cell for row in rows["body"] for cell in row if cell.cell["header"] == "row"]
    told: set[int] = set()
    for row in rows["body"]:
        values = [cell for cell in row if not cell.cell["header"] and (blanks or not _is_blank(cell))]
        for _, group in groupby(values, key=lambda cell: [id(one) for one in stubs if heads(one, cell)]):
            cells = list(group)
            own = [stub for stub in stubs if heads(stub, cells[0])]
            parts = [*_row_parts(own, columns), *((_path(columns, cell), [cell]) for cell in cells)]
            yield [*_joined([_part(path, told_of, told) for path, told_of in parts], "、"), *words("。")]


def words(text: str) -> Line:
    """Words of our own between what the report says."""
    return [{"type": "text", "text": text}] if text else []


def spoken(fragment: Sequence[Json]) -> Line:
    """A fragment in one line: note marks as the page shows them, without the page's own line ends."""
    line: Line = []
    for run in fragment:
        if run["type"] == "note_reference":
            line.append({"type": "structural", "text": f"[{run['mark']}]"})
        elif run["type"] != "line_break":
            line.append(run)
        elif plain_line(line)[-1:].isalnum() and plain_line(line)[-1:].isascii():
            line += words(" ")  # two numbers, or two Latin words, must not become one
    return line


def plain_line(line: Sequence[Json]) -> str:
    return "".join(run["text"] for run in line)


def sentence_end(line: Sequence[Json]) -> Line:
    return words("" if plain_line(line).endswith("。") else "。")


def _row_parts(stubs: Sequence[PlacedCell], columns: Sequence[PlacedCell]) -> Iterator["_Part"]:
    """The headers of a row by the nearest header of their columns: several may stand under one."""
    for _, group in groupby(stubs, key=lambda stub: [id(header) for header in _path(columns, stub)[-1:]]):
        under = list(group)
        yield _path(columns, under[0])[-1:], under


_Part = tuple[list[PlacedCell], list[PlacedCell]]


def _path(columns: Sequence[PlacedCell], cell: PlacedCell) -> list[PlacedCell]:
    return [header for header in columns if heads(header, cell)]


def _part(path: Sequence[PlacedCell], cells: Sequence[PlacedCell], told: set[int]) -> Line:
    """「列の見出しは値」."""
    name = _joined([_name(header, told) for header in path], "の")
    told |= {id(header) for header in path}
    return [*name, *words("は" if name else ""), *_joined([_value(cell) for cell in cells], "の")]


def _name(header: PlacedCell, told: set[int]) -> Line:
    content = header.cell["content"]
    if id(header) not in told:
        return spoken(content)
    *others, last = spoken([run for run in content if run["type"] != "note_reference"]) or words(" ")
    return [*others, {**last, "text": last["text"].rstrip()}]


def _value(cell: PlacedCell) -> Line:
    """What the cell says; in quotation marks where a pause in it would be taken for the sentence's own."""
    if items := cell.cell["items"]:
        return _joined([_quoted(spoken(item)) for item in items], "と")
    content = spoken(cell.cell["content"])
    if _is_blank(cell):
        return words(_BLANK)
    return _quoted(content) if any(pause in plain_line(content) for pause in _PAUSES) else content


def _is_blank(cell: PlacedCell) -> bool:
    return not cell.cell["items"] and not plain_line(spoken(cell.cell["content"])).strip()


def _quoted(content: Line) -> Line:
    opening, closing = "『』" if "「" in plain_line(content) else "「」"
    return [*words(opening), *content, *words(closing)]


def _joined(lines: Sequence[Line], between: str) -> Line:
    joined: Line = []
    for number, line in enumerate(lines):
        joined += [*words(between if number else ""), *line]
    return joined
