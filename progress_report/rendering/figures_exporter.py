"""``figures.zip``: each figure as a picture for slides and web pages (``--to progress_figures``).

An SVG with its words as outlines, so that it looks the same everywhere, and a PNG of 300 pixels per inch.
Both have the stamp of sample data if the figure has it.
"""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from progress_report.document.blocks import Chart
from progress_report.document.document import Document
from progress_report.model.fonts import FontFamily
from progress_report.rendering.report_exporter import ReportExporter
from progress_report.rendering.word.pictures import chart_drawings

_TIME = (1980, 1, 1, 0, 0, 0)  # a fixed time, for reproducibility
_SVG = "http://www.w3.org/2000/svg"
_BOLD = "700"
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


class FiguresExporter(ReportExporter):
    """All charts of the report, as files named 図1_name.svg and 図1_name.png."""

    file, title, label = "figures.zip", "図の画像", "図の画像（SVG・PNG）"
    typesets = textless = True
    export_from_notebook = "図の画像（SVG・PNG）"
    output_mimetype = "application/zip"

    def render(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """Return the archive. PublishingError if a figure cannot be drawn."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._files(document):
                archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _files(self, document: Document) -> Iterator[tuple[str, bytes]]:
        drawings = chart_drawings(document, self.fonts)
        for block in document.blocks:
            if isinstance(block, Chart):
                name = f"{block.number}_{block.name}"
                yield f"{name}.svg", _outlined(block.svg, self.fonts).encode()
                yield f"{name}.png", drawings[id(block)].png


def _outlined(svg: str, fonts: FontFamily) -> str:
    """Replace each text of the SVG by a path drawn from the report's own fonts."""
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg)
    for element in root.iter(f"{{{_SVG}}}text"):
        font = _font(fonts.bold if element.get("font-weight") == _BOLD else fonts.regular)
        size = float(element.attrib["font-size"].removesuffix("px")) / font["head"].unitsPerEm
        path = _path(element.text or "", font, size, element.attrib)
        kept = {
            name: value for name, value in element.attrib.items() if name in ("fill", "transform", "opacity")
        }
        element.tag, element.text = f"{{{_SVG}}}path", None
        element.attrib.clear()
        element.attrib.update({"d": path, **kept})
    return ET.tostring(root, encoding="unicode")


def _path(text: str, font: TTFont, size: float, placed: dict[str, str]) -> str:
    """Return the outlines of a text at its place, as a path's data."""
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    outlines = [glyphs[names[ord(character)]] for character in text if ord(character) in names]
    width = sum(glyph.width for glyph in outlines) * size
    x = float(placed.get("x", "0")) - _BEFORE[placed.get("text-anchor", "start")] * width
    y = float(placed.get("y", "0"))
    pen = SVGPathPen(glyphs, lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    for glyph in outlines:
        glyph.draw(TransformPen(pen, (size, 0, 0, -size, x, y)))
        x += glyph.width * size
    return str(pen.getCommands())


@lru_cache(maxsize=4)
def _font(file: Path) -> TTFont:
    return TTFont(file, lazy=True)
