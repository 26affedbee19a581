"""MyST (Jupyter Book 2), as far as it runs without a network: it executes the notebooks for an export."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contenders import Contender
from benchmarks.measure import Command, measure

PACKAGE = Path(__file__).parents[1] / "myst"
OUT = "_build"
MYST = "MyST"
_MARKS_OF_TROUBLE = ("error", "failed", "unsupported", "could not", "must be installed")


@dataclass(frozen=True, slots=True)
class Myst:
    """MyST installed in a folder, and the notebooks laid before it."""

    root: Path
    environment: dict[str, str]

    @classmethod
    def laid(cls, folder: Path, project: Path, sections: Sequence[str], jupyter: Path | None) -> "Myst":
        """Install MyST with npm and copy the notebooks. RuntimeError where that cannot be done.

        ``jupyter`` is the environment whose Jupyter server and kernel MyST is to start.
        """
        if shutil.which("npm") is None:
            raise RuntimeError("npm is not installed")
        if jupyter is None or not (jupyter / "bin" / "jupyter-server").is_file():
            raise RuntimeError("no environment with a Jupyter server was given")
        folder.mkdir(parents=True)
        for path in PACKAGE.glob("*.json"):
            shutil.copy(path, folder)
        installed = subprocess.run(["npm", "ci"], cwd=folder, capture_output=True, text=True, check=False)
        if installed.returncode:
            raise RuntimeError(
                f"npm could not install it ({(installed.stderr.strip() or '?').splitlines()[-1]})"
            )
        for name in sections:
            shutil.copy(project / "notebooks" / f"{name}.ipynb", folder)
        (folder / "myst.yml").write_text(json.dumps(_project(sections)), encoding="utf-8")
        settings = folder / "jupyter"
        settings.mkdir()
        # MyST gives its server no options, and the server refuses to serve the root user of a container.
        allowed = {"ServerApp": {"allow_root": True}}
        (settings / "jupyter_server_config.json").write_text(json.dumps(allowed), encoding="utf-8")
        return cls(
            folder,
            {
                "PATH": os.pathsep.join((str(jupyter / "bin"), os.environ["PATH"])),
                "PYTHONPATH": str(project),
                "JUPYTER_CONFIG_DIR": str(settings),
            },
        )

    def contender(self) -> Contender:
        """Executing all notebooks and writing them as Typst source, which needs no template."""
        return Contender(MYST, self._command("--typst"), ("report-*.typ",), self._forget)

    def said_of_pages(self) -> list[str]:
        """What it says when asked for HTML pages, in so far as it tells of trouble."""
        return troubles(measure(self._command("--html")).said)

    def _command(self, export: str) -> Command:
        program = self.root / "node_modules" / ".bin" / "myst"
        return Command(
            (str(program), "build", "--execute", export), self.root, self.environment, may_fail=True
        )

    def _forget(self, round_number: int) -> None:
        shutil.rmtree(self.root / OUT, ignore_errors=True)
        for path in self.root.glob("*.typ"):
            path.unlink()


def troubles(said: str) -> list[str]:
    """The lines that tell of something not done, each once."""
    lines = (line.strip() for line in said.splitlines())
    return list(
        dict.fromkeys(line for line in lines if any(mark in line.lower() for mark in _MARKS_OF_TROUBLE))
    )


def _project(sections: Sequence[str]) -> dict[str, object]:
    export = {
        "format": "typst",
        "template": None,
        "output": "report.typ",
        "articles": [f"{name}.ipynb" for name in sections],
    }
    return {
        "version": 1,
        "project": {"title": "進捗報告", "exports": [export]},
        "site": {"template": "book-theme"},
    }
