"""Pages rendered from the document through ``templates/``: report.html, and what other pages share with it.

Without nbconvert, which takes longer to load than a page to make; its exporter of the same page
(``html``) brings the same templates, filters and resources.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from progress_report.document.blocks import (
    Block,
    Figure,
    Heading,
    Image,
    ItemList,
    Numbered,
    Omission,
    Paragraph,
)
from progress_report.document.document import Document
from progress_report.document.runs import plain
from progress_report.inputs.project import Project
from progress_report.inputs.theme import Paper, Theme
from progress_report.model.blocks import ALL_INVENTED, SAMPLE_STAMP
from progress_report.model.fonts import FontFamily
from progress_report.provenance.ledger import LedgerRow, rows_by_block
from progress_report.rendering.compiled_templates import CompiledTemplates
from progress_report.rendering.html_charts import traced_svg
from progress_report.rendering.html_runs import html_runs, html_structural
from progress_report.rendering.html_tables import linked_rows
from progress_report.rendering.self_contained import FONT_FACES, self_contained

Resources = dict[str, Any]  # what a template is given, by name
TEMPLATE = "html"
LONGEST_TITLE = 40
_INDEX = "index.html.j2"
_IMAGES = {".svg": "image/svg+xml", ".png": "image/png"}
# Of CSS (Paged Media, 7.1), whose B5 is not that of Japan.
CSS_PAPER: Mapping[Paper, str] = {"A4": "A4", "B5": "JIS-B5"}
_COMPILED = CompiledTemplates()


@dataclass(frozen=True, slots=True)
class LogoImage:
    """A logo's alternative text, and its content as an address."""

    alt: str
    address: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An entry of the appendix 数値の出典: a block's title, its numbers, and the cell that shows it."""

    anchor: str
    title: str
    rows: list[LedgerRow]
    cell: str | None


@dataclass(frozen=True, slots=True)
class Sources:
    """The appendix 数値の出典: its entries, and the anchor of each block's by the block's ``id()``."""

    entries: list[SourceEntry] = field(default_factory=list)
    anchors: Mapping[int, str] = field(default_factory=dict)

    def anchor_of(self, block: Block) -> str:
        """Return where a block's entry stands; nothing for a block that has none."""
        return self.anchors.get(id(block), "")


def report_page(document: Document, fonts: FontFamily, theme: Theme | None = None) -> str:
    """Return one self-contained page: no script, no request, its own fonts.

    PublishingError for a character that the fonts lack.
    """
    return rendered([TEMPLATE], report_resources(document, fonts, theme), fonts)


def rendered(
    templates: Sequence[str],
    resources: Resources,
    fonts: FontFamily,
    filters: Mapping[str, Callable[..., Any]] | None = None,
) -> str:
    """Return the page of the first template; the others, and further filters, are what it is based on."""
    folders = [Project.here().templates / name for name in templates]
    environment = prepared(Environment(loader=FileSystemLoader(folders), autoescape=True))
    environment.filters |= filters or {}
    page = environment.get_template(_INDEX).render(resources=resources).lstrip("\r\n")
    return self_contained(page, fonts)


def prepared(environment: Environment) -> Environment:
    """Return the environment as the templates need it."""
    environment.autoescape = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.bytecode_cache = _COMPILED
    environment.filters |= {
        "compact_json": _compact_json,
        "linked": linked_rows,
        "plain": plain,
        "runs": html_runs,
        "structural": html_structural,
        "traced_svg": traced_svg,
    }
    return environment


def report_resources(document: Document, fonts: FontFamily, theme: Theme | None = None) -> Resources:
    """Return what report.html's template is given."""
    theme = theme or Theme()
    logo = theme.logo and LogoImage(theme.logo.alt, _address(theme.logo.path))
    return {**resources_of(document, fonts, theme), "sources": _sources_of(document), "logo": logo}


def resources_of(document: Document, fonts: FontFamily, theme: Theme) -> Resources:
    """Return what every template is given. ``traced``: the numbers in charts are links."""
    return {
        "colours": theme.colours,
        "paper": CSS_PAPER[theme.paper],
        "report": document,
        "stamp": SAMPLE_STAMP,
        "all_invented": ALL_INVENTED,
        "font_family": fonts.name,
        "font_faces": FONT_FACES,
        "sources": Sources(),
        "logo": None,
        "traced": False,
        "images": any(isinstance(block, Image) for block in document.blocks),
    }


def _address(logo: Path) -> str:
    """Return a picture's content as an address: as an image, an SVG runs no script and asks for nothing."""
    return f"data:{_IMAGES[logo.suffix]};base64,{base64.b64encode(logo.read_bytes()).decode()}"


def _sources_of(document: Document) -> Sources:
    entries: list[SourceEntry] = []
    anchors: dict[int, str] = {}
    for block, rows in rows_by_block(document):
        title = _entry_title(block)
        if title is not None:
            anchor = anchors[id(block)] = f"source-{len(entries) + 1}"
            entries.append(SourceEntry(anchor, title, rows, block.cell))
    return Sources(entries, anchors)


def _entry_title(block: Block) -> str | None:
    """Return 「表1 オンライン対応状況」, or the beginning of the block's words; None for the front matter."""
    match block:
        case Figure() | Image() | Omission():
            words = plain(block.title)
        case Heading() | Paragraph():
            words = plain(block.content)
        case ItemList():
            words = plain(block.items[0])
        case _:
            return None
    if isinstance(block, Numbered) and block.number is not None:
        return f"{block.number} {words}"
    return words if len(words) <= LONGEST_TITLE else f"{words[:LONGEST_TITLE]}…"


def _compact_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
