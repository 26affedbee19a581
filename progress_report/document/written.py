"""Conversion of blocks and inlines from the authoring types to the document's models."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Literal, TypedDict, assert_never

from progress_report.document.blocks import (
    AnyBlock,
    BlockFinding,
    Chart,
    Check,
    Checks,
    Drawing,
    Fact,
    Glossary,
    Heading,
    Highlights,
    Image,
    ItemList,
    Note,
    Omission,
    Paragraph,
    Paragraphs,
    Remark,
    Table,
    Term,
)
from progress_report.document.grids import Grid, GridCell
from progress_report.document.origins import (
    CellOrigin,
    ComputedOrigin,
    CountOrigin,
    Origin,
    ParameterOrigin,
    ProseOrigin,
    QuantityRecord,
)
from progress_report.document.runs import (
    Date,
    LineBreak,
    LiteralText,
    NoteMark,
    Number,
    Placeholder,
    Reference,
    Run,
    Runs,
    ScaleMark,
    Text,
    WordsOrigin,
)
from progress_report.model import blocks as written
from progress_report.model import grid as grids
from progress_report.model import inline, quantity
from progress_report.model.inline import REFERABLE, Inline
from progress_report.model.placing import first_columns

Alignment = Literal["left", "center", "right"]


class _Common(TypedDict):
    illustrative: bool
    quantities: dict[str, QuantityRecord]
    findings: list[BlockFinding]


class _Figure(TypedDict):
    name: str
    title: Runs
    notes: list[Note]
    facts: list[Fact]


def shown_block(block: written.Block) -> AnyBlock | Paragraphs:
    """Return the output of a cell for a block: the document's model, with several paragraphs together.

    pydantic's ValidationError for a block that the document cannot contain.
    """
    if isinstance(block, written.Paragraphs):
        paragraphs = [_paragraph(one) for one in block.paragraphs]
        return Paragraphs(type="paragraphs", paragraphs=paragraphs, **_common(block))
    return document_block(block)


def document_block(block: written.Block) -> AnyBlock:
    """Return a block as the document's model, or raise pydantic's ValidationError if it is not allowed."""
    common = _common(block)
    match block:
        case written.Heading(level=level, content=content):
            return Heading(type="heading", level=level, content=runs_of(content), **common)
        case written.Paragraph():
            return _paragraph(block)
        case written.ItemList():
            origins = [prose_origin(one) for one in block.origins] or None
            items = [runs_of(item) for item in block.items]
            return ItemList(type="list", marker=block.marker, items=items, origins=origins, **common)
        case written.Table():
            return Table(type="table", grid=document_grid(block.grid), **_figure(block), **common)
        case written.Chart():
            return Chart(
                type="chart",
                svg=block.svg,
                labels=[runs_of(label) for label in block.labels],
                alternative=runs_of(block.alternative),
                values=document_grid(block.values),
                conclusion=runs_of(block.conclusion) or None,
                narrow=None if block.narrow is None else _drawing(block.narrow),
                **_figure(block),
                **common,
            )
        case written.Highlights():
            return Highlights(type="highlights", grid=document_grid(block.grid), **_figure(block), **common)
        case written.Image():
            return Image(
                type="image",
                name=block.name,
                title=runs_of(block.title),
                file=block.file,
                media_type=block.media_type,
                content=b64encode(block.content).decode(),
                sha256=block.digest,
                width=block.width,
                height=block.height,
                alternative=runs_of(block.alternative),
                facts=_facts(block.facts),
                **common,
            )
        case written.Omission():
            title, reason = runs_of(block.title), runs_of(block.reason)
            return Omission(type="omission", title=title, reason=reason, **common)
        case written.Glossary():
            entries = [_term(number, one) for number, one in enumerate(block.terms, 1)]
            return Glossary(type="terms", entries=entries, **common)
        case written.Remark():
            return Remark(type="remark", text=block.text, survey=block.survey, **common)
        case written.Checks():
            return Checks(type="checks", results=[_check(one) for one in block.results], **common)
    raise TypeError(f"the document has no {type(block).__name__}")


def _common(block: written.Block) -> _Common:
    return {
        "illustrative": block.illustrative,
        "quantities": {one.identifier: quantity_record(one) for one in _sorted(block)},
        "findings": [BlockFinding.model_validate(finding.to_json()) for finding in block.findings],
    }


def _paragraph(block: written.Paragraph) -> Paragraph:
    content, origin = runs_of(block.content), prose_origin(block.origin)
    return Paragraph(type="paragraph", content=content, origin=origin, **_common(block))


def runs_of(inline: Inline) -> Runs:
    """Return an inline as the document's runs."""
    return [_run(run) for run in inline]


def document_grid(grid: grids.Grid) -> Grid:
    """Return the document's grid of a table."""
    centred: list[Alignment] = ["center"] * len(grid.alignments)
    return Grid(
        head=_rows(grid.head, centred),
        body=_rows(grid.body, grid.alignments),
        stub_columns=grid.stub_columns,
        weights=grid.weights(),
    )


def prose_origin(origin: inline.ProseOrigin | None) -> ProseOrigin | None:
    """Return the place of a text in the parameters."""
    return None if origin is None else ProseOrigin.model_validate(origin, from_attributes=True)


def _sorted(block: written.Block) -> list[quantity.Quantity]:
    by_identifier = {one.identifier: one for one in block.quantities()}
    return [by_identifier[identifier] for identifier in sorted(by_identifier)]


def _run(run: inline.Run) -> Run:
    placeholder = None
    if filled := getattr(run, "placeholder", None):
        placeholder = Placeholder.model_validate(filled, from_attributes=True)
    match run:
        case inline.Text(text, decided_by):
            decided = [one.identifier for one in decided_by]
            origin = WordsOrigin(decided_by=decided) if decided else None
            return Text(text=text, origin=origin, placeholder=placeholder)
        case inline.Number():
            return Number(
                text=run.text,
                id=run.quantity.identifier,
                change=run.as_change or None,
                placeholder=placeholder,
            )
        case inline.Date():
            source = _origin(run.source)
            return Date(text=run.text, iso=run.moment.iso, source=source, placeholder=placeholder)
        case inline.LiteralText():
            return LiteralText(text=run.text, source=_origin(run.source), placeholder=placeholder)
        case inline.ScaleMark(text, location):
            return ScaleMark(text=text, location=location)
        case inline.NoteReference(note):
            return NoteMark(note=note)
        case inline.Reference(word, name, source):
            return Reference(
                kind=REFERABLE[word], name=name, source=None if source is None else _origin(source)
            )
        case inline.LineBreak():
            return LineBreak(placeholder=placeholder)
        case _ as never:
            assert_never(never)


def _origin(origin: quantity.Origin) -> Origin:
    match origin:
        case quantity.Cell():
            return CellOrigin.model_validate(origin, from_attributes=True)
        case quantity.Aggregate():
            return CountOrigin.model_validate(origin, from_attributes=True)
        case quantity.Parameter():
            return parameter_origin(origin)
        case quantity.Computed():
            operands = [operand.identifier for operand in origin.operands]
            return ComputedOrigin(operation=origin.operation, operands=operands)
        case _ as never:
            assert_never(never)


def parameter_origin(origin: quantity.Parameter) -> ParameterOrigin:
    """Return the place of a value in the parameters or a descriptor."""
    return ParameterOrigin.model_validate(origin, from_attributes=True)


def quantity_record(value: quantity.Quantity) -> QuantityRecord:
    """Return a quantity in the form of a block."""
    return QuantityRecord(
        value=None if value.value is None else str(value.value),
        unit=value.unit,
        decimals=value.decimals,
        text=value.text,
        origin=_origin(value.origin),
    )


def _figure(block: written.Table | written.Chart | written.Highlights) -> _Figure:
    return {
        "name": block.name,
        "title": runs_of(block.title),
        "notes": [
            Note(name=note.name, content=runs_of(note.content), origin=prose_origin(note.origin))
            for note in block.notes
        ],
        "facts": _facts(block.facts),
    }


def _facts(facts: Iterable[grids.Fact]) -> list[Fact]:
    return [Fact(label=fact.label, content=runs_of(fact.content)) for fact in facts]


def _term(number: int, term: written.Term) -> Term:
    return Term(
        name=runs_of(term.name),
        reading=runs_of(term.reading),
        content=runs_of(term.content),
        written=parameter_origin(term.source),
        anchor=f"term-{number}",
    )


def _drawing(drawing: written.Drawing) -> Drawing:
    return Drawing(svg=drawing.svg, labels=[runs_of(label) for label in drawing.labels])


def _check(result: written.CheckResult) -> Check:
    left, right = (Number(text=one.text, id=one.identifier) for one in (result.left, result.right))
    return Check(
        name=result.name, explanation=result.explanation, left=left, relation=result.relation, right=right
    )


def _rows(rows: grids.Rows, alignments: "list[Alignment] | tuple[Alignment, ...]") -> list[list[GridCell]]:
    return [
        [_cell(cell, alignments[column]) for cell, column in zip(row, columns, strict=True)]
        for row, columns in zip(rows, first_columns(rows), strict=True)
    ]


def _cell(cell: grids.TableCell, alignment: Alignment) -> GridCell:
    return GridCell(
        content=runs_of(cell.content),
        items=[runs_of(item) for item in cell.items],
        header=cell.header,
        alignment=alignment,
        columns=cell.columns,
        rows=cell.rows,
        emphasis=cell.emphasis,
    )
