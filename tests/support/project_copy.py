"""Builds as a person runs them: ``report_builder.py`` in a separate process."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.commands import CommandServer

ROOT = Path(__file__).resolve().parents[2]
WORKING_FILES = (
    "report_builder.py",
    "progress_report",
    "templates",
    "notebooks",
    "params",
    "data",
    "requirements.lock",
    "pyproject.toml",
)
# The municipalities of the repository's reports: the one of its own folder, and invented ones.
MUNICIPALITIES = (ROOT, *sorted(path.parent for path in ROOT.glob("examples/*/params")))
BUILD_TIMEOUT_SECONDS = 300
COMMANDS = CommandServer(ROOT, BUILD_TIMEOUT_SECONDS)


def run_script(folder: Path, arguments: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run ``report_builder.py`` of a folder with these arguments; any exit code is accepted."""
    return subprocess.run(
        [sys.executable, "report_builder.py", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=BUILD_TIMEOUT_SECONDS,
        check=False,
        **options,
    )


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with the project's working files: the repository, or a copy that a test may change."""

    root: Path

    @classmethod
    def copied(cls, to: Path) -> "Project":
        to.mkdir(parents=True, exist_ok=True)
        for name in WORKING_FILES:
            if (ROOT / name).is_dir():
                # With byte code, which the first command would spend a second to compile.
                shutil.copytree(ROOT / name, to / name, ignore=shutil.ignore_patterns("*.pyc.*", ".*"))
            else:
                shutil.copy(ROOT / name, to / name)
        return cls(to)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace text that must be present in a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``python report_builder.py`` with these arguments; any exit code is accepted."""
        if self.root == ROOT and not environment:
            return COMMANDS.run([*map(str, arguments)])
        return run_script(self.root, [*map(str, arguments)], env={**os.environ, **environment})


@dataclass(frozen=True, slots=True)
class Built:
    """A whole report, and the build's output."""

    folder: Path
    stdout: str
    stderr: str

    @property
    def html(self) -> Path:
        return self.folder / "report.html"

    @property
    def pdf(self) -> Path:
        return self.folder / "report.pdf"

    @property
    def large_print(self) -> Path:
        return self.folder / "report-large-print.pdf"

    @property
    def text(self) -> str:
        return (self.folder / "report.txt").read_text(encoding="utf-8-sig")

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "document.json").read_bytes())
        return found

    @property
    def notebooks(self) -> list[Path]:
        return sorted((self.folder / "notebooks").glob("*.ipynb"))


def build(project: Project, out: Path, *options: str, year: str = "2024", **environment: str) -> Built:
    """Build a year's report, which must succeed."""
    done = project.run("build", year, "--out", out, *options, **environment)
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    return Built(out / year, done.stdout, done.stderr)
