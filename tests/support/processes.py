"""Processes, their descendants and open files, read from /proc."""

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


def processes_with(value: str) -> list[int]:
    """Return all running processes with the value in their environment, whoever their parent is now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            status = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if status != "Z" and value.encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
    return found


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
