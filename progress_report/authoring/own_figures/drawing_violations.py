"""Layout problems of an author's figure: overlapping and cut labels, bars without a zero, missing glyphs."""

from collections.abc import Iterator, Sequence

from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from progress_report.authoring.charts.sheet import overlapping
from progress_report.authoring.own_figures.styling import Label
from progress_report.model.findings import Finding
from progress_report.model.fonts import FontFamily
from progress_report.model.glyphs import lacking, named

_AT_EDGE = 0.5
_EXACT = 1e-9


def drawing_violations(figure: Figure, labels: Sequence[Label], fonts: FontFamily) -> Iterator[Finding]:
    """Yield the layout problems of a drawn figure."""
    yield from _unreadable(labels)
    yield from _cut(figure, labels)
    yield from _bars(figure)
    for character in lacking(fonts, "".join(label.words for label in labels)):
        message = f"フォント「{fonts.name}」にない文字が図にあります: {named(character)}。"
        yield Finding(message, "別の文字にするか、フォントを替えてください。")


def _unreadable(labels: Sequence[Label]) -> Iterator[Finding]:
    for one, other in overlapping((label.words, label.box) for label in labels):
        remedy = "文字の位置を離すか、図を高くするか（figsize）、書く文字を減らしてください。"
        yield Finding(f"図の中の「{one}」と「{other}」が重なっています。", remedy)


def _cut(figure: Figure, labels: Sequence[Label]) -> Iterator[Finding]:
    width, height = figure.bbox.width + _AT_EDGE, figure.bbox.height + _AT_EDGE
    for label in labels:
        box = label.box
        if min(box.x0, box.y0) < -_AT_EDGE or box.x1 > width or box.y1 > height:
            remedy = "文字を短くするか、改行するか、図の内側に置いてください。"
            yield Finding(f"図の中の「{label.words}」が、図の端で切れています。", remedy)


def _bars(figure: Figure) -> Iterator[Finding]:
    for ax in figure.axes:
        containers = [one for one in ax.containers if isinstance(one, BarContainer)]
        for vertical in dict.fromkeys(one.orientation != "horizontal" for one in containers):
            bars = [
                _along(bar, vertical)
                for one in containers
                if (one.orientation != "horizontal") is vertical
                for bar in one.patches
            ]
            scale, limits = (ax.get_yscale(), ax.get_ylim()) if vertical else (ax.get_xscale(), ax.get_xlim())
            remedy = "棒は長さで値を表します。0から始まる、等間隔の目盛の軸にしてください。"
            if scale != "linear":
                yield Finding("図の棒の軸が、等間隔の目盛ではありません。", remedy)
            elif not min(limits) <= 0 <= max(limits):
                yield Finding("図の棒の軸に、0がありません。", remedy)
            elif any(not _begins_properly(bar, bars) for bar in bars):
                yield Finding("図の棒が、0からも、ほかの棒の端からも始まっていません。", remedy)


def _along(bar: Rectangle, vertical: bool) -> tuple[float, float, float]:
    """Return a bar's position across its axis, its start and its end."""
    if vertical:
        return bar.get_x(), bar.get_y(), bar.get_y() + bar.get_height()
    return bar.get_y(), bar.get_x(), bar.get_x() + bar.get_width()


def _begins_properly(bar: tuple[float, float, float], bars: Sequence[tuple[float, float, float]]) -> bool:
    place, start, end = bar
    near = _EXACT * max(1.0, abs(start), abs(end))
    return abs(start) <= near or any(
        abs(place - other) <= _EXACT and abs(start - behind) <= near for other, _, behind in bars
    )
