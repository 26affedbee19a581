"""The frame page, which shows the report and the state of the watch, and reloads the report."""

from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from progress_report.inputs.params.theme import Colours, read_theme
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear


@dataclass(frozen=True, slots=True)
class Content:
    """A served file and its media type."""

    type: str
    bytes: bytes


def frame_page(project: Project, year: FiscalYear) -> dict[str, Content]:
    """Return the page's three files by address. The frame is separate, so that the report needs no script.

    It has the theme's colours, or the default ones if the theme is invalid, which the build reports.
    """
    folder = project.templates / "watch"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    try:
        colours = read_theme(project).colours
    except ReportError:
        colours = Colours()
    page = environment.get_template("index.html.j2").render(year=year.label)
    style = environment.get_template("watch.css").render(colours=colours)
    return {
        "/": Content("text/html; charset=utf-8", page.encode()),
        "/watch.css": Content("text/css; charset=utf-8", style.encode()),
        "/watch.js": Content("text/javascript; charset=utf-8", (folder / "watch.js").read_bytes()),
    }
