"""Check for orphan numbers: every numeral on the rendered pages must be in the ledger.

The files themselves are checked: in the HTML, no numeral is left after removing every element with a ledger
identifier; the PDF contains exactly the numerals of the HTML; the text contains only numerals of the ledger,
and all of them except those drawn in charts.
"""

import csv
import ctypes
import io
import re
from collections import Counter
from collections.abc import Container, Iterator
from html.parser import HTMLParser

import pypdfium2
from pypdfium2 import raw

from progress_report.model.findings import Finding, NotebookError, PublishingError
from progress_report.model.numerals import NUMERAL, numerals

_VOID = {"br", "hr", "img", "input", "link", "meta"}
_NOT_PRINTED = {"head", "script", "style"}
LEDGER = "data-ledger"
# Left to the other formats by the text, which has only the alternative text of charts.
_NOT_REPORTED = re.compile("図中の文字|値の表|概要（PDFの属性）")
# Only on the page: the values of charts, unfolded on demand, and the sources of numbers.
PAGE_ONLY = "page-only"
# The table of contents, which repeats headings to a depth that depends on the format.
_CONTENTS, _CONTENTS_TAG = "nav", "TOC"
_LONGEST_TYPE = 64  # bytes of a structure element's type


class PageNumerals(HTMLParser):
    """Numerals in a page's words.

    ``orphans``: without a ledger identifier, each with the surrounding words; ``shared``: those also printed
    by other formats, without the table of contents.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self._words: list[str] = []
        self._open: list[tuple[str, bool, bool]] = []  # tag, accounted for, page only
        self.orphans: list[tuple[str, str]] = []
        self.shared = Counter[str]()
        self.feed(page)

    @property
    def all(self) -> set[str]:
        """All printed numerals, including those only on the page.

        The full text of an element counts, too: 三 of 三つ is a numeral only before its counter.
        """
        return {numeral for words in self._words for numeral in (*numerals(words), words)}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._words.append(dict(attrs).get("alt") or "")
            return
        _, accounted, page_only = self._open[-1] if self._open else ("", False, False)
        names = dict(attrs)
        accounted = accounted or LEDGER in names or tag in _NOT_PRINTED
        own = tag in (*_NOT_PRINTED, _CONTENTS) or PAGE_ONLY in (names.get("class") or "").split()
        page_only = page_only or own
        self._open.append((tag, accounted, page_only))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        _, accounted, page_only = self._open[-1] if self._open else ("", False, False)
        if not accounted:
            self.orphans += [(numeral, " ".join(data.split())) for numeral in numerals(data)]
        if not any(tag in _NOT_PRINTED for tag, _, _ in self._open):
            self._words.append(data)
        if not page_only:
            self.shared.update(NUMERAL.findall(data))


def require_no_orphans(page: str) -> Counter[str]:
    """Return the numerals printed by the page and by other formats, all traced.

    NotebookError names each numeral without a ledger identifier and the surrounding words.
    """
    found = PageNumerals(page)
    if found.orphans:
        remedy = "データ・パラメータの値を数量として差し込んでください。"
        raise NotebookError(
            [
                Finding(
                    f"出どころの分からない数字「{numeral}」があります（「{words}」）。", remedy, "report.html"
                )
                for numeral, words in dict.fromkeys(found.orphans)
            ]
        )
    return found.shared


def require_within_page(page: PageNumerals, found: Counter[str], file: str) -> None:
    """Raise PublishingError naming the numerals of another format that the page does not print at all."""
    if others := sorted(found.keys() - page.all):
        message = f"{file} に、HTMLにない数字があります: {'、'.join(others)}。"
        raise PublishingError([Finding(message, "どちらかが書き換えられていないか確かめてください。", file)])


def require_of_ledger(found: Counter[str], ledger: str, file: str, title: str) -> None:
    """Check a format, which may repeat numerals (e.g. of headers with every row), against ledger.csv.

    NotebookError names each numeral missing in the ledger, PublishingError each missing in the format.
    """
    due, drawn = Counter[str](), Counter[str]()
    for row in csv.DictReader(io.StringIO(ledger)):
        printed = numerals(row["printed"]) or [row["printed"]]
        (drawn if _NOT_REPORTED.search(row["place"]) else due).update(printed)
    if orphans := sorted(found.keys() - due.keys() - drawn.keys()):
        remedy = "データ・パラメータの値を数量として差し込んでください。"
        message = "出どころの分からない数字「{}」があります。"
        raise NotebookError([Finding(message.format(orphan), remedy, file) for orphan in orphans])
    if missing := sorted((due - found).keys()):
        message = f"印刷される数字が、{title}版にありません: {'、'.join(missing)}。"
        remedy = f"{title}版が同じものを伝えているか確かめてください。"
        raise PublishingError([Finding(message, remedy, file)])


def require_as_often(page: Counter[str], found: Counter[str], file: str, title: str) -> None:
    """Raise PublishingError naming the numerals that page and format do not print equally often."""
    different = [
        f"「{numeral}」はHTMLに{page[numeral]}回、{title}に{found[numeral]}回"
        for numeral in sorted(page | found)
        if page[numeral] != found[numeral]
    ]
    if different:
        message = f"HTMLと{title}の数字が一致しません: {'、'.join(different)}。"
        remedy = "同じものを表示しているか、両方のテンプレートを確かめてください。"
        raise PublishingError([Finding(message, remedy, file)])


def pdf_numerals(pdf: bytes) -> Counter[str]:
    """Return the numerals of a PDF's content, without page furniture and the table of contents."""
    found = Counter[str]()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            found.update(NUMERAL.findall(_content(page.get_textpage(), _marks_of_contents(page))))
    return found


def _marks_of_contents(page: pypdfium2.PdfPage) -> set[int]:
    """Return the marked content of a page that belongs to the table of contents."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    kids = (
        raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(raw.FPDF_StructTree_CountChildren(tree))
    )
    found = {mark for kid in kids for mark in _marks_below(kid, within=False)}
    raw.FPDF_StructTree_Close(tree)
    return found


def _marks_below(element: raw.FPDF_STRUCTELEMENT, *, within: bool) -> Iterator[int]:
    """Yield the marks of an element and those below it that are in a table of contents."""
    name = ctypes.create_string_buffer(_LONGEST_TYPE)
    raw.FPDF_StructElement_GetType(element, name, _LONGEST_TYPE)
    within = within or name.raw.decode("utf-16-le").partition("\0")[0] == _CONTENTS_TAG
    for i in range(raw.FPDF_StructElement_CountChildren(element)):
        if kid := raw.FPDF_StructElement_GetChildAtIndex(element, i):
            yield from _marks_below(kid, within=within)
        elif within:
            yield raw.FPDF_StructElement_GetChildMarkedContentID(element, i)


def _content(words: pypdfium2.PdfTextPage, left_out: Container[int]) -> str:
    """Return the page's tagged text, except the marked content to be omitted.

    The words of a chart are drawn letter by letter, so that only the spaces that pdfium finds between letters
    and the marks of tagged content show which letters belong together.
    """
    shown: list[str] = []
    last = None
    for i in range(words.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(words.raw, i))
        if raw.FPDFText_IsGenerated(words.raw, i):
            shown.append(character)
            continue
        mark = raw.FPDFPageObj_GetMarkedContentID(raw.FPDFText_GetTextObject(words.raw, i))
        if mark < 0 or mark in left_out:  # below 0: page furniture
            continue
        shown.append(character if mark == last else "\n" + character)
        last = mark
    return "".join(shown)
