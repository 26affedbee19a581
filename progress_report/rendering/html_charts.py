"""A chart's SVG for the page, with each numeral linked to the ledger."""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape

from markupsafe import Markup, escape

from progress_report.document.blocks import Chart, Drawing
from progress_report.document.printed import run_numerals
from progress_report.document.runs import LineBreak, NoteMark, Printable, Reference, Run, ScaleMark
from progress_report.model.numerals import numerals
from progress_report.provenance.ledger import run_identifier

_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")


def traced_svg(picture: Drawing | Chart, linked: bool = False) -> Markup:
    """Return the SVG with ``data-ledger`` on each text whose numerals all occur in one of its labels.

    A text with a numeral that is in no label is left unchanged, and detected as an orphan. ``linked``: each
    such text links to the source of its first number; marks of a scale have none.
    """
    labels = [_printable(label) for label in picture.labels]

    def traced(match: re.Match[str]) -> str:
        words = unescape(match[2])
        if not numerals(words):
            return match[0]
        for label in labels:
            runs = [run for run in label if run_numerals(run) and run.text in words]
            printed = Counter(numeral for run in runs for numeral in run_numerals(run))
            # A label too long for one line is split into several texts, so the text is a part of it.
            if words in "".join(run.text for run in label) and printed == Counter(numerals(words)):
                identifiers = " ".join(dict.fromkeys(map(run_identifier, runs)))
                text = f'<text {match[1]} data-ledger="{escape(identifiers)}">{match[2]}</text>'
                if not linked or isinstance(runs[0], ScaleMark):
                    return text
                return f'<a href="#{escape(run_identifier(runs[0]))}">{text}</a>'
        return match[0]

    return Markup(_TEXT.sub(traced, picture.svg))


def _printable(label: Sequence[Run]) -> list[Printable]:
    """Return the printable runs of a label; labels have no references."""
    return [run for run in label if not isinstance(run, NoteMark | LineBreak | Reference) and run.text]
