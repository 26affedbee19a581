"""The numerals in a Word file, including alternative texts, but not headers and footers."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element, fromstring

from progress_report.model.numerals import numerals

_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BODY = "word/document.xml"


def word_numerals(content: bytes) -> Counter[str]:
    """Return the numerals of a Word file made by the program."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        root = fromstring(parts.read(_BODY))
    return Counter(numerals("\n".join(_texts(root))))


def _texts(root: Element) -> Iterator[str]:
    for paragraph in root.iter(f"{_WORDS}p"):
        words = []
        for one in paragraph.iter():
            if one.tag == f"{_WORDS}t":
                words.append(one.text or "")
            elif one.tag in (f"{_WORDS}br", f"{_WORDS}tab"):
                words.append("\n")
            elif one.tag == _DRAWN:
                words.append(f"\n{one.get('descr', '')}\n")
        yield "".join(words)
