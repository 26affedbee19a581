"""Pictures in the Word file, with their alternative texts, and the cards of 報告のポイント."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.shared import Pt

from progress_report.document.blocks import Highlights
from progress_report.document.grids import GridCell
from progress_report.document.runs import Runs, runs_text
from progress_report.inputs.params.theme import Colours
from progress_report.rendering.word.elements import (
    Element,
    RunLook,
    element,
    paragraph,
    text_run,
    twips,
    value,
)
from progress_report.rendering.word.inline import inline
from progress_report.rendering.word.pictures import SizedPng
from progress_report.rendering.word.slots import SlotRecorder
from progress_report.rendering.word.styles import CELL, PageSize
from progress_report.rendering.word.tables import table_frame

_CARDS_A_ROW = 2


@dataclass(slots=True)
class FigureSetter:
    """The tools for setting pictures.

    ``drawings``: by the ``id()`` of the drawn block; ``logo``: its alternative text, empty without one.
    """

    word: WordFile
    base: SlotRecorder
    sheet: PageSize
    colours: Colours
    drawings: dict[object, SizedPng]
    logo: str
    _placed: int = 0

    def picture(self, drawn: object, title: str, alternative: str) -> Element:
        """Return the run of a picture with its alternative text."""
        drawing = self.drawings[drawn]
        self._placed += 1
        part = self.word.part
        inline_shape = part.new_pic_inline(io.BytesIO(drawing.png), Pt(drawing.width), Pt(drawing.height))
        described = {
            "id": str(self._placed),
            "name": f"図{self._placed}",
            "descr": alternative,
            "title": title,
        }
        for shown in (inline_shape.docPr, inline_shape.find(f".//{qn('pic:cNvPr')}")):
            shown.attrib.update(described)
        return element("w:r", None, element("w:drawing", None, inline_shape))

    def cards(self, block: Highlights) -> Element:
        """Return the key figures as cards, two in a row."""
        width = self.sheet.room / _CARDS_A_ROW
        made = table_frame([width] * _CARDS_A_ROW, self.colours, runs_text(block.title))
        heads = [head.content for head in block.grid.head[0]]
        cards = [self._card_cell(self._card(heads, row), width) for row in block.grid.body]
        for first in range(0, len(cards), _CARDS_A_ROW):
            beside = cards[first : first + _CARDS_A_ROW]
            empty = [self._card_cell([paragraph(CELL, [])], width)] * (_CARDS_A_ROW - len(beside))
            cannot_split = element("w:trPr", None, element("w:cantSplit"))
            made.append(element("w:tr", None, cannot_split, *beside, *empty))
        return made

    def _card(self, heads: Sequence[Runs], row: Sequence[GridCell]) -> list[Element]:
        """Return the name, the value with its change, and its comparison, each as a paragraph."""
        scale = self.sheet.scale
        large = RunLook(bold=True, size=16 * scale)
        name = inline(self.base, row[0].content, None, RunLook(bold=True, size=10 * scale))
        shown = inline(self.base, row[1].content, None, large)
        if row[2].content:
            shown += [text_run("　"), *inline(self.base, heads[2], None), text_run(" ")]
            shown += inline(self.base, row[2].content, None, large)
        compared: list[Element] = []
        for head, one in zip(heads[3:], row[3:], strict=True):
            if one.content:
                compared += [text_run("　")] if compared else []
                compared += [*inline(self.base, head, None), text_run(" ")]
                compared += inline(self.base, one.content, None)
        return [paragraph(CELL, content) for content in (name, shown, compared) if content]

    def _card_cell(self, paragraphs: Sequence[Element], width: float) -> Element:
        size = element("w:tcW", {"w:w": twips(width), "w:type": "dxa"})
        return element("w:tc", None, element("w:tcPr", None, size, value("w:vAlign", "center")), *paragraphs)
