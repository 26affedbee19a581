"""Archives whose bytes depend on what is in them alone: no time, no owner, no order of a folder's listing."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip file can say
_READABLE = 0o100644 << 16
_UNIX = 3


def write_archive(path: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write a zip file of these names, whole or not at all. OSError.

    Nothing is compressed: wheels are already, and zlib's bytes change between its versions.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(staging, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(files):
                content = files[name]
                entry = zipfile.ZipInfo(name, _EARLIEST)
                entry.create_system, entry.external_attr = _UNIX, _READABLE
                archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)


def read_archive(path: Path) -> dict[str, bytes]:
    """The files of a zip file by name, without its folders."""
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
