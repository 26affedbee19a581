"""A real project for fault injection, and the conditions that must hold afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tests.support.processes import processes_with
from tests.support.project_copy import Project, run_script

LONGEST_END_SECONDS = 30
LONGEST_BUILD_SECONDS = 240
YEAR = "2024"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A copy of the project, and a temporary folder whose name identifies its commands' processes."""

    project: Project
    temporary: Path

    @property
    def out(self) -> Path:
        return self.project.root / "build"

    @property
    def report(self) -> Path:
        return self.out / YEAR

    def run(
        self, *arguments: str | Path, started_with: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command. ``started_with``: called in the process before it becomes the command."""
        environment = {**os.environ, "TMPDIR": str(self.temporary)}
        line = [*map(str, arguments)]
        return run_script(self.project.root, line, env=environment, preexec_fn=started_with)

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start a command in its own session, as a terminal does: Ctrl+C goes to the whole group."""
        return subprocess.Popen(
            [sys.executable, "report_builder.py", *map(str, arguments)],
            cwd=self.project.root,
            env={**os.environ, "TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def retitle(self, old: str, new: str) -> None:
        """Change the title, so that another report must be made."""
        self.project.edit(f"params/{YEAR}.yaml", f"title: {old}", f"title: {new}")

    def processes(self) -> list[int]:
        """Return all processes started by commands here, whoever their parent is now."""
        return processes_with(str(self.temporary))

    def left(self) -> list[str]:
        """Return what no build may leave: processes, and files that are neither input, report nor cache."""
        deadline = time.monotonic() + LONGEST_END_SECONDS
        while self.processes() and time.monotonic() < deadline:
            time.sleep(0.05)
        hidden = [
            path
            for path in self.project.root.rglob(".*")
            if path.name != ".cache" and "__pycache__" not in path.parts
        ]
        return [
            *(f"process {process}" for process in self.processes()),
            *map(str, self.temporary.iterdir()),
            *map(str, hidden),
        ]

    def require_valid(self) -> None:
        """Assert that the next build succeeds, its report verifies, and no stale files remain."""
        done = self.run("build", YEAR)
        assert done.returncode == 0, done.stderr
        verified = self.run("verify", self.report)
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert self.left() == []


@contextmanager
def temporary_workspace(folder: Path) -> Iterator[Workspace]:
    """Yield a ``Workspace`` with a copy of the project in the folder."""
    temporary = Path("/tmp") / f"f{os.getpid()}-{sha256(str(folder).encode()).hexdigest()[:8]}"
    temporary.mkdir()
    try:
        yield Workspace(Project.copied(folder / "project"), temporary)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return  # it had just ended
