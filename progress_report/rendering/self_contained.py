"""Completion of a rendered page: embedded fonts for its words, and a policy that blocks everything else.

Both replace a mark in the templates. The marks contain apostrophes, which no text of the report can contain,
except a chart's: every text is escaped.
"""

import base64
import hashlib
import re
from html import unescape

from progress_report.model.fonts import FontFamily
from progress_report.model.variation import units
from progress_report.rendering.web_fonts import font_faces

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
