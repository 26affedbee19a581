"""Pages rendered from the document through ``templates/``: report.html, and what other pages share with it.

Without nbconvert, which takes longer to load than a page to make; its exporter of the same page
(``html``) brings the same templates, filters and resources.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from progress_report.building.compiled_templates import CompiledTemplates
from progress_report.building.html_charts import traced_svg
from progress_report.building.html_runs import html_runs, html_structural, plain_runs
from progress_report.building.html_tables import linked_rows
from progress_report.building.ledger import rows_by_block
from progress_report.building.self_contained import FONT_FACES, self_contained
from progress_report.inputs.project import Project
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.fonts import FontFamily

Json = dict[str, Any]
TEMPLATE = "html"
LONGEST_TITLE = 40
_INDEX = "index.html.j2"
_COMPILED = CompiledTemplates()


def report_page(document: Json, fonts: FontFamily) -> str:
    """One self-contained page: no script, no request, its own fonts. The document is marked on the way.

    PublishingError for a character that the fonts lack.
    """
    return rendered([TEMPLATE], report_resources(document, fonts), fonts)


def rendered(
    templates: Sequence[str],
    resources: Json,
    fonts: FontFamily,
    filters: Mapping[str, Callable[..., Any]] | None = None,
) -> str:
    """The page of the first template; the others, and further filters, are what it is based on."""
    folders = [Project.here().templates / name for name in templates]
    environment = prepared(Environment(loader=FileSystemLoader(folders), autoescape=True))
    environment.filters |= filters or {}
    page = environment.get_template(_INDEX).render(resources=resources).lstrip("\r\n")
    return self_contained(page, fonts)


def prepared(environment: Environment) -> Environment:
    """The environment, made the one that the templates are written for."""
    environment.autoescape = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.undefined = StrictUndefined
    environment.bytecode_cache = _COMPILED
    environment.filters |= {
        "compact_json": _compact_json,
        "linked": linked_rows,
        "plain": plain_runs,
        "runs": html_runs,
        "structural": html_structural,
        "traced_svg": traced_svg,
    }
    return environment


def report_resources(document: Json, fonts: FontFamily) -> Json:
    """What report.html's template is given; blocks are told where their sources stand."""
    return {**resources_of(document, fonts), "sources": _give_sources(document)}


def resources_of(document: Json, fonts: FontFamily) -> Json:
    """What every template is given."""
    return {
        "report": document,
        "stamp": SAMPLE_STAMP,
        "font_family": fonts.name,
        "font_faces": FONT_FACES,
    }


def _give_sources(document: Json) -> list[Json]:
    """The entries of the appendix 数値の出典; each block with numbers is told where its entry stands."""
    entries: list[Json] = []
    for block, rows in rows_by_block(document):
        if "type" in block:
            block["source"] = f"source-{len(entries) + 1}"
            entries.append(
                {
                    "anchor": block["source"],
                    "title": _entry_title(block),
                    "rows": rows,
                    "cell": block.get("cell"),
                }
            )
    return entries


def _entry_title(block: Json) -> str:
    """「表1 オンライン対応状況」, or the beginning of the block's words."""
    if "number" in block:
        return f"{block['number']} {plain_runs(block.get('title') or block['content'])}"
    words = plain_runs(block.get("content") or block.get("title") or block["items"][0])
    return words if len(words) <= LONGEST_TITLE else f"{words[:LONGEST_TITLE]}…"


def _compact_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
