"""The terms of a year's parameters: where their texts were written, and what is wrong with them."""

from collections.abc import Iterator

from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.source_tree import Location
from progress_report.messages.section_texts import TERM_TWICE
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding

TERMS = "terms"


def explanation_location(params: Params, term: str) -> Location:
    """Return where a term's explanation was written: as the entry itself, or as one of its members."""
    location: Location = (TERMS, term, "explanation")
    return location if location in params.lines else location[:2]


def term_findings(params: Params) -> Iterator[Finding]:
    """Yield a 誤り for each term or spelling that another term has."""
    taken: dict[str, str] = {}
    for term, written in params.report.terms.items():
        for word in (term, *written.also):
            other = taken.setdefault(comparable(word), term)
            if other != term:
                yield TERM_TWICE.finding(*params.place(TERMS, term), word=word, other=other)
