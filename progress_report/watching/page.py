"""The frame page: it shows the report, says how the watch stands, and loads the report anew."""

from dataclasses import dataclass

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear


@dataclass(frozen=True, slots=True)
class Content:
    """A file that is served, and its media type."""

    type: str
    bytes: bytes


def frame_page(project: Project, year: FiscalYear) -> dict[str, Content]:
    """The page's three files by address. The page is our own, so that the report needs no script."""
    folder = project.templates / "watch"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    page = environment.get_template("index.html.j2").render(year=year.label)
    return {
        "/": Content("text/html; charset=utf-8", page.encode()),
        "/watch.css": Content("text/css; charset=utf-8", (folder / "watch.css").read_bytes()),
        "/watch.js": Content("text/javascript; charset=utf-8", (folder / "watch.js").read_bytes()),
    }
