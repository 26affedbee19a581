"""The house style of all figures of a report, independent of a user's matplotlibrc."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import font_manager
from matplotlib.rcsetup import cycler

from progress_report.authoring.charts.palette import Palette
from progress_report.authoring.charts.typeface import require_family
from progress_report.model.fonts import FontFamily

_STYLE = Path(__file__).with_name("progress_report.mplstyle")


@contextmanager
def house_style(name: str, fonts: FontFamily, palette: Palette) -> Iterator[None]:
    """Set matplotlib's defaults, the style sheet, the theme's colours and fonts; restore all afterwards.

    ``name`` makes the ids in an SVG reproducible. A figure is both made and saved within the style, because
    texts get their font when they are made. ValueError for font files that are missing or of another family.
    """
    require_family(fonts)
    with _only_these(fonts), matplotlib.rc_context(_parameters(palette)):
        matplotlib.rcParams["font.family"] = [fonts.name]
        matplotlib.rcParams["svg.hashsalt"] = name
        yield


@contextmanager
def _only_these(fonts: FontFamily) -> Iterator[None]:
    """Restrict matplotlib to the pinned files of the family, excluding other installed fonts of that name."""
    listed = font_manager.fontManager.ttflist
    before = list(listed)
    listed[:] = [entry for entry in before if entry.name != fonts.name]
    try:
        for file in fonts.files:
            font_manager.fontManager.addfont(str(file))  # also clears matplotlib's cache of found files
        yield
    finally:
        listed[:] = before


@cache
def _parameters(palette: Palette) -> dict[Any, Any]:
    # The backend is excluded: rc_context does not restore it, and a notebook has its own.
    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if key != "backend"}
    style = matplotlib.rc_params_from_file(_STYLE, use_default_template=False)
    series = (palette.darkest, palette.light, palette.middle, palette.dark, palette.ink)
    colours = {
        "text.color": palette.ink,
        "axes.labelcolor": palette.ink,
        "axes.edgecolor": palette.rule,
        "axes.facecolor": palette.paper,
        "axes.prop_cycle": cycler(color=series),
        "figure.facecolor": palette.paper,
        "savefig.facecolor": palette.paper,
        "xtick.color": palette.rule,
        "ytick.color": palette.rule,
        "xtick.labelcolor": palette.ink,
        "ytick.labelcolor": palette.ink,
    }
    return {**defaults, **style, **colours}
