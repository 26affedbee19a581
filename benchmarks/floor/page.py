"""``report.html`` by Jinja alone: the report's templates without nbconvert around them."""

import json
import re
from html import unescape
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from progress_report.building.html_charts import traced_svg
from progress_report.building.html_runs import html_runs, html_structural, plain_runs
from progress_report.building.html_tables import linked_rows
from progress_report.building.ledger import rows_by_block
from progress_report.building.web_fonts import font_faces
from progress_report.inputs.project import Project
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.fonts import FontFamily

Json = dict[str, Any]
_FONT_FACES = "/* font faces */"
_LONGEST_TITLE = 40
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def page(document: Json, fonts: FontFamily) -> str:
    """The whole page with its fonts."""
    environment = Environment(
        loader=FileSystemLoader(Project.here().templates / "html"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "compact_json": _compact_json,
        "linked": linked_rows,
        "plain": plain_runs,
        "runs": html_runs,
        "structural": html_structural,
        "traced_svg": traced_svg,
    }
    resources = {
        "report": document,
        "sources": _sources(document),
        "stamp": SAMPLE_STAMP,
        "font_family": fonts.name,
        "font_faces": _FONT_FACES,
    }
    text = environment.get_template("index.html.j2").render(resources=resources)
    shown = sorted(set(unescape(_MARKUP.sub("", text))))
    return text.replace(_FONT_FACES, font_faces(fonts, "".join(shown)), 1)


def _sources(document: Json) -> list[Json]:
    entries: list[Json] = []
    for block, rows in rows_by_block(document):
        if "type" in block:
            block["source"] = f"source-{len(entries) + 1}"
            entry = {
                "anchor": block["source"],
                "title": _title(block),
                "rows": rows,
                "cell": block.get("cell"),
            }
            entries.append(entry)
    return entries


def _title(block: Json) -> str:
    if "number" in block:
        return f"{block['number']} {plain_runs(block.get('title') or block['content'])}"
    words = plain_runs(block.get("content") or block.get("title") or block["items"][0])
    return words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE]}…"


def _compact_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
