"""用語: the terms that the parameters explain, each linked where the report's running text first uses it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from progress_report.document.blocks import BlockFinding, Figure, Glossary, ItemList, Paragraph, Term
from progress_report.document.document import Document
from progress_report.document.runs import LineBreak, LiteralText, NoteMark, Run, Runs, TermLink, Text
from progress_report.document.written import document_block
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.prose.templates import from_params, introduction_values
from progress_report.inputs.prose.written_texts import TERMS, explanation_location
from progress_report.inputs.reviews.review_warnings import review
from progress_report.messages.reviews import TERM_UNUSED
from progress_report.model import blocks as written
from progress_report.model.inline import literal
from progress_report.model.terms import TermFinder

_NO_WORD = "\ufffc"  # stands for a run without words, such as the end of a line


def glossary_of(params: Params) -> Glossary | None:
    """Return the terms of the parameters; None where there are none.

    ReportError for a placeholder that nothing fills.
    """
    values = introduction_values(params)
    terms = []
    for name, term in params.report.terms.items():
        source = params.source(*explanation_location(params, name))
        reading = literal(term.reading, params.source(TERMS, name, "reading")) if term.reading else ()
        # A name is no entry of its own: what it is written in, is.
        named = literal(name, params.source(TERMS))
        terms.append(written.Term(named, reading, from_params(term.explanation, values, source), source))
    if not terms:
        return None
    glossary = document_block(written.Glossary(tuple(terms)))
    assert isinstance(glossary, Glossary)
    return glossary


def link_first_uses(document: Document, glossary: Glossary, params: Params) -> None:
    """Link each term's first use to its explanation and back; a term that is never used is a 要確認."""
    terms = params.report.terms
    finder = TermFinder({name: term.also for name, term in terms.items()})
    unused = dict(zip(terms, glossary.entries, strict=True))
    for runs in _running_text(document):
        runs[:] = _linked(runs, finder, unused)
    for name in unused:
        source = params.source(TERMS, name)
        warning = review(TERM_UNUSED, name, source.file, source.line, source.name, term=name)
        glossary.findings.append(BlockFinding.model_validate(warning.finding.to_json()))


def _running_text(document: Document) -> Iterator[Runs]:
    """Yield paragraphs, items and notes in reading order, to be changed; no titles, headings or cells."""
    for block in document.blocks:
        match block:
            case Paragraph():
                yield block.content
            case ItemList():
                yield from block.items
            case Figure():
                yield from (note.content for note in block.notes)


@dataclass(frozen=True, slots=True)
class _FirstUse:
    """Characters of a text that are to lead to a term's explanation."""

    start: int
    end: int
    entry: Term

    def link(self, begins: bool) -> TermLink:
        """Return the link of one run; the one that the term begins with is where one comes back to."""
        return TermLink(entry=self.entry.anchor, anchor=self.entry.use if begins else None)


def _linked(runs: Runs, finder: TermFinder, unused: dict[str, Term]) -> Runs:
    """Return the runs with a link at each term that was not used before; it is no longer ``unused``."""
    texts = [_NO_WORD if isinstance(run, LineBreak | NoteMark) else run.text for run in runs]
    starts = [*accumulate(map(len, texts), initial=0)]
    spans = [(run, *span) for run, span in zip(runs, pairwise(starts), strict=True)]
    uses = []
    for use in finder.uses_in("".join(texts)):
        covered = [run for run, start, end in spans if start < use.end and use.start < end]
        if use.term in unused and all(isinstance(run, Text | LiteralText) for run in covered):
            entry = unused.pop(use.term)
            entry.use = f"{entry.anchor}-use"
            uses.append(_FirstUse(use.start, use.end, entry))
    return [part for span in spans for part in _parts(*span, uses)] if uses else runs


def _parts(run: Run, start: int, end: int, uses: Sequence[_FirstUse]) -> Iterator[Run]:
    """Yield a run, cut where uses begin and end; ``start`` and ``end``: its place among the characters."""
    at = start
    for use in uses:
        first, last = max(use.start, start), min(use.end, end)
        if first < last:
            if at < first:
                yield _part(run, at - start, first - start)
            yield _part(run, first - start, last - start, use.link(begins=use.start >= start))
            at = last
    if at < end or at == start:
        yield _part(run, at - start, end - start)


def _part(run: Run, start: int, end: int, link: TermLink | None = None) -> Run:
    if not isinstance(run, Text | LiteralText):
        return run
    return run.model_copy(update={"text": run.text[start:end], "term": link})
