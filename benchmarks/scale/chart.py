"""The curve: what one report costs, by how many were built in one command."""

import io
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.page import MEBIBYTE
from benchmarks.scale.runs import CLUSTER, MACHINE, Measurements

_LOOKS = {MACHINE: ("o", "-", "black", "one machine"), CLUSTER: ("s", "--", "dimgrey", "test cluster")}


def chart(kept: Measurements) -> str:
    """An SVG, the same for the same measurements: seconds and processor seconds a report, and memory."""
    with mpl.rc_context({"svg.hashsalt": "scale", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(9, 3.2), layout="constrained")
        seconds, processor, memory = figure.subplots(1, 3)
        _each(seconds, kept, "seconds", "seconds a report")
        _each(processor, kept, "processor_seconds", "processor seconds a report")
        for where in _LOOKS:
            points = kept.points(where, "peak_bytes")
            _draw(memory, where, [(size, value / MEBIBYTE) for size, value in points])
        _name(memory, "peak memory of all processes, MiB")
        handles, labels = seconds.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _each(axes: Axes, kept: Measurements, name: str, label: str) -> None:
    for where in _LOOKS:
        _draw(axes, where, [(size, value / size) for size, value in kept.points(where, name)])
    _name(axes, label)


def _draw(axes: Axes, where: str, points: Sequence[tuple[int, float]]) -> None:
    marker, style, colour, label = _LOOKS[where]
    sizes, values = [size for size, _ in points], [value for _, value in points]
    axes.plot(sizes, values, marker=marker, linestyle=style, color=colour, label=label)


def _name(axes: Axes, label: str) -> None:
    axes.set_xscale("log")
    sizes = sorted({int(size) for drawn in axes.get_lines() for size in np.asarray(drawn.get_xdata())})
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.set_ylim(bottom=0)
    axes.set_xlabel("municipalities in one command")
    axes.set_title(label, fontsize=9)
    axes.grid(alpha=0.3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
