"""What only one of pytest-xdist's workers makes, and all of them read."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.support.project_copy import ROOT, Built, Project, build


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Any]) -> tuple[Path, Any]:
    """Return a folder in which ``make`` was called once for all workers, and its result, a value of JSON."""
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"once-{name}"
    folder.mkdir(exist_ok=True)
    result = folder / "result.json"
    with FileLock(folder / "lock"):
        if not result.exists():
            (folder / "made").mkdir(exist_ok=True)
            result.write_text(json.dumps(make(folder / "made")), encoding="utf-8")
    return folder / "made", json.loads(result.read_text(encoding="utf-8"))


def built_once(factory: pytest.TempPathFactory, name: str, *options: str, year: str = "2024") -> Built:
    """Return a report of the repository's own municipality, built once for all workers. Read-only."""

    def make(folder: Path) -> tuple[str, str]:
        built = build(Project(ROOT), folder, *options, year=year)
        return built.stdout, built.stderr

    folder, said = made_once(factory, name, make)
    return Built(folder / year, *said)
