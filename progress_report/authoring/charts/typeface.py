"""The font files of a chart: validated to be of the declared family, and measured."""

from functools import lru_cache
from pathlib import Path

from matplotlib.font_manager import get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from progress_report.model.findings import report_error
from progress_report.model.fonts import FontFamily
from progress_report.model.glyphs import glyphs, named
from progress_report.model.variation import units

SIZE = 9.0
LEADING = 12.0
_UNITS = 1000.0


class Typeface:
    """Widths of characters in points at the font size of charts."""

    def __init__(self, family: FontFamily) -> None:
        self.family = family
        self._faces = {bold: _open(family, file) for bold, file in enumerate(family.files)}
        self._advances: dict[tuple[str, bool], float] = {}

    def width(self, text: str, bold: bool = False) -> float:
        """Return the sum of the advances; kerning would change it only by a fraction of a point."""
        return sum(self._advance(unit, bold) for unit in units(text))

    def _advance(self, unit: str, bold: bool) -> float:
        """Return the advance of a character with its variation selector, if any."""
        key = (unit, bold)
        if key not in self._advances:
            face, file = self._faces[bold], self.family.files[bold]
            # matplotlib only warns of a missing glyph, and a browser silently falls back to another font.
            if glyphs(file).lacking(unit):
                message = f"フォント「{self.family.name}」にない文字があります: {named(unit)}。"
                raise report_error(message, "別の文字にするか、フォントを替えてください。")
            if len(unit) > 1:
                self._advances[key] = glyphs(file).width(unit) * SIZE
                return self._advances[key]
            # get_font shares its objects, so other code may have changed the size.
            face.set_size(_UNITS, 72)
            glyph = face.load_char(ord(unit), LoadFlags.NO_HINTING)
            self._advances[key] = glyph.linearHoriAdvance / 65536 / _UNITS * SIZE
        return self._advances[key]


@lru_cache(maxsize=8)
def typeface(family: FontFamily) -> Typeface:
    """Return the typeface of a family; ValueError if a file is missing or of another family."""
    return Typeface(family)


def _open(family: FontFamily, file: Path) -> FT2Font:
    if not file.is_file():
        raise ValueError(f"フォントのファイルがありません（{file.name}）。")
    face = get_font(str(file))
    if face.family_name != family.name:
        raise ValueError(
            f"フォントのファイル {file.name} は「{face.family_name}」であり、"
            f"設定された「{family.name}」ではありません。"
        )
    return face
