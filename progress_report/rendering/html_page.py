"""Pages rendered from the document through ``templates/``: report.html, and parts shared by other pages.

nbconvert is not used, because it takes longer to load than rendering a page; its exporter of the same page
(``html``) uses the same templates, filters and resources.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from progress_report.document.blocks import Figure, Image
from progress_report.document.document import Document
from progress_report.document.grids import Grid, Headers, PlacedCell
from progress_report.document.runs import runs_text
from progress_report.inputs.params.theme import Logo, Paper, Theme
from progress_report.inputs.project import Project
from progress_report.model.blocks import ALL_INVENTED, SAMPLE_STAMP
from progress_report.model.fonts import FontFamily
from progress_report.open_data.published_tables import figure_file, long_file
from progress_report.rendering.companions import Companion
from progress_report.rendering.html_charts import traced_svg
from progress_report.rendering.html_origins import BlockOrigins, block_origins
from progress_report.rendering.html_runs import html_runs, html_structural
from progress_report.rendering.self_contained import FONT_FACES, self_contained

Resources = dict[str, Any]  # the variables of a template, by name
FORMAT = TEMPLATE = "html"
_INDEX = "index.html.j2"
_IMAGES = {".svg": "image/svg+xml", ".png": "image/png"}
# Names in CSS (Paged Media, 7.1), whose B5 is not the Japanese one.
CSS_PAPER: Mapping[Paper, str] = {"A4": "A4", "B5": "JIS-B5"}
_COMPACT = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}


class _CompiledTemplates(BytecodeCache):
    """In-memory cache of compiled templates: pages of one kind compile their common parts once.

    For environments with the same options only: options are not part of a template's key.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))  # type: ignore[assignment]

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _CompiledTemplates()


def rendered_page(
    templates: Sequence[str],
    resources: Resources,
    fonts: FontFamily,
    filters: Mapping[str, Callable[..., Any]] | None = None,
) -> str:
    """Return the page of the first template, which may use the other templates and further filters."""
    folders = [Project.here().templates / name for name in templates]
    environment = prepared(Environment(loader=FileSystemLoader(folders), autoescape=True))
    environment.filters |= filters or {}
    page = environment.get_template(_INDEX).render(resources=resources).lstrip("\r\n")
    return self_contained(page, fonts)


def prepared(environment: Environment) -> Environment:
    """Configure the environment for the templates and return it."""
    environment.autoescape = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.bytecode_cache = _COMPILED
    environment.policies["json.dumps_kwargs"] = _COMPACT
    environment.filters |= {
        "linked": _linked_rows,
        "plain": runs_text,
        "runs": html_runs,
        "structural": html_structural,
        "traced_svg": traced_svg,
    }
    return environment


def report_resources(
    document: Document,
    fonts: FontFamily,
    theme: Theme,
    open_data: Mapping[str, bytes],
    companions: Sequence[Companion],
) -> Resources:
    """Return the variables of report.html's template.

    ``open_data``: the published tables by path, whose CSV files the page carries; ``companions``: the other
    files of the build.
    """
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    names = [figure.name for figure in figures]
    return {
        **resources_of(document, fonts, theme),
        "origins": block_origins(document),
        "logo": theme.logo and _logo(theme.logo),
        "figures": figures,
        "data": _data_addresses(open_data, {name: figure_file(name) for name in names}),
        "long_data": _data_addresses(open_data, {name: long_file(name) for name in names}),
        "beside": [one for one in companions if one.format != FORMAT],
        "formats": [one.format for one in companions if one.format],
    }


def resources_of(document: Document, fonts: FontFamily, theme: Theme) -> Resources:
    """Return the variables common to all templates.

    ``traced``: whether numbers in charts are links; ``data`` and ``long_data``: the addresses of each
    figure's CSV files, as printed and one value per row, by name.
    """
    return {
        "colours": theme.colours,
        "paper": CSS_PAPER[theme.paper],
        "report": document,
        "stamp": SAMPLE_STAMP,
        "all_invented": ALL_INVENTED,
        "font_family": fonts.name,
        "font_faces": FONT_FACES,
        "origins": BlockOrigins(),
        "logo": None,
        "traced": False,
        "images": any(isinstance(block, Image) for block in document.blocks),
        "data": {},
        "long_data": {},
    }


def _logo(logo: Logo) -> dict[str, str]:
    """Return a logo's alternative text, and its content as a data: address.

    An SVG shown as an image runs no script.
    """
    return {"alt": logo.alt, "address": _data_address(_IMAGES[logo.path.suffix], logo.path.read_bytes())}


def _data_addresses(open_data: Mapping[str, bytes], files: Mapping[str, str]) -> dict[str, str]:
    """Return the content of each of the CSV files that there are as an address, by its figure's name."""
    return {
        name: _data_address("text/csv", open_data[file]) for name, file in files.items() if file in open_data
    }


def _data_address(media_type: str, content: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


@dataclass(frozen=True, slots=True)
class _LinkedCell(PlacedCell):
    """A placed cell with its id and its headers' ids; both are empty if no cell is merged."""

    identifier: str = ""
    headers: tuple[str, ...] = ()


def _linked_rows(grid: Grid, anchor: str) -> Mapping[str, list[list[_LinkedCell]]]:
    """Return the rows of ``head`` and ``body``; with ids and headers if any cell is merged.

    By HTML's own algorithm a value merged over three rows would also belong to each row's own header, so in
    tables with merged cells, ``headers`` lists the header cells of a data cell: the same links as in the PDF.
    """
    rows = grid.placed()
    merged = any(cell.cell.rows > 1 or cell.cell.columns > 1 for cell in rows.cells)
    headers = Headers(rows) if merged else None
    return {
        name: [[_linked(cell, headers, anchor) for cell in row] for row in part]
        for name, part in (("head", rows.head), ("body", rows.body))
    }


def _linked(cell: PlacedCell, headers: Headers | None, anchor: str) -> _LinkedCell:
    if headers is None:
        return _LinkedCell(cell.cell, cell.row, cell.column)
    own = (*headers.column_headers(cell), *headers.row_headers(cell))
    identifiers = tuple(_identifier(header, anchor) for header in own)
    return _LinkedCell(cell.cell, cell.row, cell.column, _identifier(cell, anchor), identifiers)


def _identifier(cell: PlacedCell, anchor: str) -> str:
    return f"{anchor}-{cell.row}-{cell.column}"
