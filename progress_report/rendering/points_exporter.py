"""``points.pdf``: only the title and 報告のポイント, as a handout (``--to progress_points``)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from progress_report.document.document import Document, Section, walk
from progress_report.document.runs import LiteralText, Text
from progress_report.messages.params import NO_OPENING
from progress_report.rendering.pdf_exporter import PdfExporter
from progress_report.rendering.pdf_file import report_pdf


class PointsExporter(PdfExporter):
    """One sheet of A4, typeset like the report's first page."""

    file, title, label = "points.pdf", "報告のポイント", "報告のポイント（PDF一枚）"
    as_often = False
    export_from_notebook = "報告のポイント（PDF）"

    def printed(self, document: Document) -> Document:
        """Return the title block and the sections before the table of contents, without what they lead to."""
        return document.model_copy(
            update={
                "subtitle": document.title,
                "introduction": [],
                "errata": None,
                "sections": [_without_terms(section) for section in document.opening],
                "closing": None,
            }
        )

    def render(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """Return the PDF. ReportError if the report does not begin with 報告のポイント."""
        if not document.opening:
            raise NO_OPENING.error(sheet=self.file)
        theme = replace(self.theme, paper="A4")
        return report_pdf(self.printed(document), self.fonts, {}, theme)


def _without_terms(section: Section) -> Section:
    """Return a section whose terms do not lead to explanations, which the sheet does not have."""
    copy = section.model_copy(deep=True)
    for _, run in walk(copy):
        if isinstance(run, Text | LiteralText):
            run.term = None
    return copy
