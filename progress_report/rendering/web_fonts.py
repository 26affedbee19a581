"""Subset of the report's font for a page, as WOFF inside its style sheet."""

import base64
import io
from collections.abc import Sequence
from pathlib import Path

import uharfbuzz
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

from progress_report.model.findings import Finding, PublishingError
from progress_report.model.fonts import FontFamily
from progress_report.model.glyphs import glyphs, lacking, named
from progress_report.model.variation import units

REGULAR, BOLD = 400, 700


def font_faces(family: FontFamily, text: str) -> str:
    """Return ``@font-face`` rules for both weights with the characters of ``text``.

    PublishingError naming the characters that the font does not have. A character and its variation selector
    are one; the font keeps their glyph if both are among the characters.
    """
    # The ideographic space is not "printable", but without a glyph a browser uses another font's.
    drawn = {character for character in text if character.isprintable()} | {" ", "\u3000"}
    _require_glyphs(family, "".join(unit for unit in units(text) if unit[0] in drawn))
    characters = sorted(map(ord, drawn))
    subsets = (subset(path, characters) for path in family.files)
    faces = zip((REGULAR, BOLD), subsets, strict=True)
    return "\n".join(_face(family.name, weight, content) for weight, content in faces)


def _face(name: str, weight: int, content: bytes) -> str:
    encoded = base64.b64encode(content).decode()
    return (
        f'@font-face{{font-family:"{name}";font-weight:{weight};font-style:normal;'
        f'src:url(data:font/woff;base64,{encoded}) format("woff")}}'
    )


def _require_glyphs(family: FontFamily, text: str) -> None:
    if missing := lacking(family, text):
        message = f"フォント {family.regular.name} にない文字があります: {'、'.join(map(named, missing))}。"
        raise PublishingError([Finding(message, "別の文字にするか、フォントを替えてください。")])


def subset(path: Path, characters: Sequence[int]) -> bytes:
    """Return the font as WOFF, reduced to these characters (code points), reproducibly.

    WOFF2 would be a tenth smaller, but takes forty times as long to make.
    """
    face = glyphs(path).face
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    reduced = uharfbuzz.subset(face, wanted)
    return _as_woff(bytes(reduced.blob.data))


def _as_woff(font: bytes) -> bytes:
    """Wrap the font's tables in WOFF's envelope, unparsed.

    fontTools' parsers of the tables take longer to load than compressing them.
    """
    compressed = io.BytesIO()
    reader = SFNTReader(io.BytesIO(font))
    writer = SFNTWriter(compressed, len(reader.keys()), reader.sfntVersion, flavor="woff")
    for tag in sorted(reader.keys()):
        writer[tag] = reader[tag]
    writer.close()
    return compressed.getvalue()
