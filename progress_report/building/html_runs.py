"""Inline runs as HTML: numerals kept together with their units, marks linked to their notes.

Every element that prints a numeral carries its identifier in the ledger as ``data-ledger``.
"""

import re
from typing import Any

from markupsafe import Markup, escape

from progress_report.building.ledger import run_identifier, structural_identifier
from progress_report.model.numerals import has_numeral

# A numeral and the unit behind it never part at a line's end (CONVENTIONS: Typesetting).
UNIT = r"ポイント|年度|四半期|手続|課題|希望|[%\u4e00-\u9fff]"
KEPT = re.compile(rf"(?:令和|平成|昭和)?(?:[0-9][0-9,.]*|元(?=年))(?:{UNIT})?")

Run = dict[str, Any]


def html_runs(fragment: list[Run], linked: bool = False) -> Markup:
    """The runs of a fragment as HTML, all their text escaped; ``linked``: numbers lead to their sources."""
    shown = Markup()
    taken = 0  # characters of the next run that were drawn to the numeral before it
    for position, run in enumerate(fragment):
        if run["type"] == "line_break":
            shown += Markup("<br>")
            continue
        if run["type"] == "note_reference":
            link = Markup('<a class="mark" href="#{}" id="{}-reference">[{}]</a>')
            shown += link.format(run["anchor"], run["anchor"], html_structural(run["mark"]))
            continue
        if run["type"] == "reference":
            link = Markup('<a class="reference keep" href="#{}">{}</a>')
            shown += link.format(run["anchor"], html_structural(run["text"]))
            continue
        text, taken = run["text"][taken:], 0
        unit = _unit_after(run, fragment[position + 1 :])
        if unit:
            taken = len(unit)
            shown += Markup('<span class="keep">{}{}</span>').format(_element(run, text, linked), unit)
        else:
            shown += _element(run, text, linked)
    return shown


def _unit_after(run: Run, following: list[Run]) -> str:
    if run["type"] != "stated" or not following or following[0]["type"] != "text":
        return ""
    match = re.match(UNIT, following[0]["text"])
    return match.group() if match else ""


def _element(run: Run, text: str, linked: bool) -> Markup:
    if run["type"] == "text":
        return escape(text)
    if linked:
        return Markup('<a class="traced" href="#{}">{}</a>').format(
            run_identifier(run), _element(run, text, False)
        )
    identifier = run_identifier(run)
    if run["type"] == "quantity":
        element = Markup('<data class="keep" value="{}" data-ledger="{}">{}</data>')
        return element.format(run["id"], identifier, text)
    if run["type"] == "date" and "/" not in run["iso"]:
        element = Markup('<time datetime="{}" data-ledger="{}">{}</time>')
        return element.format(run["iso"], identifier, _kept(text))
    # HTML has no machine-readable form for a fiscal year or a quarter.
    return Markup('<span data-ledger="{}">{}</span>').format(identifier, _kept(text))


def html_structural(text: str) -> Markup:
    """A number given by the report's own order: of a heading, a table, a note."""
    if not has_numeral(text):
        return escape(text)
    return Markup('<span data-ledger="{}">{}</span>').format(structural_identifier(text), text)


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
