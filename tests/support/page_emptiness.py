"""How much of each printed page is white at its foot, and how much of shipped reports may be.

``python -m tests.support.page_emptiness FILE...`` prints it for each page of PDF files of A4.
"""

import sys
from pathlib import Path

from tests.support.pdf_structure import TaggedPdf

_MILLIMETRE = 72 / 25.4
_HEIGHT, _BOTTOM = 297, 22  # millimetres of A4, and of its margin at the foot
_TOP, _TOP_IN_LARGE_PRINT = 26, 34
# Of the pages between the first (a cover where 報告のポイント needs a page) and the last. In large print
# charts are high and are not made smaller.
_EMPTIEST, _EMPTIEST_IN_LARGE_PRINT, _EMPTIEST_LAST = 0.35, 0.66, 0.75


def emptiness(tagged: TaggedPdf, *, large_print: bool) -> list[float]:
    """Return the share of each page's height between the margins that lies below its last line.

    What has no words, such as a chart's frame, does not count; notes and facts stand below it.
    """
    lowest: dict[int, float] = {}
    for glyph in tagged.root.glyphs:
        lowest[glyph.page] = min(glyph.baseline, lowest.get(glyph.page, glyph.baseline))
    room = (_HEIGHT - _BOTTOM - (_TOP_IN_LARGE_PRINT if large_print else _TOP)) * _MILLIMETRE
    return [max(0.0, lowest[page] - _BOTTOM * _MILLIMETRE) / room for page in sorted(lowest)]


def too_empty(tagged: TaggedPdf, *, large_print: bool) -> list[str]:
    """Return the pages that are emptier than those of a shipped report may be."""
    _, *between, last = emptiness(tagged, large_print=large_print)
    most = _EMPTIEST_IN_LARGE_PRINT if large_print else _EMPTIEST
    found = [(number, share) for number, share in enumerate(between, 2) if share > most]
    if last > _EMPTIEST_LAST:
        found.append((len(between) + 2, last))
    return [f"p. {number}: {share:.0%}" for number, share in found]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        shares = emptiness(TaggedPdf.read(Path(name)), large_print="large" in name)
        print(name, *(f"{share:.0%}" for share in shares))
