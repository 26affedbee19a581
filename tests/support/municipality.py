"""A municipality's own files in a folder, built by the repository's program."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.support.project_copy import COMMANDS, ROOT, Project, run_script


class Municipality(Project):
    """A copy of ``params/``, ``data/`` and ``notebooks/`` that a test may change and build."""

    @classmethod
    def copied(cls, to: Path) -> "Municipality":
        for name in ("params", "data", "notebooks"):
            shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        return cls(to)

    def run(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command with ``--root`` for this folder; any exit code is accepted."""
        line = [*map(str, arguments), "--root", str(self.root)]
        if environment:
            return run_script(ROOT, line, env={**os.environ, **environment})
        return COMMANDS.run(line)
