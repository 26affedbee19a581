"""Tables as sentences: 「年度は令和5年度、合計は717、…。」, one for each row and its own headers."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from progress_report.document.grids import Grid, Headers, PlacedCell
from progress_report.document.models import Model
from progress_report.document.runs import LineBreak, NoteMark, Printable, Reference, Run, Structural


class Words(Model):
    """Words between those of the report."""

    text: str


Line = list[Words | Printable | Reference]
_BLANK = "空欄"
_PAUSES = ("、", "。")


def grid_sentences(grid: Grid, *, blanks: bool = True) -> Iterator[Line]:
    """Yield a line for each row; a value merged over rows appears once, with the headers of them all.

    A column's headers are written in full, from the widest down, with note marks only the first time.
    ``blanks``: whether blank cells are mentioned.
    """
    rows = grid.placed()
    headers = Headers(rows)
    named: set[int] = set()
    for row in rows.body:
        values = [cell for cell in row if not cell.cell.header and (blanks or not _is_blank(cell))]
        for _, group in groupby(values, key=lambda cell: list(map(id, headers.row_headers(cell)))):
            cells = list(group)
            own = headers.row_headers(cells[0])
            parts = [*_row_parts(own, headers), *((headers.column_headers(cell), [cell]) for cell in cells)]
            yield [*_joined([_part(path, under, named) for path, under in parts], "、"), *connecting("。")]


def connecting(text: str) -> Line:
    """Return connecting words between the report's content."""
    return [Words(text=text)] if text else []


def spoken(runs: Sequence[Run]) -> Line:
    """Return the runs in one line, with note marks as on the page, and without line breaks of the page."""
    line: Line = []
    for run in runs:
        if isinstance(run, NoteMark):
            line.append(Structural(text=f"[{run.mark}]"))
        elif not isinstance(run, LineBreak):
            line.append(run)
        elif plain_line(line)[-1:].isalnum() and plain_line(line)[-1:].isascii():
            line += connecting(" ")  # two numbers, or two Latin words, must not become one
    return line


def plain_line(line: Line) -> str:
    """Return the line's text."""
    return "".join(run.text for run in line)


def sentence_end(line: Line) -> Line:
    """Return the full stop if the line lacks one; one at the end of a bracket is enough."""
    return connecting("" if plain_line(line).endswith(("。", "。）")) else "。")


def _row_parts(stubs: Sequence[PlacedCell], headers: Headers) -> Iterator["_Part"]:
    """Yield the headers of a row by the nearest header of their columns: one may cover several."""
    for _, group in groupby(stubs, key=lambda stub: list(map(id, headers.column_headers(stub)[-1:]))):
        under = list(group)
        yield headers.column_headers(under[0])[-1:], under


_Part = tuple[list[PlacedCell], list[PlacedCell]]


def _part(path: Sequence[PlacedCell], cells: Sequence[PlacedCell], named: set[int]) -> Line:
    """Return 「列の見出しは値」; ``named``: the headers already written, by ``id()``."""
    name = _joined([_name(header, named) for header in path], "の")
    named |= {id(header) for header in path}
    return [*name, *connecting("は" if name else ""), *_joined([_value(cell) for cell in cells], "の")]


def _name(header: PlacedCell, named: set[int]) -> Line:
    content = header.cell.content
    if id(header) not in named:
        return spoken(content)
    unmarked = [run for run in content if not isinstance(run, NoteMark)]
    *others, last = spoken(unmarked) or connecting(" ")
    return [*others, last.model_copy(update={"text": last.text.rstrip()})]


def _value(cell: PlacedCell) -> Line:
    """Return the cell's content, in quotation marks if it contains a pause like those of the sentence."""
    if items := cell.cell.items:
        return _joined([_quoted(spoken(item)) for item in items], "と")
    content = spoken(cell.cell.content)
    if _is_blank(cell):
        return connecting(_BLANK)
    return _quoted(content) if any(pause in plain_line(content) for pause in _PAUSES) else content


def _is_blank(cell: PlacedCell) -> bool:
    return not cell.cell.items and not plain_line(spoken(cell.cell.content)).strip()


def _quoted(content: Line) -> Line:
    opening, closing = "『』" if "「" in plain_line(content) else "「」"
    return [*connecting(opening), *content, *connecting(closing)]


def _joined(lines: Sequence[Line], between: str) -> Line:
    joined: Line = []
    for number, line in enumerate(lines):
        joined += [*connecting(between if number else ""), *line]
    return joined
