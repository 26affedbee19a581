"""Rendering of a report in the requested formats."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from progress_report.assembly.stitching import Stitched
from progress_report.inputs.params.theme import Theme
from progress_report.model.fonts import FontFamily
from progress_report.registry import installed_formats
from progress_report.rendering.companions import Companion
from progress_report.rendering.report_exporter import COMPANIONS, DOCUMENT, OPEN_DATA, ReportExporter

Rendering = Callable[[], dict[str, bytes]]


def exporter_of(name: str) -> type[ReportExporter]:
    """Import and return a format's exporter. KeyError if it is not installed."""
    exporter: type[ReportExporter] = installed_formats()[name].load()
    return exporter


def exporters(
    names: Sequence[str], fonts: FontFamily, theme: Theme | None = None
) -> dict[str, ReportExporter]:
    """Return each format's exporter, by name; ``theme`` replaces the default one."""
    return {name: exporter_of(name)(fonts=fonts, theme=theme or Theme()) for name in names}


def renderings(
    formats: Mapping[str, ReportExporter],
    stitched: Stitched,
    open_data: Mapping[str, bytes],
    companions: Sequence[Companion] = (),
) -> tuple[list[Rendering], list[Rendering]]:
    """Return the rendering jobs of the formats: the typeset ones, and the others."""
    made = [
        (one.typesets, partial(rendered_file, one, stitched, open_data, companions))
        for one in formats.values()
    ]
    return [job for typesets, job in made if typesets], [job for typesets, job in made if not typesets]


def rendered_file(
    exporter: ReportExporter,
    stitched: Stitched,
    open_data: Mapping[str, bytes],
    companions: Sequence[Companion] = (),
) -> dict[str, bytes]:
    """Return a format's file by name; ``companions``: the other files of the build."""
    resources = {DOCUMENT: stitched.document, OPEN_DATA: open_data, COMPANIONS: companions}
    content, _ = exporter.from_notebook_node(stitched.notebook, resources)
    return {exporter.file: content.encode() if isinstance(content, str) else content}
