"""Draw the package's layers and their imports: ``python -m tests.support.import_picture``.

An arrow leads from a package or module to one that it imports. An import that follows from others has none:
cli reaches edition through build. Rows are by the longest way down.
"""

from collections.abc import Mapping
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import grimp

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "images" / "architecture.svg"
_PACKAGE = "progress_report"
_WIDTH, _ROW, _BOX, _HEIGHT, _GAP, _PASS = 940, 64, 118, 30, 22, 12
_SWEEPS = 24
_STYLE = (
    "text{font:13px 'Noto Sans','Helvetica Neue',Arial,sans-serif;text-anchor:middle;fill:#1A1A1A}"
    "rect{fill:#F1F5FF;stroke:#3460FB}.module{fill:#FFF;stroke-dasharray:4 3}"
    "path{fill:none;stroke:#5A6B8C;marker-end:url(#tip)}"
)

# A package or module by its name, or a place in a row that an arrow passes: its two ends and the row.
Node = str | tuple[str, str, int]


def imports() -> dict[str, set[str]]:
    """Return what each package or module of the top level imports directly."""
    graph = grimp.build_graph(_PACKAGE, cache_dir=None)
    tops = sorted(graph.find_children(_PACKAGE))
    return {
        one.partition(".")[2]: {
            other.partition(".")[2]
            for other in tops
            if other != one and graph.direct_import_exists(importer=one, imported=other, as_packages=True)
        }
        for one in tops
    }


def without_implied(found: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return the imports that do not follow from others (the transitive reduction)."""

    @cache
    def below(name: str) -> frozenset[str]:
        return frozenset(found[name]).union(*(below(other) for other in found[name]))

    return {
        name: {one for one in others if not any(one in below(other) for other in others)}
        for name, others in found.items()
    }


def picture() -> str:
    """Return the picture as SVG: the same for the same imports."""
    found = imports()

    @cache
    def height(name: str) -> int:
        return 1 + max((height(other) for other in found[name]), default=-1)

    top = max(map(height, found))
    rows: list[list[Node]] = [
        [name for name in sorted(found) if top - height(name) == i] for i in range(top + 1)
    ]
    ways: list[list[Node]] = []
    for name, others in sorted(without_implied(found).items()):
        for other in sorted(others):
            passed = range(top - height(name) + 1, top - height(other))
            ways.append([name, *((name, other, i) for i in passed), other])
            for i in passed:
                rows[i].append((name, other, i))
    places = _placed(rows, [pair for way in ways for pair in pairwise(way)])
    lines = [_arrow([places[node] for node in way]) for way in ways]
    boxes = [_box(name, *places[name]) for name in sorted(found)]
    size = f'width="{_WIDTH}" height="{_ROW * len(rows)}" viewBox="0 0 {_WIDTH} {_ROW * len(rows)}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            "<title>The packages of progress_report and what they import</title>",
            f"<style>{_STYLE}</style>",
            '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
            'orient="auto"><path d="M0 0 8 4 0 8z" style="fill:#5A6B8C;stroke:none;marker-end:none"/>'
            "</marker></defs>",
            f'<path d="M0 0H{_WIDTH}V{_ROW * len(rows)}H0z" style="fill:#FFF;stroke:none;marker-end:none"/>',
            *lines,
            *boxes,
            "</svg>\n",
        ]
    )


def _placed(rows: list[list[Node]], edges: list[tuple[Node, Node]]) -> dict[Node, tuple[float, float]]:
    """Return the middle of each node, rows ordered so that few arrows cross (barycentres, in sweeps)."""
    beside: dict[Node, list[Node]] = {node: [] for row in rows for node in row}
    for one, other in edges:
        beside[one].append(other)
        beside[other].append(one)
    row_of = {node: i for i, row in enumerate(rows) for node in row}
    across = {node: x for i, row in enumerate(rows) for node, x in _spread(row).items()}
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for i in range(len(rows)) if down else reversed(range(len(rows))):
            near = {
                node for row in (rows[max(i - 1, 0) : i] if down else rows[i + 1 : i + 2]) for node in row
            }
            wanted = {
                node: fmean([across[other] for other in beside[node] if other in near] or [across[node]])
                for node in rows[i]
            }
            rows[i] = [node for _, _, node in sorted((wanted[node], str(node), node) for node in rows[i])]
            across |= _spread(rows[i])
    return {node: (across[node], _ROW * (row_of[node] + 0.5)) for node in across}


def _spread(row: list[Node]) -> dict[Node, float]:
    """Return the middles of a row's nodes, the row in the middle of the picture."""
    widths = [_BOX if isinstance(node, str) else _PASS for node in row]
    x = (_WIDTH - sum(widths) - _GAP * (len(row) - 1)) / 2
    middles = {}
    for node, width in zip(row, widths, strict=True):
        middles[node] = x + width / 2
        x += width + _GAP
    return middles


def _arrow(points: list[tuple[float, float]]) -> str:
    """Return a line through the points, upright where it passes one."""
    (x, y), (last_x, last_y) = points[0], points[-1]
    stops = [(x, y + _HEIGHT / 2), *points[1:-1], (last_x, last_y - _HEIGHT / 2)]
    d = f"M{stops[0][0]:.0f} {stops[0][1]:.0f}"
    for (x1, y1), (x2, y2) in pairwise(stops):
        bend = (y2 - y1) / 2
        d += f"C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="{d}"/>'


def _box(name: str, x: float, y: float) -> str:
    kind = "" if (ROOT / _PACKAGE / name).is_dir() else ' class="module"'
    box = f'x="{x - _BOX / 2:.0f}" y="{y - _HEIGHT / 2:.0f}" width="{_BOX}" height="{_HEIGHT}" rx="5"'
    return f'<rect {box}{kind}/><text x="{x:.0f}" y="{y + 4.5:.0f}">{escape(name)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
