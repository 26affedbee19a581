"""A matplotlib figure of one's own, published in the house style with every numeral traced."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from matplotlib._pylab_helpers import Gcf
from matplotlib.artist import Artist
from matplotlib.container import Container
from matplotlib.figure import Figure, SubFigure

from progress_report.authoring.absent import absent_in, block_or_reason, reason_of, value_or_absent
from progress_report.authoring.charts import Palette
from progress_report.authoring.columns import source_required
from progress_report.authoring.display import Displayed
from progress_report.authoring.facts import facts_of
from progress_report.authoring.figures import shown
from progress_report.authoring.own_figure_checks import layout_problems
from progress_report.authoring.own_figure_data import FigureData, header_of, index_of
from progress_report.authoring.own_figure_labels import LabelReader
from progress_report.authoring.own_figure_style import bring_into_style, drawn, texts_of, tick_labels
from progress_report.authoring.restatements import restated_in, restatement_notes
from progress_report.authoring.wording import Words, fragment_of
from progress_report.inputs.frame_source import FrameSource, source_of
from progress_report.model.blocks import SAMPLE_STAMP, UNNAMED, Chart
from progress_report.model.findings import Finding, ReportError, fault
from progress_report.model.inline import Fragment, is_illustrative, plain_text, words
from progress_report.model.quantity import Quantity


@block_or_reason
def figure(
    plot: Any,
    title: Words,
    /,
    *,
    data: "pd.DataFrame | pd.Series[Any]",
    alt: Words,
    name: str = "",
    source: pd.DataFrame | None = None,
) -> Displayed:
    """Publish a figure drawn with matplotlib: ``figure(frame.plot.barh(), "題", data=表, alt="説明")``.

    ``plot``: a Figure, Axes, array of Axes or container of bars. ``data``: the quantities that it shows; each
    numeral in the figure is one of them, or a mark of a numeric axis. ``alt``: the alternative text.
    ``source``: a frame that knows its source, where ``data`` was made of something else.
    ReportError with everything that keeps the figure from being published.
    """
    own = _figure_of(plot)
    try:
        frame = data.to_frame() if isinstance(data, pd.Series) else data
        if (absent := absent_in(list(frame[one]) for one in frame.columns)) is not None:
            return reason_of(absent)
        return shown(_chart(own, frame, source, fragment_of(title), fragment_of(alt), name), name)
    finally:
        Gcf.destroy_fig(own)


@value_or_absent
def plain(frame: "pd.DataFrame | pd.Series[Any]") -> Any:
    """Return the displayed values as plain numbers for drawing: shares in per cent, blanks as NaN.

    The index and the columns are the words that a report prints; columns of words stay words.
    """
    source = source_of(frame)
    whole = frame.to_frame() if isinstance(frame, pd.Series) else frame
    if (absent := absent_in(list(whole[one]) for one in whole.columns)) is not None:
        return absent
    known = source_required(whole) if source is None else source
    data = whole[FigureData(whole, known).columns]
    index = index_of(whole, known)
    columns = {
        plain_text(header_of(known, name)): pd.Series([_plain(value) for value in data[name]], index=index)
        for name in data.columns
    }
    made = pd.DataFrame(columns, index=index)
    return made.iloc[:, 0] if isinstance(frame, pd.Series) else made


def _plain(value: Any) -> Any:
    if isinstance(value, Quantity):
        return float("nan") if value.displayed is None else float(value.displayed)
    if value is None or isinstance(value, str | float):
        return float("nan") if value is None else value
    return plain_text(value) if isinstance(value, tuple) else value.text


def _figure_of(plot: Any) -> Figure:
    """Return the one figure that a plot is part of. ReportError where there is none, or several."""
    figures = {id(one): one for one in _figures(plot)}
    if len(figures) != 1:
        message = "渡されたものが、一つの matplotlib の図ではありません。"
        raise fault(message, "frame.plot…() や plt.subplots() が返した図を渡してください。")
    (own,) = figures.values()
    if not own.axes:
        raise fault("図に何も描かれていません。", "図を描いてから渡してください。")
    return own


def _figures(plot: Any) -> Iterable[Figure]:
    if isinstance(plot, SubFigure | Artist):
        found = plot.get_figure(root=True)
        return [found] if isinstance(found, Figure) else []
    if isinstance(plot, np.ndarray | list | tuple | Container):
        parts = plot.flat if isinstance(plot, np.ndarray) else plot
        return [one for part in parts for one in _figures(part)]
    return []


def _chart(
    own: Figure, frame: pd.DataFrame, source: pd.DataFrame | None, title: Fragment, alt: Fragment, name: str
) -> Chart:
    known: FrameSource = source_required(frame if source is None else source)
    if not plain_text(alt).strip():
        raise fault("図の読み上げの文（alt）がありません。", "図が何を示しているかを、言葉で書いてください。")
    data, fonts, ids = FigureData(frame, known), known.section.fonts, name or UNNAMED
    facts, notes = facts_of(known), restatement_notes(restated_in(frame, list(frame.columns)))
    around = [title, alt, *(fact.content for fact in facts), *(note.content for note in notes)]
    illustrative = any(map(is_illustrative, (*data.texts(), *around)))
    palette = Palette.of(known.section.theme.colours)
    bring_into_style(own, fonts, palette, illustrative)
    reader = LabelReader(data, title)
    ticks = tick_labels(own)
    for text in texts_of(own):
        if id(text) not in ticks:
            text.set_text(reader.as_printed(text.get_text()))
    svg, texts = drawn(own, ids, fonts, palette)
    labels: list[Fragment] = []
    for one in texts:
        written = one.artist.get_text()
        mark = None if one.location is None else reader.mark(written, one.location)
        labels += reader.lines(written) if mark is None else [mark]
    problems: list[Finding] = [*reader.problems, *layout_problems(own, texts, fonts)]
    if problems:
        raise ReportError(problems)
    stamp = words(f"{SAMPLE_STAMP}。") if illustrative else ()
    return Chart(
        name=ids,
        title=title,
        svg=svg,
        labels=tuple(labels),
        alternative=(*stamp, *alt),
        values=data.grid(),
        facts=facts,
        notes=notes,
    )
