"""Conversion of an SVG's words to outlines: it needs no font, and looks the same in all programs."""

import xml.etree.ElementTree as ET
from functools import lru_cache
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from progress_report.model.fonts import FontFamily

_SVG = "http://www.w3.org/2000/svg"
_BOLD = "700"
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


def outlined(svg: str, fonts: FontFamily) -> str:
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
