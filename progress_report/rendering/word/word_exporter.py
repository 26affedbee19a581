"""``report.docx``, for circulation and correction in Word (``--to progress_docx``)."""

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from progress_report.document.document import Document
from progress_report.model.numerals import numerals
from progress_report.rendering.report_exporter import ReportExporter
from progress_report.rendering.word.word_file import report_docx

_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BODY = "word/document.xml"


class WordExporter(ReportExporter):
    """A Word file with Word's own styles, tables and captions, and every number in a content control."""

    file, title, label = "report.docx", "Word", "Word（回覧・修正用）"
    carries_record = typesets = True
    export_from_notebook = "報告書（Word）"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def render(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """Return the Word file. PublishingError if a picture cannot be drawn."""
        return report_docx(document, self.fonts, self.theme)

    def numerals(self, content: bytes) -> Counter[str]:
        """Return the numerals of the file's text and alternative texts, without headers and footers."""
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
