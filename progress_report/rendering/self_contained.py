"""Completion of a rendered page: embedded fonts for its words, and a policy that blocks everything else.

Both replace a mark in the templates. The marks contain apostrophes, which no text of the report can contain,
except a chart's: every text is escaped.
"""

import base64
import hashlib
import io
import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import uharfbuzz
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

from progress_report.model.findings import Finding, PublishingError
from progress_report.model.fonts import FontFamily
from progress_report.model.glyphs import glyphs, lacking, named
from progress_report.model.variation import units

REGULAR, BOLD = 400, 700
FONT_FACES = "/* 'font faces' */"
_STYLE_HASH = "'sha256-'"
_STYLE_SHEET = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def self_contained(page: str, fonts: FontFamily) -> str:
    """Return the page with the fonts' characters that it needs, and a policy with its style sheets' digests.

    The rules are in the head, the fonts in a separate style sheet at the end: a browser shows the words
    before it has read the fonts. PublishingError for a character that the fonts lack.
    """
    rules = _STYLE_SHEET.search(page)
    assert rules is not None, "every page has them"
    faces = font_faces(fonts, _shown_text(page))
    before, _, after = page.rpartition(FONT_FACES)  # a chart's words may contain the mark, too
    hashes = " ".join(map(_hash, (rules[1], faces)))
    return f"{before}{faces}{after}".replace(_STYLE_HASH, hashes, 1)


def _hash(style_sheet: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style_sheet.encode()).digest()).decode()}'"


def _shown_text(page: str) -> str:
    """Return the characters that a browser would draw, each once with its variation selector.

    The style sheet is included, because of its generated content (markers, arrows).
    """
    return "".join(sorted(set(units(unescape(_MARKUP.sub("", page))))))


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
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    return _as_woff(bytes(uharfbuzz.subset(glyphs(path).face, wanted).blob.data))


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
