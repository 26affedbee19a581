"""Display of a block in JupyterLab: the document's JSON, with simple HTML and text.

JupyterLab neither shows SVG of an untrusted notebook nor keeps ``id`` and ``data-*``, so charts are ``<img>``
with a data: address; the report itself is rendered only from the JSON.
"""

import base64
from dataclasses import replace
from html import escape
from typing import Any, TypeVar

from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.document.written import shown_block
from progress_report.inputs.reviews.review_warnings import rounding_warning
from progress_report.model.blocks import (
    MIME_TYPE,
    SAMPLE_STAMP,
    Block,
    Chart,
    Checks,
    Heading,
    Highlights,
    ItemList,
    Omission,
    Paragraph,
    Paragraphs,
    Remark,
    Table,
)
from progress_report.model.differences import rounds_otherwise
from progress_report.model.grid import Fact, Grid, Rows, TableNote
from progress_report.model.inline import Inline, LineBreak, NoteReference, Number, plain_text, quantities_in

AnyBlock = TypeVar("AnyBlock", bound=Block)
_PIXELS = 640


class Displayed:
    """A block as the result of a notebook cell, with warnings about the differences it prints."""

    def __init__(self, block: Block) -> None:
        self.block = with_warnings(block)
        self.serial: int | None = None  # assigned if a notebook is running
        CELL_BLOCKS.made(self)

    @property
    def name(self) -> str:
        """The name of a table or figure; empty if its cell provides it, or it has none."""
        return getattr(self.block, "name", "")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        CELL_BLOCKS.displayed(self)
        stamp = f"<p><strong>{SAMPLE_STAMP}</strong></p>" if self.block.illustrative else ""
        return {
            MIME_TYPE: shown_block(self.block).to_json(),
            "text/html": _html(self.block) + stamp,
            "text/plain": _plain(self.block),
        }


def with_warnings(block: AnyBlock) -> AnyBlock:
    """Return the block with a warning for each printed difference of shares that rounding changed."""
    printed = dict.fromkeys(one for inline in block.inlines() for one in quantities_in(inline))
    warnings = (rounding_warning(one).finding for one in printed if rounds_otherwise(one))
    return replace(block, findings=(*block.findings, *warnings))


def _plain(block: Block) -> str:
    """Return a block's plain text for terminals, diffs and search."""
    if isinstance(block, Remark):
        return block.text
    if isinstance(block, Checks):
        return "\n".join(f"{result.name}: {result.statement}" for result in block.results)
    return "\n".join(plain_text(inline) for inline in block.inlines() if inline)


def _html(block: Block) -> str:
    """Return a block as simple HTML."""
    match block:
        case Heading():
            return f"<h{block.level}>{_runs(block.content)}</h{block.level}>"
        case Paragraph():
            return f"<p>{_runs(block.content)}</p>"
        case Paragraphs():
            return "".join(map(_html, block.paragraphs))
        case ItemList():
            return "".join(f"<p>{block.marker}{_runs(item)}</p>" for item in block.items)
        case Table():
            return f"{_headed(block.title)}{_grid(block.grid)}{_notes(block.notes, block.facts)}"
        case Chart():
            title = _headed(block.title, block.conclusion)
            return f"{title}{_image(block)}{_notes(block.notes, block.facts)}"
        case Highlights():
            return f"{_headed(block.title)}{_grid(block.grid)}{_notes((), block.facts)}"
        case Omission():
            return _headed(block.title, block.reason)
        case Checks():
            return _checks(block)
        case Remark():
            return f"<p><em>{escape(block.text)}</em></p>"
    raise NotImplementedError(block.type)


def _headed(title: Inline, *below: Inline) -> str:
    return f"<p><strong>{_runs(title)}</strong>{''.join(f'<br>{_runs(line)}' for line in below)}</p>"


def _runs(inline: Inline) -> str:
    shown = []
    for run in inline:
        if isinstance(run, Number):
            value = "" if run.quantity.value is None else str(run.quantity.value)
            shown.append(f'<data value="{escape(value)}">{escape(run.text)}</data>')
        elif isinstance(run, LineBreak):
            shown.append("<br>")
        else:
            shown.append("※" if isinstance(run, NoteReference) else escape(run.text))
    return "".join(shown)


def _grid(grid: Grid) -> str:
    def rows(part: Rows) -> str:
        return "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in part)

    return f"<table><thead>{rows(grid.head)}</thead><tbody>{rows(grid.body)}</tbody></table>"


def _cell(cell: Any) -> str:
    tag = "th" if cell.header else "td"
    items = "".join(f"<li>{_runs(item)}</li>" for item in cell.items)
    content = f"<ul>{items}</ul>" if items else _runs(cell.content)
    return f'<{tag} colspan="{cell.columns}" rowspan="{cell.rows}">{content}</{tag}>'


def _notes(notes: tuple[TableNote, ...], facts: tuple[Fact, ...]) -> str:
    lines = [f"※ {_runs(note.content)}" for note in notes]
    lines += [f"{escape(fact.label)}：{_runs(fact.content)}" for fact in facts]
    return f"<p><small>{'<br>'.join(lines)}</small></p>"


def _image(picture: Chart) -> str:
    address = "data:image/svg+xml;base64," + base64.b64encode(picture.svg.encode()).decode()
    alternative = escape(plain_text(picture.alternative), quote=True)
    return f'<img src="{address}" alt="{alternative}" width="{_PIXELS}">'


def _checks(block: Checks) -> str:
    rows = "".join(
        f"<tr><td>{escape(result.name)}</td><td>{escape(result.statement)}</td>"
        f"<td>{escape(result.explanation)}</td></tr>"
        for result in block.results
    )
    head = "<tr><th>検算</th><th>成り立った関係</th><th>説明</th></tr>"
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
