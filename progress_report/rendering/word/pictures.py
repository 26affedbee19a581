"""Charts and pictures of the Word file: PNG of 300 pixels per inch, the same in every version of Word.

Typst draws them reproducibly, in the report's own fonts.
"""

import tempfile
from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typst

from progress_report.document.blocks import Chart, Image
from progress_report.document.document import Document
from progress_report.inputs.params.theme import Theme
from progress_report.messages.pictures import NOT_DRAWN
from progress_report.model.findings import PublishingError
from progress_report.model.fonts import FontFamily

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
    charts = [block for block in document.blocks if isinstance(block, Chart)]
    made = (
        _drawn([(one.svg.encode(), "svg", _CHART * _MILLIMETRE) for one in charts], fonts) if charts else []
    )
    return {id(chart): drawing for chart, drawing in zip(charts, made, strict=True)}


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
    return dict(zip(wanted, _drawn(list(wanted.values()), fonts), strict=True)) if wanted else {}


def _picture_width(block: Image, scale: float) -> float:
    """Return a picture's width: that of a chart, or less if it would be too high or too coarse."""
    width = min(_CHART * scale, _HIGHEST * block.width / block.height) * _MILLIMETRE
    return min(width, block.width * _PIXEL) if block.media_type == "image/png" else width


def _drawn(pictures: Sequence[tuple[bytes, str, float]], fonts: FontFamily) -> list[SizedPng]:
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        root = Path(folder)
        pages = ["#set page(width: auto, height: auto, margin: 0pt)"]
        for number, (content, suffix, width) in enumerate(pictures):
            name = f"{number}.{suffix}"
            (root / name).write_bytes(content)
            limit = f"width: {width:.3f}pt" if width else ""
            pages.append(
                f'#page({"fitted" if not width else "image"}("{name}"{", " if limit else ""}{limit}))'
            )
        fitted = (
            f"#let fitted(name) = context if measure(image(name, height: {_LOGO_HEIGHT}mm)).width > "
            f"{_LOGO_WIDTH}mm {{ image(name, width: {_LOGO_WIDTH}mm) }} "
            f"else {{ image(name, height: {_LOGO_HEIGHT}mm) }}"
        )
        (root / "pictures.typ").write_text("\n".join([fitted, *pages]), encoding="utf-8")
        font_folder = root / "fonts"
        font_folder.mkdir()
        for path in fonts.files:
            (font_folder / path.name).symlink_to(path)
        try:
            made, warnings = typst.compile_with_warnings(
                root / "pictures.typ",
                root=root,
                format="png",
                ppi=_PIXELS_AN_INCH,
                font_paths=[font_folder],
                ignore_system_fonts=True,
            )
        except typst.TypstError as error:
            raise _failure(error.message) from error
    if warnings:  # a character that no font has would become tofu
        raise _failure("、".join(dict.fromkeys(one.message for one in warnings)))
    pages_made = made if isinstance(made, list) else [made]
    return [_sized(bytes(png)) for png in pages_made]


def _sized(png: bytes) -> SizedPng:
    width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
    return SizedPng(png, width * 72 / _PIXELS_AN_INCH, height * 72 / _PIXELS_AN_INCH)


def _failure(message: str) -> PublishingError:
    return PublishingError([NOT_DRAWN.finding(reason=message)])
