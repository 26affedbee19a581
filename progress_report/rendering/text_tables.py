"""Tables as sentences: 「年度は令和5年度、合計は717、…。」, one for each row and its own headers."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from progress_report.document.grids import Grid, Headers, PlacedCell
from progress_report.document.runs import LineBreak, NoteMark, Run

_BLANK = "空欄"
_PAUSES = ("、", "。")


def grid_sentences(grid: Grid, *, blanks: bool = True) -> Iterator[str]:
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
            yield "、".join([_part(path, under, named) for path, under in parts]) + "。"


def spoken(runs: Sequence[Run]) -> str:
    """Return the runs in one line, with note marks as on the page, and without line breaks of the page."""
    line = ""
    for run in runs:
        if isinstance(run, NoteMark):
            line += f"[{run.mark}]"
        elif not isinstance(run, LineBreak):
            line += run.text
        elif line[-1:].isalnum() and line[-1:].isascii():
            line += " "  # two numbers, or two Latin words, must not become one
    return line


def sentence_end(line: str) -> str:
    """Return the full stop if the line lacks one; one at the end of a bracket is enough."""
    return "" if line.endswith(("。", "。）")) else "。"


def _row_parts(
    stubs: Sequence[PlacedCell], headers: Headers
) -> Iterator[tuple[list[PlacedCell], list[PlacedCell]]]:
    """Yield the headers of a row by the nearest header of their columns: one may cover several."""
    for _, group in groupby(stubs, key=lambda stub: list(map(id, headers.column_headers(stub)[-1:]))):
        under = list(group)
        yield headers.column_headers(under[0])[-1:], under


def _part(path: Sequence[PlacedCell], cells: Sequence[PlacedCell], named: set[int]) -> str:
    """Return 「列の見出しは値」; ``named``: the headers already written, by ``id()``."""
    name = "の".join([_name(header, named) for header in path])
    named |= {id(header) for header in path}
    return f"{name}{'は' if name else ''}{'の'.join(map(_value, cells))}"


def _name(header: PlacedCell, named: set[int]) -> str:
    content = header.cell.content
    if id(header) not in named:
        return spoken(content)
    return spoken([run for run in content if not isinstance(run, NoteMark)]).rstrip()


def _value(cell: PlacedCell) -> str:
    """Return the cell's content, in quotation marks if it contains a pause like those of the sentence."""
    if items := cell.cell.items:
        return "と".join(_quoted(spoken(item)) for item in items)
    if _is_blank(cell):
        return _BLANK
    content = spoken(cell.cell.content)
    return _quoted(content) if any(pause in content for pause in _PAUSES) else content


def _is_blank(cell: PlacedCell) -> bool:
    return not cell.cell.items and not spoken(cell.cell.content).strip()


def _quoted(content: str) -> str:
    return f"『{content}』" if "「" in content else f"「{content}」"
