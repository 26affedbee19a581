"""The font files of a chart: validated to be of the declared family, and measured."""

from functools import cache

from matplotlib.font_manager import get_font

from progress_report.model.findings import report_error
from progress_report.model.fonts import FontFamily
from progress_report.model.glyphs import glyphs, named
from progress_report.model.variation import units

SIZE = 9.0
LEADING = 12.0


def width_of(text: str, family: FontFamily, bold: bool) -> float:
    """Return the width in points at the font size of charts.

    It is the sum of the advances; kerning would change it only by a fraction of a point.
    """
    return sum(_advance(unit, family, bold) for unit in units(text))


@cache
def _advance(unit: str, family: FontFamily, bold: bool) -> float:
    """Return the advance of a character with its variation selector, if any."""
    font = glyphs(family.files[bold])
    # matplotlib only warns of a missing glyph, and a browser silently falls back to another font.
    if font.lacking(unit):
        message = f"フォント「{family.name}」にない文字があります: {named(unit)}。"
        raise report_error(message, "別の文字にするか、フォントを替えてください。")
    return font.width(unit) * SIZE


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
