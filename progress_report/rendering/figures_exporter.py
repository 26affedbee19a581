"""``figures.zip``: each figure as a picture for slides and web pages (``--to progress_figures``).

An SVG with its words as outlines, so that it looks the same everywhere, and a PNG of 300 pixels per inch.
Both have the stamp of sample data if the figure has it.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from progress_report.document.blocks import Chart
from progress_report.document.document import Document
from progress_report.rendering.outlines import outlined
from progress_report.rendering.report_exporter import ReportExporter
from progress_report.rendering.word.pictures import chart_drawings

_TIME = (1980, 1, 1, 0, 0, 0)  # a fixed time, for reproducibility


class FiguresExporter(ReportExporter):
    """All charts of the report, as files named 図1_name.svg and 図1_name.png."""

    file, title, label = "figures.zip", "図の画像", "図の画像（SVG・PNG）"
    typesets = textless = True
    export_from_notebook = "図の画像（SVG・PNG）"
    output_mimetype = "application/zip"

    def render(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """Return the archive. PublishingError if a figure cannot be drawn."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self._files(document):
                archive.writestr(zipfile.ZipInfo(name, _TIME), content, zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _files(self, document: Document) -> Iterator[tuple[str, bytes]]:
        drawings = chart_drawings(document, self.fonts)
        for block in document.blocks:
            if isinstance(block, Chart):
                name = f"{block.number}_{block.name}"
                yield f"{name}.svg", outlined(block.svg, self.fonts).encode()
                yield f"{name}.png", drawings[id(block)].png
