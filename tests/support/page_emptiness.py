"""The white share at the foot of each printed page, and its limits for shipped reports.

``python -m tests.support.page_emptiness FILE...`` prints the share for each page of A4 PDF files.
"""

import sys
from pathlib import Path

from tests.support.pdf_structure import TaggedPdf

_MILLIMETRE = 72 / 25.4
_HEIGHT, _BOTTOM = 297, 22  # millimetres: height of A4, and its bottom margin
_TOP, _TOP_IN_LARGE_PRINT = 26, 34
# For the pages between the first (a cover where 報告のポイント needs a page) and the last. In large print
# charts are high and are not made smaller.
_EMPTIEST, _EMPTIEST_IN_LARGE_PRINT, _EMPTIEST_LAST = 0.35, 0.66, 0.75


def emptiness(tagged: TaggedPdf, *, large_print: bool) -> list[float]:
    """Return the share of each page's height between the margins that lies below its last line.

    Parts without words, such as a chart's frame, do not count; notes and facts are printed below them.
    """
    lowest: dict[int, float] = {}
    for glyph in tagged.root.glyphs:
        lowest[glyph.page] = min(glyph.baseline, lowest.get(glyph.page, glyph.baseline))
    room = (_HEIGHT - _BOTTOM - (_TOP_IN_LARGE_PRINT if large_print else _TOP)) * _MILLIMETRE
    return [max(0.0, lowest[page] - _BOTTOM * _MILLIMETRE) / room for page in sorted(lowest)]


def too_empty(tagged: TaggedPdf, *, large_print: bool) -> list[str]:
    """Return the pages whose white share exceeds the limit for shipped reports."""
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
