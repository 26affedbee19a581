"""Completing a rendered page: the fonts that its words need, and the policy that lets nothing else through.

Both are put in where the templates hold a mark. The marks have apostrophes, which no text of the report
can bring: every text is escaped.
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
    """The page with the characters of the fonts that it draws, and its style sheet's hash in its policy.

    PublishingError for a character that the fonts lack.
    """
    page = page.replace(FONT_FACES, font_faces(fonts, _shown_text(page)), 1)
    style = _STYLE_SHEET.search(page)
    assert style is not None, "every page has one"
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    return page.replace(_STYLE_HASH, f"'sha256-{digest}'", 1)


def _shown_text(page: str) -> str:
    """The characters that a browser would have to draw, each once with its variation selector.

    The style sheet is read too: generated content (markers, arrows) stands in it.
    """
    return "".join(sorted(set(units(unescape(_MARKUP.sub("", page))))))
