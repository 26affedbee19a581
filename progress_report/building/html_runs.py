"""Inline runs as HTML: numerals kept together with their units, marks linked to their notes."""

import re
from typing import Any

from markupsafe import Markup, escape

# A numeral and the unit behind it never part at a line's end (CONVENTIONS: Typesetting).
UNIT = r"ポイント|年度|四半期|手続|課題|希望|[%\u4e00-\u9fff]"
KEPT = re.compile(rf"(?:令和|平成|昭和)?(?:[0-9][0-9,.]*|元(?=年))(?:{UNIT})?")

Run = dict[str, Any]


def html_runs(fragment: list[Run]) -> Markup:
    """The runs of a fragment as HTML; all their text is escaped."""
    shown = Markup()
    taken = 0  # characters of the next run that were drawn to the numeral before it
    for position, run in enumerate(fragment):
        if run["type"] == "line_break":
            shown += Markup("<br>")
            continue
        if run["type"] == "note_reference":
            link = Markup('<a class="mark" href="#{anchor}" id="{anchor}-reference">[{mark}]</a>')
            shown += link.format(**run)
            continue
        text, taken = run["text"][taken:], 0
        unit = _unit_after(run, fragment[position + 1 :])
        if unit:
            taken = len(unit)
            shown += Markup('<span class="keep">{}{}</span>').format(text, unit)
        else:
            shown += _element(run, text)
    return shown


def _unit_after(run: Run, following: list[Run]) -> str:
    if run["type"] != "stated" or not following or following[0]["type"] != "text":
        return ""
    match = re.match(UNIT, following[0]["text"])
    return match.group() if match else ""


def _element(run: Run, text: str) -> Markup:
    if run["type"] == "quantity":
        return Markup('<data class="keep" value="{}">{}</data>').format(run["id"], text)
    if run["type"] == "date":
        # HTML has no machine-readable form for a fiscal year or a quarter.
        if "/" in run["iso"]:
            return _kept(text)
        return Markup('<time datetime="{}">{}</time>').format(run["iso"], _kept(text))
    return _kept(text) if run["type"] == "stated" else escape(text)


def _kept(text: str) -> Markup:
    pieces = Markup()
    end = 0
    for match in KEPT.finditer(text):
        pieces += escape(text[end : match.start()])
        pieces += Markup('<span class="keep">{}</span>').format(match.group())
        end = match.end()
    return pieces + escape(text[end:])


def plain_runs(fragment: list[Run]) -> str:
    """The words as printed, for attributes and metadata."""
    return "".join(run.get("text", "") for run in fragment)
