"""``report.pdf``, typeset with Typst, and its large print version (``--to progress_pdf``)."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from progress_report.document.document import Document
from progress_report.rendering.numeral_check import pdf_numerals
from progress_report.rendering.pdf_file import report_pdf
from progress_report.rendering.report_exporter import OPEN_DATA, ReportExporter


class PdfExporter(ReportExporter):
    """PDF/UA-1 and PDF/A-3a."""

    file, title, label = "report.pdf", "PDF", "PDF"
    carries_record = typesets = as_often = True
    export_from_notebook = "報告書（PDF）"
    output_mimetype = "application/pdf"
    large_print: ClassVar[bool] = False

    def render(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """Return the PDF. PublishingError if it cannot be typeset."""
        data = resources.get(OPEN_DATA)
        return report_pdf(document, self.fonts, data, self.theme, large_print=self.large_print)

    def numerals(self, content: bytes) -> Counter[str]:
        """Return the numerals of the PDF's content, without page furniture."""
        return pdf_numerals(content)


class LargePrintExporter(PdfExporter):
    """The same report in 14 points and one column."""

    file, title, label = "report-large-print.pdf", "大きな文字のPDF", "大きな文字のPDF"
    export_from_notebook = "報告書（大きな文字のPDF）"
    large_print = True
