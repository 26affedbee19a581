"""Charts in the house style: each function turns quantities into a ``Chart`` block."""

import logging

# matplotlib reports on stderr when it first lists a machine's fonts, and stderr output of a notebook stops
# the build. The filter precedes the first import of matplotlib because the import itself logs.
logging.getLogger("matplotlib.font_manager").addFilter(
    lambda record: not record.getMessage().startswith("Matplotlib is building the font cache")
)

from progress_report.authoring.charts.bands import band
from progress_report.authoring.charts.bars import bars, grouped_bars
from progress_report.authoring.charts.columns import columns
from progress_report.authoring.charts.data import BarData, Event, Series, Setting, Target
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
