"""review.html: the executed notebooks for people who do not run Jupyter.

It shows code, parameters, checks and the output of each cell; every number links to its formula, and from
there to its source rows in the tables.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

import mistune
from markupsafe import Markup, escape
from nbformat import NotebookNode
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

from progress_report.assembly.stitching import SECTION, Stitched, cell_prefix
from progress_report.document.blocks import AnyBlock, Check, Checks, Figure, Heading, blocks_of
from progress_report.document.document import Document, Section
from progress_report.document.origins import ComputedOrigin, QuantityRecord
from progress_report.document.runs import runs_text
from progress_report.inputs.params.theme import Theme
from progress_report.inputs.readers.sheet import Line
from progress_report.inputs.schema.schema_tree import SCHEMA
from progress_report.model.blocks import FOR_REVIEWERS, MIME_TYPE
from progress_report.model.cell_tags import INJECTED, NOTEBOOK_ONLY, PARAMETERS, UNNUMBERED, named_cells
from progress_report.model.fonts import FontFamily
from progress_report.open_data.published_tables import figure_file
from progress_report.provenance.ledger import describe, ledger_rows
from progress_report.rendering.html_charts import traced_svg
from progress_report.rendering.html_page import TEMPLATE, rendered_page, resources_of
from progress_report.rendering.html_runs import html_runs

_ADDED = "params の blocks が加えたもの"
_TAGS = {
    PARAMETERS: "パラメータ",
    INJECTED: "この報告書のパラメータ",
    NOTEBOOK_ONLY: "報告には載らない説明",
    UNNUMBERED: "番号のない節",
}
_UNSAFE = re.compile(r"[^0-9A-Za-z]+")
# The class of each kind of token, in templates/review/review.css.
_CLASSES = (
    (Comment, "comment"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Name.Builtin, "builtin"),
)
_LEXER = PythonLexer(stripnl=False, ensurenl=False)


@dataclass(frozen=True, slots=True)
class ReviewedCell:
    """A notebook's cell: its code, or words omitted from the report; its output and checks.

    ``tags``: their meaning in Japanese; unknown tags as they are.
    """

    anchor: str
    name: str
    code: Markup
    words: Markup
    tags: list[str]
    blocks: list[AnyBlock]
    checks: list[Check]


@dataclass(frozen=True, slots=True)
class ReviewedSection:
    """A section's notebook, under the section's heading."""

    title: str
    anchor: str
    cells: list[ReviewedCell]


@dataclass(frozen=True, slots=True)
class ListedNumber:
    """A line of 数値の一覧: a number, its exact value, its formula or its source with the source's anchor.

    ``operands``: the identifier and text of each.
    """

    id: str
    text: str
    value: str
    operation: str = ""
    operands: tuple[tuple[str, str], ...] = ()
    source: str = ""
    target: str = ""


def review_page(
    stitched: Stitched, fonts: FontFamily, theme: Theme, inputs: Mapping[str, Sequence[Line]]
) -> str:
    """Return the page; ``inputs``: the lines of the report's tables and parameters, by path.

    PublishingError for a character that the fonts lack.
    """
    document = stitched.document
    resources = {
        **resources_of(document, fonts, theme),
        "traced": True,
        "data": {one.name: figure_file(one.name) for one in document.blocks if isinstance(one, Figure)},
        "sections": list(_sections(stitched)),
        "numbers": list(_numbers(document, _named_entries(inputs))),
        "inputs": sorted(inputs.items()),
    }
    filters: dict[str, Callable[..., Any]] = {
        "row_anchor": row_anchor,
        "runs": partial(html_runs, linked=True),
        "traced_svg": partial(traced_svg, linked=True),
    }
    return rendered_page(["review", TEMPLATE], resources, fonts, filters)


def row_anchor(file: str, row: int) -> str:
    """Return the anchor of an input file's line on the page."""
    return f"{_UNSAFE.sub('-', file)}-{row}"


def _sections(stitched: Stitched) -> Iterator[ReviewedSection]:
    blocks: dict[str, list[AnyBlock]] = {}
    for block in stitched.document.blocks:
        if block.cell is not None:
            blocks.setdefault(block.cell, []).append(block)
    for section in stitched.document.sections:
        cells = [cell for cell in stitched.notebook.cells if cell.metadata[SECTION] == section.name]
        prefix = cell_prefix(section.name)
        own = [NotebookNode({**cell, "id": cell.id.removeprefix(prefix)}) for cell in cells]
        names = [named for _, named in named_cells(own)]
        reviewed = [
            _cell(cell, name, blocks.get(cell.id, [])) for cell, name in zip(cells, names, strict=True)
        ]
        if added := [block for block in section.blocks if block.written is not None]:
            reviewed.append(ReviewedCell(f"added-{section.name}", _ADDED, Markup(), Markup(), [], added, []))
        yield ReviewedSection(_title(section), f"section-{section.name}", reviewed)


def _title(section: Section) -> str:
    """Return a title like 「2 行政手続の…（2_online_procedures.ipynb）」."""
    heading = section.blocks[0]
    assert isinstance(heading, Heading), "every section begins with one"
    return f"{heading.number or ''} {runs_text(heading.content)}（{section.name}.ipynb）".lstrip()


def _cell(cell: NotebookNode, name: str, blocks: list[AnyBlock]) -> ReviewedCell:
    return ReviewedCell(
        anchor=f"cell-{cell.id}",
        name=name,
        code=_coloured(cell.source) if cell.cell_type == "code" else Markup(),
        words=_markdown(cell.source) if cell.cell_type == "markdown" and not blocks else Markup(),
        tags=[_TAGS.get(tag, tag) for tag in cell.metadata.get("tags", [])],
        blocks=blocks,
        checks=list(_checks(cell)),
    )


def _coloured(code: str) -> Markup:
    """Return the code, all of it escaped, character for character."""
    named = ((_class_of(token), text) for token, text in _LEXER.get_tokens(code))
    parts = ((name, "".join(text for _, text in group)) for name, group in groupby(named, key=itemgetter(0)))
    span = Markup('<span class="{}">{}</span>')
    return Markup().join(span.format(name, text) if name else escape(text) for name, text in parts)


def _class_of(token: _TokenType) -> str:
    """Return the class of a token's kind; empty if it is not coloured."""
    return next((name for kind, name in _CLASSES if token in kind), "")


def _checks(cell: NotebookNode) -> Iterator[Check]:
    for output in cell.get("outputs", []):
        displayed = output.get("data", {}).get(MIME_TYPE)
        blocks = blocks_of(displayed) if displayed and displayed["type"] in FOR_REVIEWERS else []
        for block in blocks:
            yield from block.results if isinstance(block, Checks) else ()


def _markdown(source: str) -> Markup:
    return Markup(mistune.create_markdown(escape=True)(source))


def _named_entries(inputs: Mapping[str, Sequence[Line]]) -> dict[str, str]:
    """Return the anchors of entries that origins reference by name instead of line."""
    return {f"{SCHEMA} {cells[0]}": row_anchor(SCHEMA, row) for row, cells in inputs.get(SCHEMA, ())}


def _numbers(document: Document, named: Mapping[str, str]) -> Iterator[ListedNumber]:
    """Yield all quantities, including unprinted operands, then dates and literal numerals.

    ``named``: the anchors of sources referenced without a line.
    """
    quantities: dict[str, QuantityRecord] = {}
    for block in document.blocks:
        quantities |= block.quantities
    for identifier, quantity in quantities.items():
        number = partial(ListedNumber, identifier, quantity.text, quantity.value or "")
        if isinstance(quantity.origin, ComputedOrigin):
            operands = tuple((one, quantities[one].text) for one in quantity.origin.operands)
            yield number(operation=quantity.origin.operation, operands=operands)
        else:
            source = describe(quantity.origin)
            yield number(source=source, target=named.get(source) or _target(source))
    seen: set[str] = set()
    for row in ledger_rows(document):
        if row.kind in ("structural", "scale"):
            continue
        if row.identifier not in quantities and row.identifier not in seen:
            seen.add(row.identifier)
            yield ListedNumber(
                row.identifier,
                row.printed,
                row.value,
                source=row.chain,
                target=named.get(row.chain) or _target(row.chain),
            )


def _target(source: str) -> str:
    """Return the anchor of a source's line, or of the file if it references the whole."""
    file, _, rest = source.partition(" ")
    line = re.match(r"(\d+)行目", rest)
    return row_anchor(file, int(line[1]) if line else 1)
