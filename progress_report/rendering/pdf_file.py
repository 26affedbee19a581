"""report.pdf and its large print version: typeset with Typst, tagged as PDF/UA-1 and PDF/A-3a."""

import json
import shutil
import tempfile
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import typst

from progress_report.document.blocks import Image, Table
from progress_report.document.document import Document
from progress_report.inputs.params.theme import Paper, Theme
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.fonts import FontFamily
from progress_report.open_data.published_tables import FOLDER, LEDGER, document_data
from progress_report.rendering.pdf_row_headers import with_row_headers
from progress_report.rendering.typst_compiler import compile_with_fonts

STANDARDS: Final[list[Literal["ua-1", "a-3a"]]] = ["ua-1", "a-3a"]
TEMPLATE = "report.typ"
# Typst's name of each paper, its margins in millimetres, and its body text in points: a smaller paper has
# smaller text, so that tables keep their columns.
PAPERS: Mapping[Paper, tuple[str, dict[str, int], str]] = {
    "A4": ("a4", {"top": 26, "bottom": 22, "side": 22}, "10.5"),
    "B5": ("jis-b5", {"top": 22, "bottom": 18, "side": 18}, "9.5"),
}
# As in Japanese large-print books: 14 points, where a report has 10.5.
LARGE_PRINT = {"size": "14"}
_SUFFIXES = {"image/png": ".png", "image/svg+xml": ".svg"}
_MIME_TYPES = {
    "csv": ("text/csv", "表・図の値"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "表・図の値（全件）"),
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file embedded in the PDF (PDF/A-3)."""

    name: str
    content: bytes
    mime_type: str
    description: str


def report_pdf(
    document: Document,
    fonts: FontFamily,
    open_data: Mapping[str, bytes] | None = None,
    theme: Theme | None = None,
    *,
    large_print: bool = False,
) -> bytes:
    """Return the PDF with its attachments. PublishingError if it cannot be typeset.

    ``open_data``: the document's, if already made; empty for a PDF without attachments.
    """
    attached = _attachments(document_data(document) if open_data is None else open_data)
    stub_columns = [block.grid.stub_columns for block in document.blocks if isinstance(block, Table)]
    theme = theme or Theme()
    if large_print:
        theme = replace(theme, paper="A4")  # a smaller one has no room for large print
    look = LARGE_PRINT if large_print else {"size": PAPERS[theme.paper][2]}
    pdf = typeset(document, fonts, attached, look, theme)
    return with_row_headers(pdf, stub_columns, dated="date" in document.record)


def _attachments(open_data: Mapping[str, bytes]) -> list[Attachment]:
    """Return the ledger, each table's and chart's values as printed, and the workbook of them all."""
    attached = []
    if LEDGER in open_data:
        attached.append(Attachment(LEDGER, open_data[LEDGER], "text/csv", "数値の算出根拠（全件）"))
    for path, content in open_data.items():
        folder, _, name = path.rpartition("/")
        if folder == FOLDER and (kind := _MIME_TYPES.get(name.partition(".")[2])) is not None:
            attached.append(Attachment(name, content, *kind))
    return attached


def typeset(
    document: Document,
    fonts: FontFamily,
    attachments: Sequence[Attachment],
    look: Mapping[str, str],
    theme: Theme,
) -> bytes:
    """Return the document typeset by ``templates/pdf/report.typ``, with no fonts except the two given.

    ``look``: further inputs of the template, such as the size of its text.
    """
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        root = Path(folder)
        shutil.copytree(Project.here().templates / "pdf", root, dirs_exist_ok=True)
        write_template_inputs(root, document, theme, attachments)
        try:
            pdf, warnings = compile_with_fonts(
                root / TEMPLATE,
                fonts,
                format="pdf",
                pdf_standards=[*STANDARDS],
                sys_inputs={"document": "document.json", "font": fonts.name, **look},
            )
        except typst.TypstError as error:
            raise _failure(f"PDFを組めません（{error.message}）。") from error
    if warnings:
        raise _failure(f"PDFの組版が警告を出しました（{warnings}）。")
    return bytes(pdf)


def template_theme(theme: Theme, root: Path) -> dict[str, Any]:
    """Return the template's view of a theme, copying the logo's file into ``root``."""
    paper, margins, _ = PAPERS[theme.paper]
    read = {"colours": theme.colours.model_dump(), "paper": paper, "margins": margins, "logo": None}
    if theme.logo is not None:
        file = f"logo{theme.logo.path.suffix}"
        shutil.copy(theme.logo.path, root / file)
        read["logo"] = {"file": file, "alt": theme.logo.alt}
    return read


def write_template_inputs(
    root: Path, document: Document, theme: Theme, attachments: Sequence[Attachment] = ()
) -> None:
    """Write the template's input files: document, theme, pictures, attachments."""
    (root / "document.json").write_bytes(document.to_bytes())
    listed = []
    for number, attachment in enumerate(attachments):
        (root / f"attachment-{number}").write_bytes(attachment.content)
        described = {"mime_type": attachment.mime_type, "description": attachment.description}
        listed.append({"name": attachment.name, "path": f"attachment-{number}"} | described)
    for name, value in (
        ("attachments", listed),
        ("pictures", picture_files(document, root)),
        ("theme", template_theme(theme, root)),
    ):
        (root / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def picture_files(document: Document, root: Path) -> dict[str, str]:
    """Write the document's pictures into ``root``; return their file names by name."""
    files: dict[str, str] = {}
    for number, block in enumerate(one for one in document.blocks if isinstance(one, Image)):
        files[block.name] = f"picture-{number}{_SUFFIXES[block.media_type]}"
        (root / files[block.name]).write_bytes(b64decode(block.content))
    return files


def _failure(message: str) -> PublishingError:
    return PublishingError([Finding(message, file=f"templates/pdf/{TEMPLATE}")])
