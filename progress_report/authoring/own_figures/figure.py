"""Publication of an author's matplotlib figure, in the house style with every numeral traced."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib._pylab_helpers import Gcf
from matplotlib.artist import Artist
from matplotlib.container import Container
from matplotlib.figure import Figure, SubFigure

from progress_report.authoring.absent import absent_columns, block_or_reason
from progress_report.authoring.charts import Palette
from progress_report.authoring.charts.frame import INVENTED
from progress_report.authoring.columns import source_required
from progress_report.authoring.display import Displayed
from progress_report.authoring.facts_and_notes import facts_of, restated_in, restatement_notes
from progress_report.authoring.own_figures.drawing_violations import drawing_violations
from progress_report.authoring.own_figures.drawn_shapes import artists_of, shapes_of
from progress_report.authoring.own_figures.figure_data import FigureData
from progress_report.authoring.own_figures.label_reader import LabelReader, date_mark, scale_mark
from progress_report.authoring.own_figures.shape_check import ShapeCheck
from progress_report.authoring.own_figures.shape_labels import label_problems
from progress_report.authoring.own_figures.styling import (
    Label,
    bring_into_style,
    drawn,
    texts_of,
    tick_labels,
)
from progress_report.authoring.own_figures.value_vectors import DataValues
from progress_report.authoring.wording import Words, inline_of
from progress_report.inputs.notebooks.frame_source import FrameSource
from progress_report.model.blocks import SAMPLE_STAMP, UNNAMED, Chart
from progress_report.model.findings import Finding, ReportError, Severity, report_error
from progress_report.model.inline import Inline, is_illustrative, plain_text, text
from progress_report.model.quantity import Quantity


@block_or_reason
def figure(
    plot: Any,
    title: Words,
    /,
    *,
    data: "pd.DataFrame | pd.Series[Any]",
    alt: Words,
    conclusion: Words = "",
    name: str = "",
    source: pd.DataFrame | None = None,
    guides: Any = (),
) -> Displayed:
    """Publish a figure drawn with matplotlib: ``figure(frame.plot.barh(), "題", data=表, alt="説明")``.

    ``plot``: a Figure, Axes, array of Axes or container of bars. ``data``: the quantities that it shows; each
    numeral in the figure is one of them or a mark of an axis; each bar, point, line, area and wedge shows one
    of them in its position. ``alt``: the alternative text; ``conclusion``: a line on the message of the
    figure. ``source``: a frame with a known source, if ``data`` was made from something else. ``guides``:
    artists that show no values of the data (fits). ReportError listing everything that prevents publication.
    """
    own = _figure_of(plot)
    try:
        frame = data.to_frame() if isinstance(data, pd.Series) else data
        if reason := absent_columns(frame, frame.columns):
            return reason
        separate = [*artists_of(guides)]
        words_of = [inline_of(one) for one in (title, alt, conclusion)]
        return Displayed(_chart(own, frame, source, words_of, name, separate))
    finally:
        Gcf.destroy_fig(own)


def _figure_of(plot: Any) -> Figure:
    """Return the single figure of a plot. ReportError if there is none, or several."""
    figures = {id(one): one for one in _figures(plot)}
    if len(figures) != 1:
        message = "渡されたものが、一つの matplotlib の図ではありません。"
        raise report_error(message, "frame.plot…() や plt.subplots() が返した図を渡してください。")
    (own,) = figures.values()
    if not own.axes:
        raise report_error("図に何も描かれていません。", "図を描いてから渡してください。")
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
    own: Figure,
    frame: pd.DataFrame,
    source: pd.DataFrame | None,
    texts_of_author: Sequence[Inline],
    name: str,
    guides: Sequence[Artist],
) -> Chart:
    title, alt, conclusion = texts_of_author
    known: FrameSource = source_required(frame if source is None else source)
    if not plain_text(alt).strip():
        raise report_error(
            "図の読み上げの文（alt）がありません。", "図が何を示しているかを、言葉で書いてください。"
        )
    data, fonts = FigureData(frame, known), known.section.fonts
    facts, notes = (
        facts_of(known, data.quantities),
        restatement_notes(restated_in(frame, list(frame.columns))),
    )
    around = [*texts_of_author, *(fact.content for fact in facts), *(note.content for note in notes)]
    illustrative = any(map(is_illustrative, (*data.texts(), *around)))
    palette = Palette.of(known.section.theme.colours)
    bring_into_style(own, fonts, palette, illustrative)
    reader = LabelReader(data, title)
    ticks = tick_labels(own)
    for label in texts_of(own):
        if id(label) not in ticks:
            label.set_text(reader.as_printed(label.get_text()))
    svg, texts = drawn(own, name or UNNAMED, fonts, palette)
    labels: list[Inline] = []
    at_shapes: list[tuple[Label, Inline]] = []
    for one in texts:
        lines = _lines(one, reader)
        labels += lines
        if one.location is None:
            at_shapes.append((one, tuple(run for line in lines for run in line)))
    values, shapes = DataValues(data), shapes_of(own, {id(one) for one in guides})
    marked = [one for one in known.section.values.values() if isinstance(one, Quantity)]
    check = ShapeCheck(shapes, values, marked)
    problems: list[Finding] = [
        *reader.problems,
        *drawing_violations(own, texts, fonts),
        *check.problems,
        *label_problems(at_shapes, check.shown, values),
    ]
    if problems:
        raise ReportError(problems)
    stamp = text(f"{SAMPLE_STAMP}。") if illustrative else ()
    invented = text(INVENTED) if illustrative and conclusion else ()
    return Chart(
        name=name,
        title=title,
        svg=svg,
        labels=tuple(labels),
        alternative=(*stamp, *alt),
        values=data.grid(),
        conclusion=(*invented, *conclusion),
        facts=facts,
        notes=notes,
        findings=tuple(_uncompared([*shapes.uncompared, *(["guides の形"] if guides else [])], title)),
    )


def _lines(label: Label, reader: LabelReader) -> list[Inline]:
    """Return the printed inlines of a label, line by line: marks of a scale, and values of the data."""
    text = label.artist.get_text()
    if label.location is not None and (mark := scale_mark(text, label.location)) is not None:
        return [mark]
    if label.moment is not None:
        marks = [date_mark(line, label.moment) for line in text.split("\n") if line]
        if all(marks):
            return [mark for mark in marks if mark is not None]
    return reader.lines(text)


def _uncompared(kinds: Sequence[str], title: Inline) -> Iterator[Finding]:
    """Yield the note on shapes that only a reader can compare with the data."""
    if kinds:
        message = f"図「{plain_text(title)}」の{'、'.join(kinds)}を、表の値と照合しないまま載せます。"
        yield Finding(message, "正しく描かれているかを、目で確かめてください。", severity=Severity.NOTE)
