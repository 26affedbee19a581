"""Contents of published folders: their files, and the blocks of the notebooks."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import nbformat

from progress_report.document.blocks import Block, blocks_of
from progress_report.model.blocks import MIME_TYPE

B = TypeVar("B", bound=Block)


def blocks(notebooks: Iterable[Path], kind: type[B]) -> Iterator[B]:
    """Yield the blocks of a kind in reading order."""
    for path in notebooks:
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                shown = output.get("data", {}).get(MIME_TYPE)
                shown_blocks = blocks_of(shown) if shown else []
                yield from (block for block in shown_blocks if isinstance(block, kind))


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file in the folder, by its relative path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in the folder, by its relative path.

    Compare folders by these: for long byte strings that differ, pytest would compute the difference for an
    hour.
    """
    return {name: sha256(content).hexdigest() for name, content in contents(folder).items()}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, for comparison."""
    return sha256(path.read_bytes()).hexdigest()
