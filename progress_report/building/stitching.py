"""Joining executed notebooks into one document: sections in order, numbers, marks and anchors given."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from nbformat import NotebookNode

from progress_report.building.cross_references import resolve_references, runs_of_type
from progress_report.building.document_schema import validate_document
from progress_report.building.markdown import markdown_blocks
from progress_report.model.blocks import FOR_REVIEWERS, MIME_TYPE, SECTION_MIME_TYPE
from progress_report.model.cell_tags import NOTEBOOK_ONLY, SKIPPED, UNNUMBERED, named_cells
from progress_report.model.findings import Finding, NotebookError

SCHEMA = "progress-report/document/1"
_FIGURES = {"table": "表", "chart": "図", "highlights": "ポイント"}
METADATA = "progress_report"
SECTION = "section"  # in a stitched cell's metadata: the section that it belongs to
Json = dict[str, Any]
_CIRCLED_ONE = 0x2460


def stitch(front: Json, notebooks: Sequence[tuple[str, NotebookNode]], *, whole: bool = True) -> NotebookNode:
    """One notebook of all sections' cells, whose metadata hold the document the formats render.

    ``front`` has the document's members before its sections; ``whole``: no section of the report is
    missing. NotebookError where a notebook does not begin with a heading of level 1, skips a level,
    repeats a name or refers to an unknown note, table or figure.
    """
    sections = [{"name": name, "blocks": section_blocks(name, notebook)} for name, notebook in notebooks]
    document = _copied({"schema": SCHEMA, "language": "ja", **front, "sections": sections})
    findings = [*number_blocks(document), *resolve_references(document, whole=whole)]
    if findings:
        raise NotebookError(findings)
    validate_document(document)
    cells = [
        NotebookNode(
            {**cell, "id": cell_identifier(name, cell), "metadata": {**cell.metadata, SECTION: name}}
        )
        for name, notebook in notebooks
        for cell in notebook.cells
    ]
    # Not by nbformat's own function: it allows the ids of one notebook's cells alone.
    return NotebookNode(cells=cells, metadata=NotebookNode({METADATA: {"document": document}}))


def with_draft(stitched: NotebookNode, draft: Json | None) -> NotebookNode:
    """The stitched notebook, its document now saying what keeps it from being final (None: nothing does)."""
    document = shared_document(stitched)
    validate_document({**document, "draft": draft, "sections": []})  # these were judged when joined
    document["draft"] = draft
    return stitched


def document_of(notebook: NotebookNode) -> Json:
    """The document of a stitched notebook, or of a single executed section notebook; a copy."""
    return _copied(shared_document(notebook))


def shared_document(notebook: NotebookNode) -> Json:
    """The same document, not to be changed."""
    held = notebook.metadata.get(METADATA, {})
    if "document" not in held:
        held = stitch(_bare_front(), [("section", notebook)], whole=False).metadata[METADATA]
    return held["document"]  # type: ignore[no-any-return]


def _copied(document: Json) -> Json:
    """As JSON, many times faster than ``deepcopy``, and without nbformat's own kinds of dictionary."""
    return json.loads(json.dumps(document))  # type: ignore[no-any-return]


def section_blocks(name: str, notebook: NotebookNode) -> list[Json]:
    """The blocks a notebook shows, in order. NotebookError unless the first is a heading of level 1."""
    blocks = list(_blocks(name, notebook))
    if not blocks or blocks[0]["type"] != "heading" or blocks[0]["level"] != 1:
        message = "節のノートブックは「# 」の見出しで始めてください。"
        raise NotebookError([Finding(message, file=f"notebooks/{name}.ipynb")])
    return blocks


def blocks_of(document: Json) -> Iterator[Json]:
    """All blocks of the document in reading order."""
    yield from document.get("errata", [])
    yield from document["introduction"]
    for section in document["sections"]:
        yield from section["blocks"]


def _blocks(name: str, notebook: NotebookNode) -> Iterator[Json]:
    file = f"notebooks/{name}.ipynb"
    for cell, named in named_cells(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if SKIPPED in tags:
            continue
        if NOTEBOOK_ONLY in tags:
            _require_no_block(cell, named, file)
            continue
        if cell.cell_type == "markdown":
            for block in markdown_blocks(cell.source, file, named):
                unnumbered = {"number": ""} if UNNUMBERED in tags else {}
                yield {**block, **unnumbered, "cell": cell_identifier(name, cell)}
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            block = data.get(MIME_TYPE)
            if block is None and SECTION_MIME_TYPE not in data:
                message = f"{named}の出力は報告書に載せられません（{output.output_type}）。"
                remedy = f"文・表・図として表示するか、セルにタグ {NOTEBOOK_ONLY} を付けてください。"
                raise NotebookError([Finding(message, remedy, file)])
            if block is not None and block["type"] not in FOR_REVIEWERS:
                yield {**block, "cell": cell_identifier(name, cell)}


def _require_no_block(cell: NotebookNode, named: str, file: str) -> None:
    """NotebookError where a cell that stays out of the report shows a part of one."""
    blocks = (output.get("data", {}).get(MIME_TYPE) for output in cell.get("outputs", []))
    if any(block is not None and block["type"] not in FOR_REVIEWERS for block in blocks):
        message = f"{named}はタグ {NOTEBOOK_ONLY} のため、表示した文・表・図が報告書に載りません。"
        remedy = f"載せるならタグ {NOTEBOOK_ONLY} を、載せないなら文・表・図を作る行を除いてください。"
        raise NotebookError([Finding(message, remedy, file)])


def cell_identifier(section: str, cell: NotebookNode) -> str:
    """A cell's identifier among the cells of all sections; no two are equal.

    A cell's id may have a hyphen, but never a full stop.
    """
    return f"{section}{'.' if '-' in section else '-'}{cell.id}"


def _bare_front() -> Json:
    return {
        "title": [],
        "subtitle": [],
        "municipality": "",
        "cover": [],
        "draft": None,
        "introduction": [],
        "record": {},
    }


def number_blocks(document: Json) -> list[Finding]:
    """Give headings, tables, charts and notes their numbers, marks and anchors."""
    findings: list[Finding] = []
    counts = Counter[str]()
    names = Counter[str]()
    path: list[int] = []
    for section in document["sections"]:
        file = f"notebooks/{section['name']}.ipynb"
        unnumbered = section["blocks"][0].get("number") == ""
        for block in section["blocks"]:
            if block["type"] == "heading" and unnumbered:
                if block["level"] > 1:
                    message = f"番号のない節に小見出しがあります（{_plain(block['content'])}）。"
                    findings.append(Finding(message, "小見出しを除いてください。", file))
                block |= {"number": "", "anchor": f"s-{section['name']}"}
            elif block["type"] == "heading":
                if block["level"] > len(path) + 1:
                    message = f"見出しの段が飛んでいます（{_plain(block['content'])}）。"
                    findings.append(Finding(message, "# の数を一つずつ増やしてください。", file))
                path = [*path, 0, 0, 0][: block["level"]]
                path[-1] += 1
                block["number"] = _heading_number(path)
                block["anchor"] = "s" + "-".join(map(str, path))
            elif block["type"] in _FIGURES:
                names[block["name"]] += 1
                if names[block["name"]] == 2:
                    message = f"表・図の名前「{block['name']}」が二度使われています。"
                    findings.append(Finding(message, "別の名前にしてください。", file))
                kind = _FIGURES[block["type"]]
                counts[kind] += 1
                first = block["type"] == "highlights" and counts[kind] == 1  # the only one, as a rule
                block["number"] = kind if first else f"{kind}{counts[kind]}"
                block["anchor"] = f"{block['type']}-{block['name']}"
                findings += _mark_notes(block, file)
    return findings


def _heading_number(path: list[int]) -> str:
    number = path[-1]
    return (str(number), f"({number})", chr(_CIRCLED_ONE + number - 1), "○")[len(path) - 1]


def _mark_notes(block: Json, file: str) -> list[Finding]:
    """※, or ※1, ※2 … where a block has several notes; a note nobody refers to explains the whole."""
    notes = {note["name"]: note for note in block["notes"]}
    for position, note in enumerate(block["notes"], 1):
        note["mark"] = "※" if len(notes) == 1 else f"※{position}"
        note["anchor"] = f"{block['anchor']}-{note['name']}"
    references = list(runs_of_type("note_reference", block))
    findings = [
        Finding(f"注「{reference['note']}」がありません。", "notes に加えてください。", file)
        for reference in references
        if reference["note"] not in notes
    ]
    for name in [name for name in notes if name not in {reference["note"] for reference in references}]:
        reference = {"type": "note_reference", "note": name}
        block["title"].append(reference)
        references.append(reference)
    for reference in references:
        if note := notes.get(reference["note"]):
            reference |= {"mark": note["mark"], "anchor": note["anchor"]}
    return findings


def _plain(fragment: list[Json]) -> str:
    return "".join(run.get("text", "") for run in fragment)
