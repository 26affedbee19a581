"""No orphan numbers: every numeral on the rendered pages is accounted for by the ledger.

Judged on the files themselves: in the HTML, no numeral is left once every element with a ledger
identifier is taken away; in the PDF stand the numerals that stand in the HTML, neither more nor fewer;
in the text stand those of the ledger only, and all of them but what charts draw.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from html.parser import HTMLParser
from types import MappingProxyType

import pypdfium2
from pypdfium2 import raw

from progress_report.model.findings import Finding, NotebookError, PublishingError
from progress_report.model.numerals import NUMERAL, numerals

_VOID = {"br", "hr", "img", "input", "link", "meta"}
_NOT_PRINTED = {"head", "script", "style"}
LEDGER = "data-ledger"
_TEXT = "report.txt"
# What the text leaves to the other formats: of charts it tells the alternative text.
_NOT_TOLD = re.compile("図中の文字|値の表|概要（PDFの属性）")
# What the page alone has: the values of charts, unfolded on demand, and the sources of numbers.
PAGE_ONLY = "page-only"
DEEPEST_LISTED = 3  # level of heading in the table of contents of both formats


class _Numerals(HTMLParser):
    """Numerals of the page's words: those without a ledger identifier, those the PDF has too, and all."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool, bool]] = []  # tag, accounted for, page only
        self.orphans: list[tuple[str, str]] = []
        self.shared = Counter[str]()
        self.all = Counter[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        _, accounted, page_only = self._open[-1] if self._open else ("", False, False)
        names = dict(attrs)
        accounted = accounted or LEDGER in names or tag in _NOT_PRINTED
        page_only = page_only or tag in _NOT_PRINTED or PAGE_ONLY in (names.get("class") or "").split()
        self._open.append((tag, accounted, page_only))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        _, accounted, page_only = self._open[-1] if self._open else ("", False, False)
        if not accounted:
            self.orphans += [(numeral, " ".join(data.split())) for numeral in numerals(data)]
        if not any(tag in _NOT_PRINTED for tag, _, _ in self._open):
            self.all.update(numerals(data))
        if not page_only:
            self.shared.update(NUMERAL.findall(data))


def require_no_orphans(page: str, pdfs: Mapping[str, bytes] = MappingProxyType({})) -> int:
    """How many numerals the page prints, all of them traced.

    NotebookError names each numeral without a ledger identifier and the words around it;
    PublishingError names what the HTML and one of the PDFs, given by file, do not have in common.
    """
    found = _Numerals()
    found.feed(page)
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
    _require_same_numerals(found, pdfs)
    return found.shared.total()


def require_same_numerals(page: str, pdfs: Mapping[str, bytes], text: str) -> None:
    """PublishingError names numerals that page and PDFs do not have in common, and others of the text."""
    found = _Numerals()
    found.feed(page)
    _require_same_numerals(found, pdfs)
    if others := sorted(set(numerals(text)) - found.all.keys()):
        message = f"{_TEXT} に、HTMLにない数字があります: {'、'.join(others)}。"
        raise PublishingError([Finding(message, "どちらかが書き換えられていないか確かめてください。", _TEXT)])


def require_text_traced(text: str, ledger: str) -> None:
    """Hold report.txt to ledger.csv. Numerals of table headers are told again with every row.

    NotebookError names each numeral that the ledger does not have, PublishingError each that is missing.
    """
    due, drawn = Counter[str](), Counter[str]()
    for row in csv.DictReader(io.StringIO(ledger)):
        printed = numerals(row["printed"]) or [row["printed"]]
        (drawn if _NOT_TOLD.search(row["place"]) else due).update(printed)
    told = Counter(numerals(text))
    if orphans := sorted(told.keys() - due.keys() - drawn.keys()):
        remedy = "データ・パラメータの値を数量として差し込んでください。"
        message = "出どころの分からない数字「{}」があります。"
        raise NotebookError([Finding(message.format(orphan), remedy, _TEXT) for orphan in orphans])
    if missing := sorted((due - told).keys()):
        message = f"印刷される数字が、テキスト版にありません: {'、'.join(missing)}。"
        remedy = "テキスト版が同じものを伝えているか確かめてください。"
        raise PublishingError([Finding(message, remedy, _TEXT)])


def _require_same_numerals(found: _Numerals, pdfs: Mapping[str, bytes]) -> None:
    for file, pdf in pdfs.items():
        _require_the_same(found.shared, _pdf_numerals(pdf), file)


def _require_the_same(page: Counter[str], pdf: Counter[str], file: str) -> None:
    different = [
        f"「{numeral}」はHTMLに{page[numeral]}回、PDFに{pdf[numeral]}回"
        for numeral in sorted(page | pdf)
        if page[numeral] != pdf[numeral]
    ]
    if different:
        message = f"HTMLとPDFの数字が一致しません: {'、'.join(different)}。"
        remedy = "templates/html と templates/pdf が同じものを表示しているか確かめてください。"
        raise PublishingError([Finding(message, remedy, file)])


def _pdf_numerals(pdf: bytes) -> Counter[str]:
    """The numerals of the PDF's content, without page furniture and the page numbers of its contents."""
    found = Counter[str]()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            found.update(NUMERAL.findall(_content(page.get_textpage())))
        listed = [mark for mark in document.get_toc() if mark.level < DEEPEST_LISTED]
        found.subtract(str(mark.get_dest().get_index() + 1) for mark in listed)
    return found


def _content(words: pypdfium2.PdfTextPage) -> str:
    """The page's tagged text. The words of a chart are drawn letter by letter, so that what belongs
    together is told by the spaces pdfium finds between letters, and by the marks of tagged content."""
    shown: list[str] = []
    last = None
    for i in range(words.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(words.raw, i))
        if raw.FPDFText_IsGenerated(words.raw, i):
            shown.append(character)
            continue
        mark = raw.FPDFPageObj_GetMarkedContentID(raw.FPDFText_GetTextObject(words.raw, i))
        if mark < 0:  # page furniture
            continue
        shown.append(character if mark == last else "\n" + character)
        last = mark
    return "".join(shown)
