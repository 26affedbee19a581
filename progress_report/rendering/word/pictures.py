"""Charts and pictures of the Word file: PNG of 300 pixels per inch, the same in every version of Word.

Typst draws them reproducibly, in the report's own fonts.
"""

import tempfile
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import typst

from progress_report.document.blocks import Chart, Image
from progress_report.document.document import Document
from progress_report.inputs.params.theme import Theme
from progress_report.messages.pictures import NOT_DRAWN
from progress_report.model.findings import PublishingError
from progress_report.model.fonts import FontFamily
from progress_report.rendering.typst_compiler import compile_with_fonts

_PIXELS_AN_INCH = 300
_MILLIMETRE = 72 / 25.4  # points
# For body text of 10.5 points.
_CHART, _HIGHEST, _LOGO_WIDTH, _LOGO_HEIGHT = 138.0, 150.0, 60.0, 14.0
_PIXEL = 0.75  # maximum size of a picture's pixel in points
LOGO = "logo"


class SizedPng(NamedTuple):
    """A PNG, and its size on paper in points."""

    png: bytes
    width: float
    height: float


def chart_drawings(document: Document, fonts: FontFamily) -> dict[object, SizedPng]:
    """Return only the charts, by ``id()``, as wide as in a report. PublishingError as in ``drawings``."""
    charts = (block for block in document.blocks if isinstance(block, Chart))
    return _drawn({id(one): (one.svg.encode(), "svg", _CHART * _MILLIMETRE) for one in charts}, fonts)


def drawings(document: Document, theme: Theme, fonts: FontFamily, scale: float) -> dict[object, SizedPng]:
    """Return the report's drawings by ``id()`` of the chart or picture, and the logo by ``LOGO``.

    PublishingError if one cannot be drawn.
    """
    wanted: dict[object, tuple[bytes, str, float]] = {}
    for block in document.blocks:
        match block:
            case Chart():
                wanted[id(block)] = (block.svg.encode(), "svg", _CHART * _MILLIMETRE * scale)
            case Image():
                suffix = "png" if block.media_type == "image/png" else "svg"
                wanted[id(block)] = (b64decode(block.content), suffix, _picture_width(block, scale))
            case _:
                pass
    if theme.logo is not None and document.title:
        suffix = theme.logo.path.suffix.removeprefix(".").lower()
        wanted[LOGO] = (theme.logo.path.read_bytes(), suffix, 0)
    return _drawn(wanted, fonts)


def _picture_width(block: Image, scale: float) -> float:
    """Return a picture's width: that of a chart, or less if it would be too high or too coarse."""
    width = min(_CHART * scale, _HIGHEST * block.width / block.height) * _MILLIMETRE
    return min(width, block.width * _PIXEL) if block.media_type == "image/png" else width


def _drawn(wanted: Mapping[object, tuple[bytes, str, float]], fonts: FontFamily) -> dict[object, SizedPng]:
    """Draw pictures by their contents, suffixes and widths in points; a logo has none, and is fitted."""
    if not wanted:
        return {}
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        root = Path(folder)
        pages = ["#set page(width: auto, height: auto, margin: 0pt)"]
        for number, (content, suffix, width) in enumerate(wanted.values()):
            name = f"{number}.{suffix}"
            (root / name).write_bytes(content)
            shown = f'image("{name}", width: {width:.3f}pt)' if width else f'fitted("{name}")'
            pages.append(f"#page({shown})")
        fitted = (
            f"#let fitted(name) = context if measure(image(name, height: {_LOGO_HEIGHT}mm)).width > "
            f"{_LOGO_WIDTH}mm {{ image(name, width: {_LOGO_WIDTH}mm) }} "
            f"else {{ image(name, height: {_LOGO_HEIGHT}mm) }}"
        )
        (root / "pictures.typ").write_text("\n".join([fitted, *pages]), encoding="utf-8")
        try:
            made, warnings = compile_with_fonts(
                root / "pictures.typ", fonts, format="png", ppi=_PIXELS_AN_INCH
            )
        except typst.TypstError as error:
            raise _failure(error.message) from error
    if warnings:
        raise _failure(warnings)
    pages_made = made if isinstance(made, list) else [made]
    return {drawn: _sized(bytes(png)) for drawn, png in zip(wanted, pages_made, strict=True)}


def _sized(png: bytes) -> SizedPng:
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
    return SizedPng(png, width * 72 / _PIXELS_AN_INCH, height * 72 / _PIXELS_AN_INCH)


def _failure(message: str) -> PublishingError:
    return PublishingError([NOT_DRAWN.finding(reason=message)])
