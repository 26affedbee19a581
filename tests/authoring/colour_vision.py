"""Colours of a chart's fills as seen in greyscale and with colour blindness, measured on browser pixels.

The matrices are those of severity 1.0 in Machado, Oliveira and Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6), 2009;
they act on linear RGB. Greyscale is the relative luminance of WCAG.
"""

import io
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from progress_report.authoring.charts.palette import DEFAULT
from tests.authoring import chart_samples as samples
from tests.authoring.chart_extremes import page_of

VISIONS = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "greyscale": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_SCALE = 4  # pixels per point, enough to draw the lines of a hatch
_BESIDE = 4.0  # points: regions no farther from each other than this count as neighbours
_BOX = re.compile(r"M (\S+) (\S+) L (\S+) (\S+) L (\S+) (\S+) L (\S+) (\S+) z")


@dataclass(frozen=True)
class Region:
    """A bar or bar segment: its position in points."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Region") -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def is_beside(self, other: "Region") -> bool:
        across = max(self.left, other.left) - min(self.right, other.right)
        down = max(self.top, other.top) - min(self.bottom, other.bottom)
        return max(across, down) <= _BESIDE and min(across, down) < 0


def regions(svg: str) -> list[Region]:
    """Return filled regions, except white paper, the grey of a track and the backings of words."""
    found = []
    for path in ET.fromstring(svg).iter(f"{samples.SVG}path"):
        box = _BOX.fullmatch(path.attrib["d"])
        fill = path.get("fill", "none")
        if box and fill not in ("none", DEFAULT.track) and (fill != "#ffffff" or path.get("stroke")):
            xs, ys = [float(box[i]) for i in (1, 3, 5, 7)], [float(box[i]) for i in (2, 4, 6, 8)]
            found.append(Region(min(xs), min(ys), max(xs), max(ys)))
    return [one for one in found if not any(other.holds(one) for other in found if other != one)]


def seen(browser: Browser, folder: Path, svgs: Sequence[str]) -> Iterator[dict[Region, Any]]:
    """Return, for each picture, the mean linear RGB of every region, words excluded."""
    path = folder / "fills.html"
    page = browser.new_page(device_scale_factor=_SCALE)
    path.write_text(page_of([re.sub(r"<text .*?</text>", "", svg) for svg in svgs]), encoding="utf-8")
    page.goto(path.as_uri())
    for i, svg in enumerate(svgs):
        picture = page.locator("body > svg").nth(i).screenshot()
        linear = _linear(np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")) / 255)
        yield {region: _mean(linear, region) for region in regions(svg)}
    page.close()


def linear_rgb(colour: str) -> Any:
    """Return the linear RGB of a colour written #RRGGBB."""
    return _linear(np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255)


def _linear(values: Any) -> Any:
    """Convert sRGB between 0 and 1 to linear RGB."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _mean(linear: Any, region: Region) -> Any:
    """Return the mean without the outermost pixels, which are blurred by the edge."""
    left, right = round(region.left * _SCALE) + 2, round(region.right * _SCALE) - 2
    top, bottom = round(region.top * _SCALE) + 2, round(region.bottom * _SCALE) - 2
    return linear[top:bottom, left:right].mean(axis=(0, 1))


def neighbours(found: dict[Region, Any]) -> Iterator[tuple[Region, Region]]:
    """Return the pairs of neighbouring regions."""
    return (pair for pair in itertools.combinations(found, 2) if pair[0].is_beside(pair[1]))


def contrast(one: Any, other: Any, vision: str) -> float:
    """Return the WCAG contrast ratio between two colours as they are seen."""
    luminances = [float(np.clip(VISIONS[vision] @ colour, 0, 1) @ _LUMINANCE) for colour in (one, other)]
    return (max(luminances) + 0.05) / (min(luminances) + 0.05)
