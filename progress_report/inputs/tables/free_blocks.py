"""Tables and pictures that the parameters add to a section, read from their files."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from progress_report.inputs.params.block_params import BlockParams
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.picture_checks import (
    picture_violations,
    png_size,
    published_png,
    svg_size,
)
from progress_report.inputs.parsing.text_files import MEGABYTE, read_bytes
from progress_report.inputs.project import Project
from progress_report.inputs.tables.free_tables import FreeTable, read_free_table, require_file
from progress_report.model.findings import ReportError

_MOST_BYTES = 4 * MEGABYTE  # of a picture, which is embedded in the page and in both PDFs
_PICTURE = "写真や絵"
MediaType = Literal["image/png", "image/svg+xml"]


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture as published, and its size in pixels or the units of an SVG.

    ``digest``: SHA-256 of the source file.
    """

    file: str
    digest: str
    media_type: MediaType
    content: bytes
    width: float
    height: float


def free_files(params: Params) -> Iterator[tuple[tuple[str | int, ...], BlockParams, Path]]:
    """Yield each file of a table or picture, with its entry and the entry's location."""
    folder = params.project.data_folder(params.report.fiscal_year)
    for s, section in enumerate(params.report.sections):
        for i, block in enumerate(section.blocks):
            if block.file is not None:
                yield ("sections", s, "blocks", i), block, folder / block.file


def free_tables(params: Params) -> dict[str, list[FreeTable]]:
    """Return the year's added tables by file. Raise ReportError if one cannot be read."""
    found: dict[str, list[FreeTable]] = {}
    for _, block, path in free_files(params):
        if block.table:
            table = read_free_table(params.project, path, block.sheet)
            found.setdefault(table.file, []).append(table)
    return found


def read_picture(project: Project, path: Path) -> PictureFile:
    """Return a printable picture. Raise ReportError with all errors in it."""
    file = project.relative(path)
    require_file(project, path)
    content = read_bytes(path, file, _MOST_BYTES)
    if violations := list(picture_violations(_PICTURE, path.name, content)):
        raise ReportError([failure.at(file) for failure in violations])
    digest = sha256(content).hexdigest()
    if path.suffix == ".svg":
        return PictureFile(file, digest, "image/svg+xml", content, *svg_size(content))
    return PictureFile(file, digest, "image/png", published_png(content), *png_size(content))
