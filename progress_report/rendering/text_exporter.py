"""``report.txt``: the report as plain text, for listening (``--to progress_text``)."""

from collections.abc import Mapping
from typing import Any

from progress_report.document.document import Document
from progress_report.rendering.report_exporter import ReportExporter
from progress_report.rendering.report_text import report_text


class TextExporter(ReportExporter):
    """UTF-8 with a byte order mark, so that every program detects it."""

    file, title, label = "report.txt", "テキスト", "読み上げ用のテキスト"
    export_from_notebook = "報告書（テキスト）"
    output_mimetype = "text/plain"

    def render(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """Return the text."""
        return report_text(document).encode("utf-8-sig")
