"""Inline runs as HTML: numerals kept together with their units, marks linked to their notes.

Every element that prints a numeral carries its identifier in the ledger as ``data-ledger``.
"""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from progress_report.document.runs import (
    Date,
    LineBreak,
    NoteMark,
    Number,
    Printable,
    Reference,
    Run,
    Stated,
    Text,
)
from progress_report.model.numerals import has_numeral
from progress_report.provenance.ledger import run_identifier, structural_identifier

# No line break separates a numeral from its unit (CONVENTIONS: Typesetting).
UNIT = r"ポイント|年度|四半期|手続|課題|希望|[%\u4e00-\u9fff]"
KEPT = re.compile(rf"(?:令和|平成|昭和)?(?:[0-9][0-9,.]*|元(?=年))(?:{UNIT})?")


def html_runs(runs: Sequence[Run], linked: bool = False) -> Markup:
    """Return the runs as HTML, all their text escaped; ``linked``: numbers link to their sources."""
    shown = Markup()
    taken = 0  # characters of the next run that were joined to the numeral before it
    for position, run in enumerate(runs):
        match run:
            case LineBreak():
                shown += Markup("<br>")
            case NoteMark():
                link = Markup('<a class="mark" href="#{}" id="{}-reference">[{}]</a>')
                shown += link.format(run.anchor, run.anchor, html_structural(run.mark or ""))
            case Reference():
                link = Markup('<a class="reference keep" href="#{}">{}</a>')
                shown += link.format(run.anchor, html_structural(run.text))
            case _:
                text, taken = run.text[taken:], 0
                unit = _unit_after(run, runs[position + 1 :])
                element = _element(run, text, linked)
                if unit:
                    taken = len(unit)
                    element = Markup('<span class="keep">{}{}</span>').format(element, unit)
                shown += element if linked else _explained(run, element)
    return shown


def _explained(run: Run, element: Markup) -> Markup:
    """Return the words of a term's first use as a link to its explanation; other words as they are."""
    term = run.term if isinstance(run, Text | Stated) else None
    if term is None:
        return element
    anchor = Markup(' id="{}"').format(term.anchor) if term.anchor else ""
    return Markup('<a class="term" href="#{}"{}>{}</a>').format(term.entry, anchor, element)


def _unit_after(run: Run, following: Sequence[Run]) -> str:
    if not isinstance(run, Stated) or not following or not isinstance(following[0], Text):
        return ""
    match = re.match(UNIT, following[0].text)
    return match.group() if match else ""


def _element(run: Printable, text: str, linked: bool) -> Markup:
    if isinstance(run, Text):
        return escape(text)
    identifier = run_identifier(run)
    if linked:
        return Markup('<a class="traced" href="#{}">{}</a>').format(identifier, _element(run, text, False))
    if isinstance(run, Number):
        element = Markup('<data class="keep" value="{}" data-ledger="{}">{}</data>')
        return element.format(run.id, identifier, text)
    if isinstance(run, Date) and "/" not in run.iso:
        element = Markup('<time datetime="{}" data-ledger="{}">{}</time>')
        return element.format(run.iso, identifier, _kept(text))
    # HTML has no machine-readable form for a fiscal year or a quarter.
    return Markup('<span data-ledger="{}">{}</span>').format(identifier, _kept(text))


def html_structural(text: str) -> Markup:
    """Return a number assigned by the report's order: of a heading, a table, a note."""
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
