"""Completing a rendered page: the fonts that its words need, and the policy that lets nothing else through.

Both are put in where the templates hold a mark. The marks have apostrophes, which no text of the report
can bring, but for a chart's: every text is escaped.
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
    """Return the page with the characters of the fonts that it draws, and its policy with its style sheets.

    The rules stand in the head, the fonts in a style sheet of their own at the end: the words are shown
    before a browser has read the fonts. PublishingError for a character that the fonts lack.
    """
    rules = _STYLE_SHEET.search(page)
    assert rules is not None, "every page has them"
    faces = font_faces(fonts, _shown_text(page))
    before, _, after = page.rpartition(FONT_FACES)  # a chart's words may hold the mark, too
    hashes = " ".join(map(_hash, (rules[1], faces)))
    return f"{before}{faces}{after}".replace(_STYLE_HASH, hashes, 1)


def _hash(style_sheet: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style_sheet.encode()).digest()).decode()}'"


def _shown_text(page: str) -> str:
    """The characters that a browser would have to draw, each once with its variation selector.

    The style sheet is read too: generated content (markers, arrows) stands in it.
    """
    return "".join(sorted(set(units(unescape(_MARKUP.sub("", page))))))
