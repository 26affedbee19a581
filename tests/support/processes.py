"""Descendants and open files of processes, read from /proc."""

from contextlib import suppress
from pathlib import Path


def descendants(process: int, *words: str) -> list[int]:
    """Return all descendants; with ``words``, those whose command line contains one of them."""
    found = []
    for child in _children(process):
        if not words or any(word in _command(child) for word in words):
            found.append(child)
        found += descendants(child, *words)
    return found


def open_files(process: int) -> list[str]:
    """Return the paths of a process's open files; none if the process has ended."""
    with suppress(OSError):
        return [str(one.readlink()) for one in Path(f"/proc/{process}/fd").iterdir()]
    return []


def _children(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""
