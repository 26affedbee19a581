"""The font files of a chart: validated to be of the declared family, and measured."""

from functools import cache

from matplotlib.font_manager import get_font

from progress_report.model.findings import report_error
from progress_report.model.fonts import FontFamily
from progress_report.model.glyphs import glyphs, named
from progress_report.model.variation import units

SIZE = 9.0
LEADING = 12.0


class Advances(dict[str, float]):
    """The widths in points, at the font size of charts, of characters with their variation selectors."""

    def __init__(self, family: FontFamily, bold: bool) -> None:
        self._family, self._font = family, glyphs(family.files[bold])

    def __missing__(self, unit: str) -> float:
        # matplotlib only warns of a missing glyph, and a browser silently falls back to another font.
        if self._font.lacking(unit):
            message = f"フォント「{self._family.name}」にない文字があります: {named(unit)}。"
            raise report_error(message, "別の文字にするか、フォントを替えてください。")
        self[unit] = self._font.width(unit) * SIZE
        return self[unit]

    def width(self, text: str) -> float:
        """Return the sum of the advances; kerning would change it only by a fraction of a point."""
        return sum(self[unit] for unit in units(text))


@cache
def advances(family: FontFamily, bold: bool) -> Advances:
    """Return the advances of a font of a family."""
    return Advances(family, bold)


def require_family(family: FontFamily) -> None:
    """Raise ValueError if a file of a family is missing or of another family."""
    for file in family.files:
        if not file.is_file():
            raise ValueError(f"フォントのファイルがありません（{file.name}）。")
        face = get_font(str(file))
        if face.family_name != family.name:
            raise ValueError(
                f"フォントのファイル {file.name} は「{face.family_name}」であり、"
                f"設定された「{family.name}」ではありません。"
            )
