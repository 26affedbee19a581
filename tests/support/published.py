"""Contents of published folders: their files, and the blocks of the notebooks."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import nbformat

from progress_report.document.blocks import Block, blocks_of
from progress_report.model.blocks import MIME_TYPE
from progress_report.provenance.checksum import CHECKSUM, with_checksum
from progress_report.provenance.record import MANIFEST

B = TypeVar("B", bound=Block)
CACHES = (".cache", "__pycache__")


def blocks(notebooks: Iterable[Path], kind: type[B]) -> Iterator[B]:
    """Yield the blocks of a kind in reading order."""
    for path in notebooks:
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                shown = output.get("data", {}).get(MIME_TYPE)
                shown_blocks = blocks_of(shown) if shown else []
                yield from (block for block in shown_blocks if isinstance(block, kind))


def contents(folder: Path, without: Collection[str] = ()) -> dict[str, bytes]:
    """Return every file in the folder, except in folders named in ``without``, by its relative path."""
    files = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
    kept = (path for path in files if not set(without).intersection(path.parts))
    return {path.as_posix(): (folder / path).read_bytes() for path in kept}


def digests(folder: Path, without: Collection[str] = ()) -> dict[str, str]:
    """Return the SHA-256 of each of these files.

    Compare folders by these: for long byte strings that differ, pytest would compute the difference for an
    hour.
    """
    return {name: sha256(content).hexdigest() for name, content in contents(folder, without).items()}


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, for comparison."""
    return sha256(path.read_bytes()).hexdigest()


def with_valid_checksum(manifest: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """Return the manifest changed, with the checksum that its new content has."""
    content = json.loads(manifest)
    content.pop(CHECKSUM, None)
    change(content)
    return with_checksum(content)


def rewrite_manifest(report: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change a report's manifest and its checksum, as someone with the knowledge could."""
    path = report / MANIFEST
    path.write_bytes(with_valid_checksum(path.read_bytes(), change))
