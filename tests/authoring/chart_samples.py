"""Sample data for charts, and a reader of their SVG that measures text as a browser does."""

import itertools
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import uharfbuzz

from progress_report.authoring.charts import BarData, Series, Setting
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.model.inline import Date, Inline, text
from progress_report.model.quantity import Cell, Parameter, Quantity

FONTS = noto_sans_cjk_jp()
SOURCE = Parameter("params/2024.yaml", 3, "x")
SVG = "{http://www.w3.org/2000/svg}"
_rows = itertools.count(2)


def quantity(value: int | Fraction | None, unit: str = "件", illustrative: bool = False) -> Quantity:
    cell = Cell("data.csv", next(_rows), "count", "件数", illustrative)
    return Quantity(None if value is None else Fraction(value), unit, cell)


def setting(name: str = "sample") -> Setting:
    return Setting(name, text("図の題名"), FONTS)


def fiscal_year(start: int) -> Inline:
    return (Date(FiscalYear(start), SOURCE),)


def bar_data(
    categories: Sequence[Inline],
    columns: Mapping[str, Sequence[int | None]],
    *,
    shares: bool = False,
    illustrative: bool = False,
) -> BarData:
    whole = quantity(sum(value or 0 for column in columns.values() for value in column), "件", illustrative)
    series = []
    for name, column in columns.items():
        values = [quantity(value, "件", illustrative) for value in column]
        series.append(Series(text(name), values, [value / whole for value in values] if shares else None))
    return BarData(categories, series)


@dataclass(frozen=True)
class Box:
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        slack = 0.05  # SVG coordinates are rounded
        return (
            self.left < other.right - slack
            and other.left < self.right - slack
            and self.top < other.bottom - slack
            and other.top < self.bottom - slack
        )


@cache
def _font(bold: bool) -> uharfbuzz.Font:
    file = FONTS.bold if bold else FONTS.regular
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(file))))


def shaped_width(text: str, bold: bool, size: float) -> float:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(bold), buffer)
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / 1000 * size


def boxes(svg: str) -> list[Box]:
    """Return the em box of each text in the SVG."""
    result = []
    for element in ET.fromstring(svg).iter(f"{SVG}text"):
        size = float(element.attrib["font-size"].removesuffix("px"))
        text = element.text or ""
        width = shaped_width(text, element.get("font-weight") == "700", size)
        x, baseline = float(element.attrib["x"]), float(element.attrib["y"])
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")] * width
        result.append(Box(text, left, baseline - 0.88 * size, left + width, baseline + 0.12 * size))
    return result


def size(svg: str) -> tuple[float, float]:
    _, _, width, height = map(float, ET.fromstring(svg).attrib["viewBox"].split())
    return width, height


def strokes(svg: str, *colours: str) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Return the straight segments of all lines drawn in these colours."""
    for element in ET.fromstring(svg).iter(f"{SVG}path"):
        if element.get("fill") == "none" and (element.get("stroke") or "").upper() in colours:
            numbers = [float(part) for part in element.attrib["d"].split() if part not in "MLz"]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            yield from itertools.pairwise(points)


def crosses(stroke: tuple[tuple[float, float], tuple[float, float]], box: Box) -> bool:
    """Return whether a line segment runs through the box, sampled at close points."""
    (x0, y0), (x1, y1) = stroke
    for step in range(101):
        x, y = x0 + (x1 - x0) * step / 100, y0 + (y1 - y0) * step / 100
        if box.left + 0.1 < x < box.right - 0.1 and box.top + 0.1 < y < box.bottom - 0.1:
            return True
    return False
