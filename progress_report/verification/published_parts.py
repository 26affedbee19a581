"""Mutual consistency of the parts of a published report, for reports that cannot be rebuilt.

The inputs of a report to be corrected have usually been corrected already. Its files can still be compared: a
change of one of them, even with a new manifest, contradicts the others.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from progress_report.comparison.items import PICTURE, AnyFigure, figures_of, headings_of, items_of
from progress_report.document.blocks import Highlights, Image
from progress_report.document.document import Document
from progress_report.document.files import DOCUMENT, read_document
from progress_report.document.runs import runs_text
from progress_report.model.findings import Finding, ReportError, first_few, shortened
from progress_report.provenance.ledger import ledger_csv
from progress_report.provenance.made_formats import FORMER, formats_of
from progress_report.provenance.record import MANIFEST
from progress_report.registry import installed_formats
from progress_report.rendering.formats import exporter_of
from progress_report.rendering.numeral_check import PageNumerals, require_as_often, require_within_page
from progress_report.verification.report_folder import OpenedReport

_LONGEST_SHOWN = 60  # characters of a text in a message
_LEDGER = "ledger.csv"
_COMPARED = ("section", "place", "printed", "value", "unit")  # columns of the ledger in every version
_REMEDY = "公表したときのファイルに戻してください。"
_MOST_NAMED = 5
_NOTE_MARKS_AND_BLANKS = re.compile(r"\[※[0-9]*\]|\s")


def contradictions(folder: Path, opened: OpenedReport) -> list[Finding]:
    """Return contradictions between a report's document, ledger, page, PDFs, text and record.

    Numbers are compared in all of them, words in the document and the page.
    """
    document = read_document(folder)
    files = opened.contents
    findings: list[Finding] = []
    if document.record != opened.record:
        message = f"作成記録が {MANIFEST} と違います。"
        findings.append(Finding(message, _REMEDY, (folder / DOCUMENT).as_posix()))
    if _LEDGER in files:
        findings += _ledger_findings(folder, document, files[_LEDGER])
    page = FORMER["html"].file
    if page in files:
        text = files[page].decode("utf-8", errors="replace")
        findings += _word_findings(folder, document, text)
        findings += _numeral_findings(folder, PageNumerals(text), opened)
    return findings


def _ledger_findings(folder: Path, document: Document, ledger: bytes) -> Iterator[Finding]:
    """Compare both ledgers as CSV: other versions of the program may have more or fewer columns."""
    written, expected = _ledger_rows(ledger), _ledger_rows(ledger_csv(document))
    if differing := written - expected:  # a later version of the program may list more
        named = "、".join(dict.fromkeys(f"{place}『{printed}』" for _, place, printed, *_ in differing))
        message = f"{_LEDGER} と {DOCUMENT} の数字が違います（{shortened(named, _LONGEST_SHOWN)}）。"
        yield Finding(message, _REMEDY, (folder / _LEDGER).as_posix())


def _ledger_rows(content: bytes) -> "Counter[tuple[str, ...]]":
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig", errors="replace"), newline=""))
    return Counter(tuple(row.get(column) or "" for column in _COMPARED) for row in reader)


def _word_findings(folder: Path, document: Document, page: str) -> Iterator[Finding]:
    words = _Words()
    words.feed(page)
    said = _condensed("".join(words.found))
    items = [(item.where, item.text) for item in items_of(document) if item.key[-1] != PICTURE]
    for figure in figures_of(document).values():
        items += [(f"{figure.number} 見出し", text) for text in _printed_headings(figure)]
    missing = [(where, text) for where, text in items if _condensed(text) not in said]
    pictures = (block for block in document.blocks if isinstance(block, Image))
    missing += [(f"{one.number} 絵", one.file) for one in pictures if one.content not in page]
    if missing:
        places = [f"{where}「{shortened(text, _LONGEST_SHOWN)}」" for where, text in missing]
        named = first_few(places, _MOST_NAMED, "か所")
        file = FORMER["html"].file
        message = f"{DOCUMENT} にある文が、{file} にありません（{named}）。"
        yield Finding(message, _REMEDY, (folder / DOCUMENT).as_posix())


def _printed_headings(figure: AnyFigure) -> list[str]:
    """Return the words of the header cells printed on a page.

    A card has no header over its name and its value, nor over blank cells.
    """
    if not isinstance(figure, Highlights):
        return [text for _, text in headings_of(figure)]
    (head,), body = figure.grid.head, figure.grid.body
    names = [runs_text(row[0].content) for row in body]
    columns = [column for column in range(2, len(head)) if any(row[column].content for row in body)]
    return names + [runs_text(head[column].content) for column in columns]


def _numeral_findings(folder: Path, page: PageNumerals, opened: OpenedReport) -> Iterator[Finding]:
    for name, made in formats_of(opened.manifest).items():
        if name == "html" or name not in installed_formats() or made.file not in opened.contents:
            continue
        exporter = exporter_of(name)()
        found = exporter.numerals(opened.contents[made.file])
        try:
            if exporter.as_often:
                require_as_often(page.shared, found, made.file, made.title)
            else:
                require_within_page(page, found, made.file)
        except ReportError as error:
            for finding in error.findings:
                yield Finding(finding.message, _REMEDY, (folder / finding.file).as_posix())


class _Words(HTMLParser):
    """The words of a page, including those only for screen readers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.found += [named.get("aria-label") or "", named.get("alt") or ""]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def _condensed(text: str) -> str:
    return _NOTE_MARKS_AND_BLANKS.sub("", text)
