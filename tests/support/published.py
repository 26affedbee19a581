"""What the published notebooks hold: the blocks that every format is rendered from."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat

from progress_report.model.blocks import MIME_TYPE

Json = dict[str, Any]


def blocks(notebooks: Iterable[Path], kind: str) -> Iterator[Json]:
    """The blocks of a kind in reading order."""
    for path in notebooks:
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                block = output.get("data", {}).get(MIME_TYPE)
                if block and block["type"] == kind:
                    yield block


def pictures(notebooks: Iterable[Path]) -> Iterator[Json]:
    """All that is drawn, in reading order: the small charts of highlights, and charts."""
    notebooks = list(notebooks)
    for block in blocks(notebooks, "highlights"):  # which only the first notebook has
        yield from filter(None, block["pictures"])
    yield from blocks(notebooks, "chart")


def plain(fragment: list[Json]) -> str:
    return "".join(run.get("text", "") for run in fragment)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in the folder, by its path from there."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
