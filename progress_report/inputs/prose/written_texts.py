"""The texts that analysts wrote in the parameters and that the report prints; the terms among them."""

from collections.abc import Iterator

from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.source_tree import Location, Scalar
from progress_report.messages.section_texts import TERM_TWICE
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding

TERMS = "terms"

# A text's name (``introduction``, ``2_online_procedures.outlook``), its location and the text itself.
WrittenText = tuple[str, Location, Scalar]


def written_paragraphs(params: Params) -> Iterator[WrittenText]:
    """Yield every paragraph that analysts wrote, in the order of the file."""
    for i, text in enumerate(params.report.introduction):
        yield "introduction", ("introduction", i), text
    for s, section in enumerate(params.report.sections):
        for name, texts in section.prose.items():
            for i, text in enumerate(texts):
                yield f"{section.notebook}.{name}", ("sections", s, "prose", name, i), text
        for i, block in enumerate(section.blocks):
            for within, text in block.running_texts():
                yield f"{section.notebook}.blocks.{i + 1}", ("sections", s, "blocks", i, *within), text


def written_texts(params: Params) -> Iterator[WrittenText]:
    """Yield every text of the parameters that the report prints.

    These are the cover, paragraphs, titles and descriptions of blocks, explanations of terms, and reasons of
    restatements. Corrections (``errata``) are not included, because they quote what was printed.
    """
    for name in ("title", "document_number", "committee", "department", "contact", "next_report"):
        if isinstance(text := getattr(params.report, name), Scalar):
            yield name, (name,), text
    yield from written_paragraphs(params)
    for s, section in enumerate(params.report.sections):
        for i, block in enumerate(section.blocks):
            for within, text in block.texts_around():
                place = f"{section.notebook}.blocks.{i + 1}.{within[0]}"
                yield place, ("sections", s, "blocks", i, *within), text
    for s, section in enumerate(params.report.sections):
        for member, texts in section.overrides:
            for name, text in texts.items():
                place = f"{section.notebook}.overrides.{member}.{name}"
                yield place, ("sections", s, "overrides", member, name), text
    for term, written in params.report.terms.items():
        yield f"{TERMS}.{term}", explanation_location(params, term), written.explanation
    for i, entry in enumerate(params.report.restatements):
        yield "restatements.reason", ("restatements", i, "reason"), entry.reason


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
