"""What the report's nbconvert exporters share: they render a notebook's document, not its cells."""

from typing import Any

import nbformat
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Instance, default

from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp


class DocumentExporter(Exporter):  # type: ignore[misc]
    """``fonts``: the family that the output is set in.

    No preprocessor runs, and the notebook is not copied for them: cells have no part in the output.
    """

    fonts = Instance(FontFamily)

    @default("fonts")
    def _default_fonts(self) -> FontFamily:
        return noto_sans_cjk_jp()

    def _init_preprocessors(self) -> None:
        self._preprocessors: list[Any] = []

    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        return nb, resources


def without_cells() -> NotebookNode:
    """What nbconvert itself is given to export."""
    return nbformat.v4.new_notebook()
