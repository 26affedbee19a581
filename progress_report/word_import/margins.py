"""The differences of headers and footers between an edited file and the printed one."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from progress_report.messages import word_import as messages
from progress_report.model.findings import Finding
from progress_report.word_import.drawings import picture_of
from progress_report.word_import.package import FALLBACK, WORDS

_WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
_TRACKED_AWAY = (f"{WORDS}del", f"{WORDS}moveFrom")
_DRAWN = (f"{WORDS}drawing", f"{WORDS}pict", f"{WORDS}object")
_PLACE, _PICTURE = "ヘッダー・フッター", "図"


def margin_findings(file: str, printed: frozenset[str], margins: Iterable[Element]) -> Iterator[Finding]:
    """Yield changed, added and removed texts. Page numbers and other fields are ignored."""
    said = dict.fromkeys(text for margin in margins for text in _texts(margin))
    gone = sorted(printed - said.keys())
    new = [text for text in said if text not in printed]
    if len(gone) == len(new) == 1:
        yield messages.FIXED_EDITED.finding(file, None, _PLACE, was=gone[0], now=new[0])
        return
    for text in gone:
        yield messages.FIXED_REMOVED.finding(file, None, _PLACE, was=text)
    for text in new:
        yield messages.EDIT_UNPLACED.finding(file, None, _PLACE, what="足された文や図", text=text)


def _texts(margin: Element) -> Iterator[str]:
    """Yield the text of each paragraph, including text boxes and watermarks."""
    for one in _elements(margin):
        if one.tag == f"{WORDS}p":
            text = "".join(_words(one)).strip()
            if text:
                yield text
        elif one.tag == _WATERMARK and one.get("string"):
            yield one.get("string", "")
        elif one.tag in _DRAWN and picture_of(one, {}) and not any(e.tag == _WATERMARK for e in one.iter()):
            yield _PICTURE


def _words(paragraph: Element) -> Iterator[str]:
    """Yield the words of a paragraph, except results of fields and text boxes."""
    depth = 0
    for one in _elements(paragraph, inner=False):
        if one.tag == f"{WORDS}fldChar":
            depth += {"begin": 1, "end": -1}.get(one.get(f"{WORDS}fldCharType", ""), 0)
        elif one.tag == f"{WORDS}t" and depth == 0:
            yield one.text or ""


def _elements(element: Element, *, inner: bool = True) -> Iterator[Element]:
    """Yield descendants, with tracked changes accepted. ``inner``: include text boxes and simple fields."""
    for child in element:
        away = child.tag in (FALLBACK, *_TRACKED_AWAY)
        if away or (not inner and child.tag in (f"{WORDS}txbxContent", f"{WORDS}fldSimple")):
            continue
        yield child
        yield from _elements(child, inner=inner)
