"""review.html: the executed notebooks for people who do not run Jupyter.

Code, parameters, checks and what each cell shows; every number a link to its formula, and from there
to the rows of the tables it was read from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import mistune
from markupsafe import Markup
from nbformat import NotebookNode

from progress_report.building.html_charts import traced_svg
from progress_report.building.html_page import TEMPLATE, rendered, resources_of
from progress_report.building.html_runs import html_runs
from progress_report.building.ledger import describe, ledger_rows
from progress_report.building.stitching import SECTION, Json, blocks_of, shared_document
from progress_report.inputs.deliveries.sheet import Line
from progress_report.model.blocks import MIME_TYPE
from progress_report.model.fonts import FontFamily

_UNSAFE = re.compile(r"[^0-9A-Za-z]+")


def review_page(stitched: NotebookNode, fonts: FontFamily, inputs: Mapping[str, Sequence[Line]]) -> str:
    """``inputs``: the lines of the tables and parameters the report was made from, by path.

    PublishingError for a character that the fonts lack.
    """
    document = shared_document(stitched)
    resources = {
        **resources_of(document, fonts),
        "traced": True,
        "sections": list(_sections(document, stitched)),
        "numbers": list(_numbers(document)),
        "inputs": [_input(name, lines) for name, lines in sorted(inputs.items())],
    }
    filters = {"runs": partial(html_runs, linked=True), "traced_svg": partial(traced_svg, linked=True)}
    return rendered(["review", TEMPLATE], resources, fonts, filters)


def row_anchor(file: str, row: int) -> str:
    """Where a line of an input file stands on the page."""
    return f"{_UNSAFE.sub('-', file)}-{row}"


def _sections(document: Json, notebook: NotebookNode) -> Iterator[Json]:
    shown: dict[str, list[Json]] = {}
    for block in blocks_of(document):
        if "cell" in block:
            shown.setdefault(block["cell"], []).append(block)
    for section in document["sections"]:
        cells = [cell for cell in notebook.cells if cell.metadata[SECTION] == section["name"]]
        yield {
            "name": section["name"],
            "anchor": f"section-{section['name']}",
            "cells": [_cell(cell, shown.get(cell.id, [])) for cell in cells],
        }


def _cell(cell: NotebookNode, blocks: list[Json]) -> Json:
    outputs = (output.get("data", {}).get(MIME_TYPE) for output in cell.get("outputs", []))
    checks = [
        result for block in outputs if block and block["type"] == "checks" for result in block["results"]
    ]
    return {
        "anchor": f"cell-{cell.id}",
        "code": cell.source if cell.cell_type == "code" else "",
        "words": _markdown(cell.source) if cell.cell_type == "markdown" and not blocks else "",
        "tags": cell.metadata.get("tags", []),
        "blocks": blocks,
        "checks": checks,
    }


def _markdown(source: str) -> Markup:
    return Markup(mistune.create_markdown(escape=True)(source))


def _numbers(document: Json) -> Iterator[Json]:
    """Every quantity, those only computed with too, then dates and stated numerals."""
    quantities: dict[str, Json] = {}
    for block in blocks_of(document):
        quantities |= block["quantities"]
    for identifier, quantity in quantities.items():
        origin = quantity["origin"]
        operands = [{"id": one, "text": quantities[one]["text"]} for one in origin.get("operands", [])]
        yield {
            "id": identifier,
            "text": quantity["text"],
            "value": quantity["value"] or "",
            "operation": origin.get("operation", ""),
            "operands": operands,
            **_source(origin),
        }
    seen: set[str] = set()
    for row in ledger_rows(document):
        if row.identifier not in quantities and row.kind != "structural" and row.identifier not in seen:
            seen.add(row.identifier)
            yield {"id": row.identifier, "text": row.printed, "value": row.value, "operation": "",
                   "operands": [], "source": row.chain, "target": _target(row.chain)}  # fmt: skip


def _source(origin: Mapping[str, Any]) -> Json:
    if origin["kind"] == "computed":
        return {"source": "", "target": ""}
    return {"source": describe(dict(origin)), "target": _target(describe(dict(origin)))}


def _target(source: str) -> str:
    """The anchor of the line a source names, or of the file where it names the whole."""
    file, _, rest = source.partition(" ")
    line = re.match(r"(\d+)行目", rest)
    return row_anchor(file, int(line[1]) if line else 1)


def _input(name: str, lines: Sequence[Line]) -> Json:
    """A file's lines, each with the number it has in the file and its anchor."""
    numbered = [{"number": row, "anchor": row_anchor(name, row), "cells": cells} for row, cells in lines]
    return {"name": name, "lines": numbered}
