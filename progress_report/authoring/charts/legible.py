"""The check that no texts of a figure overlap and none is cut off at its edge."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import BboxBase

from progress_report.model.findings import Finding, ReportError

# Tolerances in points. Extents are those of ink and of the tallest Latin letters, which may come near the
# next line.
_ACROSS, _DOWN = 0.5, 2.0
_REMEDY = "図に出す文字を短くするか、項目や系列を減らしてください。"


def require_legible(texts: Sequence[Text], figure: Figure) -> None:
    """Raise ReportError naming texts of a drawn figure that overlap or leave it."""
    placed = [(text.get_text(), text.get_window_extent()) for text in texts]
    violations = [Finding(message, _REMEDY) for message in _illegible(placed, figure.bbox)]
    if violations:
        raise ReportError(violations)


def _illegible(placed: Sequence[tuple[str, BboxBase]], edge: BboxBase) -> Iterator[str]:
    for text, box in placed:
        if box.x0 < edge.x0 - _ACROSS or box.x1 > edge.x1 + _ACROSS:
            yield f"図の文字「{text}」が、図の幅に入りきりません。"
        elif box.y0 < edge.y0 - _DOWN or box.y1 > edge.y1 + _DOWN:
            yield f"図の文字「{text}」が、図の高さに入りきりません。"
    for (text, box), (other, beside) in combinations(placed, 2):
        across = min(box.x1, beside.x1) - max(box.x0, beside.x0)
        down = min(box.y1, beside.y1) - max(box.y0, beside.y0)
        if across > _ACROSS and down > _DOWN:
            yield f"図の文字「{text}」と「{other}」が重なります。"
