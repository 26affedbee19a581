"""Common base of the report's formats as nbconvert exporters.

A build passes an exporter the stitched notebook of the executed cells, and its document. nbconvert itself
passes a single section's notebook, which must be executed.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, ClassVar, NoReturn

from nbconvert.exporters import Exporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.preprocessors import ExecutePreprocessor
from nbconvert.utils.exceptions import ConversionException
from nbformat import NotebookNode
from traitlets import Instance, List, default
from traitlets.config import Application

from progress_report.assembly.stitching import document_of
from progress_report.document.document import Document
from progress_report.inputs.params.theme import Theme
from progress_report.model.cell_tags import named_cells
from progress_report.model.findings import ReportError
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp
from progress_report.model.numerals import numerals

# The resources passed by a build: the document, its ledger and tables by path in the folder, and its other
# files (``companions``).
DOCUMENT, OPEN_DATA, COMPANIONS = "document", "open_data", "companions"
_NBCONVERT = "jupyter-nbconvert"


class ReportExporter(Exporter):  # type: ignore[misc]
    """Base of all formats. A format is a subclass in its own module, with an entry point.

    ``file``: in the report's folder; ``title``: of the format, in Japanese; ``label``: of a link to the file;
    ``carries_record``: whether the build record can be read from the file (``provenance.embedded``);
    ``typesets``: whether it is made in a separate thread; ``as_often``: whether it prints each numeral as
    often as the page does, or else each of the ledger at least once; ``textless``: whether its words are
    drawn, so that no numerals can be read from it. ``fonts``: the fonts of its text; ``theme``: its colours,
    logo and paper.
    """

    file: ClassVar[str]
    title: ClassVar[str]
    label: ClassVar[str]
    carries_record: ClassVar[bool] = False
    typesets: ClassVar[bool] = False
    as_often: ClassVar[bool] = False
    textless: ClassVar[bool] = False

    fonts = Instance(FontFamily)
    theme = Instance(Theme, args=())
    # None that changes the displayed content; ``--execute`` enables this one.
    default_preprocessors = List([ExecutePreprocessor])

    @default("file_extension")
    def _default_file_extension(self) -> str:
        return PurePath(self.file).suffix

    @default("fonts")
    def _default_fonts(self) -> FontFamily:
        return noto_sans_cjk_jp()

    def render(self, document: Document, resources: Mapping[str, Any]) -> bytes | str:
        """Return the file's content. PublishingError if it cannot be made."""
        raise NotImplementedError

    def printed(self, document: Document) -> Document:
        """Return the part of a document that the format prints, by default all of it."""
        return document

    def numerals(self, content: bytes) -> Counter[str]:
        """Return the numerals that a file of the format prints."""
        return Counter(numerals(content.decode("utf-8-sig", errors="replace")))

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes | str, dict[str, Any]]:
        """Return the file's content and the resources. ConversionException for a notebook not executed."""
        resources = self._init_resources(resources)
        _, resources = self._preprocess(nb, resources)
        return self.render(resources[DOCUMENT], resources), resources

    def _preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        if DOCUMENT not in resources:
            nb, resources = super()._preprocess(nb, resources)
            resources[DOCUMENT] = _single(nb)
        return nb, resources


def _single(notebook: NotebookNode) -> Document:
    """Return the document of one section's notebook. ConversionException with a one-sentence message."""
    code = [(cell, named) for cell, named in named_cells(notebook.cells) if cell.cell_type == "code"]
    for cell, named in code:
        if any(output.output_type == "error" for output in cell.outputs):
            _refuse(f"このノートブックは、{named}で止まっています。直して、上から実行し直してください。")
    for cell, named in code:
        if cell.source.strip() and cell.execution_count is None:
            _refuse(
                f"このノートブックは実行されていません（{named}）。--execute を付けるか、"
                "Jupyter で上から実行して保存してから、もう一度変換してください。"
            )
    try:
        return document_of(notebook)
    except ReportError as error:
        _refuse("".join(map(str, error.findings)))


def _refuse(sentence: str) -> NoReturn:
    """End nbconvert's command line with the sentence only; it would print a traceback."""
    if Application.initialized() and Application.instance().name == _NBCONVERT:
        sys.exit(f"【誤り】{sentence}")
    raise ConversionException(sentence)
