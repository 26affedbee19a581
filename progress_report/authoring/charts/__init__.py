"""Charts in the house style: each function turns quantities into a ``Chart`` block."""

import logging

# Where matplotlib lists a machine's fonts for the first time it says so on stderr, and what a notebook
# writes there stops the build. Before the first import of matplotlib, because it speaks while imported.
logging.getLogger("matplotlib.font_manager").addFilter(
    lambda record: not record.getMessage().startswith("Matplotlib is building the font cache")
)

from progress_report.authoring.charts.bands import band
from progress_report.authoring.charts.bars import bars
from progress_report.authoring.charts.columns import columns
from progress_report.authoring.charts.data import BarData, Event, Series, Setting, Target
from progress_report.authoring.charts.grouped import grouped_bars
from progress_report.authoring.charts.palette import Palette
from progress_report.authoring.charts.stacked import stacked_bars
from progress_report.authoring.charts.timeline import timeline

__all__ = [
    "BarData",
    "Event",
    "Palette",
    "Series",
    "Setting",
    "Target",
    "band",
    "bars",
    "columns",
    "grouped_bars",
    "stacked_bars",
    "timeline",
]
