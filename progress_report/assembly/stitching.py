"""Stitching of executed notebooks into one document: order of sections, numbers, marks and anchors."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from types import MappingProxyType

from nbformat import NotebookNode
from pydantic import ValidationError

from progress_report.assembly.additions import Additions
from progress_report.assembly.markdown import markdown_blocks
from progress_report.document.blocks import (
    AnyBlock,
    Chart,
    Figure,
    Heading,
    Highlights,
    Image,
    Numbered,
    Remark,
    Table,
    blocks_of,
)
from progress_report.document.document import Document, Section, malformed, walk
from progress_report.document.references import resolve_references
from progress_report.document.runs import NoteMark, runs_text
from progress_report.messages.notebook_contract import NO_TITLE
from progress_report.model.blocks import FOR_REVIEWERS, MIME_TYPE, SECTION_MIME_TYPE, UNNAMED, Checks
from progress_report.model.cell_tags import NOTEBOOK_ONLY, UNNUMBERED, figure_name, named_cells
from progress_report.model.findings import Finding, NotebookError

_KINDS: dict[type[Numbered], str] = {Table: "表", Chart: "図", Image: "図", Highlights: "ポイント"}
SECTION = "section"  # in a stitched cell's metadata: the section of the cell
_CIRCLED_ONE = 0x2460


@dataclass(frozen=True, slots=True)
class Stitched:
    """The executed cells of all sections as one notebook, and the resulting document."""

    notebook: NotebookNode
    document: Document


def stitch(
    front: Document,
    notebooks: Sequence[tuple[str, NotebookNode]],
    *,
    whole: bool = True,
    added: Mapping[str, Additions] = MappingProxyType({}),
) -> Stitched:
    """Join the sections' cells, and append the blocks they show to the front matter ``front``.

    ``whole``: no section of the report is missing; ``added``: the additions of the parameters, by section.
    NotebookError if a notebook does not begin with a heading of level 1, skips a level, repeats a name or
    refers to an unknown note, table or figure.
    """
    sections = [
        Section(name=name, blocks=section_blocks(name, notebook, added.get(name)))
        for name, notebook in notebooks
    ]
    document = front.model_copy(update={"sections": sections})
    findings = [*number_blocks(document), *resolve_references(document, whole=whole)]
    if findings:
        raise NotebookError(findings)
    cells = [
        NotebookNode(
            {**cell, "id": cell_identifier(name, cell), "metadata": {**cell.metadata, SECTION: name}}
        )
        for name, notebook in notebooks
        for cell in notebook.cells
    ]
    # nbformat's own function accepts only cell ids of a single notebook.
    return Stitched(NotebookNode(cells=cells, metadata=NotebookNode()), document)


def document_of(notebook: NotebookNode) -> Document:
    """Return the document of a single executed section notebook."""
    return stitch(bare_front(), [("section", notebook)], whole=False).document


def section_blocks(name: str, notebook: NotebookNode, added: Additions | None = None) -> list[AnyBlock]:
    """Return the blocks that a notebook shows, including added ones, in order.

    NotebookError unless the first is a heading of level 1; ReportError for a block added at an unknown place.
    """
    blocks = list(_blocks(name, notebook))
    if added is not None and blocks:
        markdown = {cell_identifier(name, cell) for cell in notebook.cells if cell.cell_type == "markdown"}
        blocks = list(added.applied(blocks, markdown, cell_prefix(name)))
    blocks = _without_empty_headings(blocks)
    if not blocks or not isinstance(blocks[0], Heading) or blocks[0].level != 1:
        raise NotebookError([NO_TITLE.finding(f"notebooks/{name}.ipynb")])
    return blocks


def _blocks(name: str, notebook: NotebookNode) -> Iterator[AnyBlock]:
    file = f"notebooks/{name}.ipynb"
    for cell, named in named_cells(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if NOTEBOOK_ONLY in tags:
            _require_no_block(cell, named, file)
            continue
        if cell.cell_type == "markdown":
            for block in markdown_blocks(cell.source, file, named):
                if UNNUMBERED in tags and isinstance(block, Heading):
                    block.number = ""
                block.cell = cell_identifier(name, cell)
                yield block
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            shown = data.get(MIME_TYPE)
            if shown is None and SECTION_MIME_TYPE not in data:
                message = f"{named}の出力は報告書に載せられません（{output.output_type}）。"
                remedy = f"文・表・図として表示するか、セルにタグ {NOTEBOOK_ONLY} を付けてください。"
                raise NotebookError([Finding(message, remedy, file)])
            if shown is not None and shown["type"] != Checks.type:
                yield from _shown_blocks(shown, name, cell)


def _without_empty_headings(blocks: Sequence[AnyBlock]) -> list[AnyBlock]:
    """Return the report's blocks: without remarks, and without headings that contain only remarks.

    The headings of a survey that was not conducted therefore disappear with its content.
    """
    kept: list[AnyBlock] = []
    for position, block in enumerate(blocks):
        if isinstance(block, Remark):
            continue
        if isinstance(block, Heading) and block.level > 1:
            below = _below(block.level, blocks[position + 1 :])
            printed = [one for one in below if not isinstance(one, Heading | Remark)]
            if not printed and any(isinstance(one, Remark) for one in below):
                continue
        kept.append(block)
    return kept


def _below(level: int, following: Sequence[AnyBlock]) -> list[AnyBlock]:
    """Return the blocks after a heading, up to the next heading of its level or above."""
    return list(takewhile(lambda one: not (isinstance(one, Heading) and one.level <= level), following))


def _shown_blocks(shown: NotebookNode, section: str, cell: NotebookNode) -> Iterator[AnyBlock]:
    """Yield the blocks that a cell shows; a table or figure without a name gets the cell's id."""
    try:
        blocks = blocks_of(shown)
    except ValidationError as error:
        raise malformed(error) from None
    for block in blocks:
        block.cell = cell_identifier(section, cell)
        if isinstance(block, Figure) and not block.name:
            block.name = figure_name(cell.id)
            narrow = [block.narrow] if isinstance(block, Chart) and block.narrow else []
            for drawing in (*block.drawings, *narrow):
                drawing.svg = drawing.svg.replace(UNNAMED, block.name)
        yield block


def _require_no_block(cell: NotebookNode, named: str, file: str) -> None:
    """Raise NotebookError if a cell that is excluded from the report displays a block."""
    blocks = (output.get("data", {}).get(MIME_TYPE) for output in cell.get("outputs", []))
    if any(block is not None and block["type"] not in FOR_REVIEWERS for block in blocks):
        message = f"{named}はタグ {NOTEBOOK_ONLY} のため、表示した文・表・図が報告書に載りません。"
        remedy = f"載せるならタグ {NOTEBOOK_ONLY} を、載せないなら文・表・図を作る行を除いてください。"
        raise NotebookError([Finding(message, remedy, file)])


def cell_identifier(section: str, cell: NotebookNode) -> str:
    """Return a cell's identifier, unique among the cells of all sections.

    A cell's id may have a hyphen, but never a full stop.
    """
    return f"{cell_prefix(section)}{cell.id}"


def cell_prefix(section: str) -> str:
    """Return the prefix of a cell's own id in its identifier."""
    return f"{section}{'.' if '-' in section else '-'}"


def bare_front() -> Document:
    """Return a document without front matter and sections."""
    return Document(
        title=[], subtitle=[], municipality="", cover=[], draft=None, introduction=[], sections=[], record={}
    )


def number_blocks(document: Document) -> list[Finding]:
    """Assign numbers, marks and anchors to headings, tables, charts and notes."""
    findings: list[Finding] = []
    counts = Counter[str]()
    names = Counter[str]()
    path: list[int] = []
    for section in document.sections:
        file = f"notebooks/{section.name}.ipynb"
        unnumbered = section.is_unnumbered
        for block in section.blocks:
            if isinstance(block, Heading) and unnumbered:
                if block.level > 1:
                    message = f"番号のない節に小見出しがあります（{runs_text(block.content)}）。"
                    findings.append(Finding(message, "小見出しを除いてください。", file))
                block.number, block.anchor = "", f"s-{section.name}"
            elif isinstance(block, Heading):
                if block.level > len(path) + 1:
                    message = f"見出しの段が飛んでいます（{runs_text(block.content)}）。"
                    findings.append(Finding(message, "# の数を一つずつ増やしてください。", file))
                path = [*path, 0, 0, 0][: block.level]
                path[-1] += 1
                block.number = _heading_number(path)
                block.anchor = "s" + "-".join(map(str, path))
            elif isinstance(block, Figure | Image):
                names[block.name] += 1
                if names[block.name] == 2:
                    message = f"表・図の名前「{block.name}」が二度使われています。"
                    remedy = '別の名前を付けてください（name="…"）。なければセルの id が名前です。'
                    place: tuple[str, int | None] = (file, None)
                    if block.written is not None:
                        remedy = "blocks のその項目に、別の name を書いてください。"
                        place = block.written.file, block.written.line
                    findings.append(Finding(message, remedy, *place))
                kind = _KINDS[type(block)]
                counts[kind] += 1
                only = isinstance(block, Highlights) and counts[kind] == 1  # the usual case
                block.number = kind if only else f"{kind}{counts[kind]}"
                block.anchor = f"{block.type}-{block.name}"
                findings += _mark_notes(block, file) if isinstance(block, Figure) else []
    return findings


def _heading_number(path: list[int]) -> str:
    number = path[-1]
    return (str(number), f"({number})", chr(_CIRCLED_ONE + number - 1), "○")[len(path) - 1]


def _mark_notes(block: Figure, file: str) -> list[Finding]:
    """Assign ※, or ※1, ※2 … for several notes; an unreferenced note explains the whole block."""
    notes = {note.name: note for note in block.notes}
    for position, note in enumerate(block.notes, 1):
        note.mark = "※" if len(notes) == 1 else f"※{position}"
        note.anchor = f"{block.anchor}-{note.name}"
    references = [part for _, part in walk(block) if isinstance(part, NoteMark)]
    findings = [
        Finding(f"注「{reference.note}」がありません。", "notes に加えてください。", file)
        for reference in references
        if reference.note not in notes
    ]
    for name in [name for name in notes if name not in {reference.note for reference in references}]:
        reference = NoteMark(note=name)
        block.title.append(reference)
        references.append(reference)
    for reference in references:
        if reference.note in notes:
            explaining = notes[reference.note]
            reference.mark, reference.anchor = explaining.mark, explaining.anchor
    return findings
