"""Small real disks: a tmpfs where mounting is allowed, otherwise a limit on file sizes."""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk's folder. Without a mount, commands need ``started_with``, which sets the limit."""

    root: Path
    mounted: bool
    started_with: Callable[[], None] | None = field(default=None)

    def make_read_only(self) -> None:
        if self.mounted:
            subprocess.run(["mount", "-o", "remount,ro", self.root], check=True)
        else:
            self.root.chmod(0o500)  # mode bits do not stop root, but root can mount


@contextmanager
def disk(root: Path, size: int) -> Iterator[Disk]:
    """Yield a disk of ``size`` bytes at ``root``."""
    root.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size // 4096 * 4096}", "tmpfs", str(root)]
    mounted = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0
    if not mounted:
        largest = size // 8  # the report's largest files exceed this, as the whole report exceeds the disk
        yield Disk(root, False, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))
        root.chmod(0o700)
        return
    try:
        yield Disk(root, True)
    finally:
        subprocess.run(["umount", "-l", root], check=True)
