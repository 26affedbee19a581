"""``report.docx``, for circulation and correction in Word (``--to progress_docx``)."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from progress_report.document.document import Document
from progress_report.rendering.report_exporter import ReportExporter
from progress_report.rendering.word.numerals import word_numerals
from progress_report.rendering.word.word_file import report_docx


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
        return word_numerals(content)
