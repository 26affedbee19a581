"""How much of each printed page is white at its foot.

``python -m tests.support.page_emptiness FILE...`` prints it for each page of PDF files of A4.
"""

import sys
from pathlib import Path

from tests.support.pdf_structure import TaggedPdf

_MILLIMETRE = 72 / 25.4
_HEIGHT, _BOTTOM = 297, 22  # millimetres of A4, and of its margin at the foot
_TOP, _TOP_IN_LARGE_PRINT = 26, 34


def emptiness(tagged: TaggedPdf, *, large_print: bool) -> list[float]:
    """Return the share of each page's height between the margins that lies below its last line.

    What has no words, such as a chart's frame, does not count; notes and facts stand below it.
    """
    lowest: dict[int, float] = {}
    for glyph in tagged.root.glyphs:
        lowest[glyph.page] = min(glyph.baseline, lowest.get(glyph.page, glyph.baseline))
    room = (_HEIGHT - _BOTTOM - (_TOP_IN_LARGE_PRINT if large_print else _TOP)) * _MILLIMETRE
    return [max(0.0, lowest[page] - _BOTTOM * _MILLIMETRE) / room for page in sorted(lowest)]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        shares = emptiness(TaggedPdf.read(Path(name)), large_print="large" in name)
        print(name, *(f"{share:.0%}" for share in shares))
