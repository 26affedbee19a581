"""The pages of any report end where its plan says (``templates/pdf/report.typ`` and ``pages.typ``)."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typst

from progress_report.document.blocks import Paragraph, Term
from progress_report.document.document import Document, walk
from progress_report.document.files import read_document
from progress_report.document.runs import LiteralText, Text
from progress_report.inputs.params.theme import Paper, Theme
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.rendering.pdf_file import LARGE_PRINT, PAPERS, TEMPLATE, write_template_inputs
from tests.support.project_copy import ROOT, Built

EXACT = 0.1  # millimetres
# The plan of the body, and the places of its headings and figures.
PLANNED = """
#context {
  let place(block) = if block.at("anchor", default: "") not in ("", none) {
    let found = locate(label(block.anchor)).position()
    (page: found.page, y: (found.y - top-margin) / 1mm)
  }
  let height = page.height - top-margin - bottom-margin
  let used = used-by(above)
  let planned = plan-of(flow, used, true)
  let units = planned.units.map(unit => (
    ..unit, height: unit.height / 1mm, above: unit.above / 1mm, figures: unit.figures / 1mm
  ))
  let lengths = (used: used / 1mm, height: height / 1mm)
  [#metadata((..planned, ..lengths, units: units, places: flow.map(place)))<planned>]
}
"""
EDITIONS: list[tuple[int, Paper, dict[str, str]]] = [
    (1, "A4", {}),
    (3, "B5", {}),
    (4, "A4", LARGE_PRINT),
]


def varied(document: Document, chance: random.Random) -> Document:
    """Shuffle the document's sections except the first, and lengthen some paragraphs."""
    points, *sections = document.sections
    chance.shuffle(sections)
    document.sections = [points, *sections]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            block.content = block.content * chance.randint(1, 5)
    for _, part in walk(document):  # a term may have several first uses now
        if isinstance(part, Text | LiteralText):
            part.term = None
        elif isinstance(part, Term):
            part.use = None
    return document


def planned(document: Document, folder: Path, paper: Paper, look: dict[str, str]) -> dict[str, Any]:
    shutil.copytree(ROOT / "templates" / "pdf", folder)
    with (folder / TEMPLATE).open("a", encoding="utf-8") as template:
        template.write(PLANNED)
    write_template_inputs(folder, document, Theme(paper=paper))
    fonts = noto_sans_cjk_jp()
    found = typst.query(
        folder / TEMPLATE,
        "<planned>",
        field="value",
        one=True,
        root=folder,
        font_paths=sorted({file.parent for file in fonts.files}),
        ignore_system_fonts=True,
        sys_inputs={"document": "document.json", "font": fonts.name, "size": PAPERS[paper][2], **look},
    )
    answer: dict[str, Any] = json.loads(found)
    return answer


def reckoned(plan: dict[str, Any]) -> Iterator[tuple[int, int, float]]:
    """Yield the first block of each unit: number, planned page (from 0), planned place in millimetres."""
    page, used = 0, plan["used"]
    for unit in plan["units"]:
        first = unit["blocks"][:1]
        scale = plan["scales"][first[0]] if first else 1
        height = unit["height"] - (1 - scale) * unit["figures"]
        lower = used + unit["above"]
        if (first and first[0] in plan["begins"]) or lower + height > plan["height"] + 1e-6:
            page, lower = page + 1, 0.0
        used = lower + height
        for block in first:
            yield block, page, lower


@pytest.mark.parametrize(("seed", "paper", "look"), EDITIONS)
def test_blocks_are_where_they_are_planned(
    built_2025: Built, tmp_path: Path, seed: int, paper: Paper, look: dict[str, str]
) -> None:
    document = varied(read_document(built_2025.folder), random.Random(seed))
    plan = planned(document, tmp_path / "report", paper, look)
    placed = [(page, y, plan["places"][block]) for block, page, y in reckoned(plan) if plan["places"][block]]
    front = placed[0][2]["page"] - placed[0][0]
    wrong = [
        (page, y, place)
        for page, y, place in placed
        if place["page"] - front != page or abs(place["y"] - y) > EXACT
    ]
    assert wrong == []
    assert len(placed) >= 15
