"""The characters of a font file, including variation sequences, and their widths."""

from functools import lru_cache
from pathlib import Path

import uharfbuzz

from progress_report.model.comparable import code_points, without_invisible
from progress_report.model.fonts import FontFamily
from progress_report.model.variation import units

# Typeset as a space or a line end, never as a glyph.
_NEVER_DRAWN = frozenset("\t\n\r")


class Glyphs:
    """The glyphs of one font file."""

    def __init__(self, path: Path) -> None:
        self.face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self._font = uharfbuzz.Font(self.face)
        self._sought: set[str] = set()
        self._characters: set[str] = set()  # those of ``_sought`` that the font has: it has 45,000

    def lacking(self, text: str) -> list[str]:
        """Return the characters, with their selectors, that have no glyph in the font, each once."""
        if new := set(text) - self._sought:
            self._sought |= new
            self._characters |= {one for one in new if self._font.get_nominal_glyph(ord(one)) is not None}
        if self._characters.issuperset(text):
            return []
        return [unit for unit in dict.fromkeys(units(text)) if not self._has(unit)]

    def width(self, unit: str) -> float:
        """Return the advance of a character with its selector in ems, or of the box drawn for no glyph."""
        glyph = self._variation(unit) if len(unit) > 1 else self._font.get_nominal_glyph(ord(unit))
        return float(self._font.get_glyph_h_advance(glyph or 0)) / float(self.face.upem)

    def _has(self, unit: str) -> bool:
        if len(unit) > 1:
            return self._variation(unit) is not None
        return unit in self._characters or unit in _NEVER_DRAWN

    def _variation(self, unit: str) -> int | None:
        if len(unit) != 2:  # more than one selector is not a sequence
            return None
        glyph: int | None = self._font.get_variation_glyph(*map(ord, unit))
        return glyph


def glyphs(path: Path) -> Glyphs:
    """Return the glyphs of an intact font file, cached until the file changes."""
    status = path.stat()
    return _opened(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8)
def _opened(path: Path, _modified: int, _size: int) -> Glyphs:
    return Glyphs(path)


def lacking(family: FontFamily, text: str) -> list[str]:
    """Return the characters that any file of the family lacks."""
    return list(dict.fromkeys(unit for path in family.files for unit in glyphs(path).lacking(text)))


def named(unit: str) -> str:
    """Format as 「辻󠄀」（U+8FBB U+E0100）; by the code points only if the quotation would show nothing."""
    visible = unit.isprintable() and without_invisible(unit).strip()
    return f"「{unit}」（{code_points(unit)}）" if visible else code_points(unit)
