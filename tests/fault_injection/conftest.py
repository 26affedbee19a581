"""Projects for fault injection, and a fixture that records which injected errors a build survived."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.conftest import SURVIVED
from tests.fault_injection.workspace import YEAR, Workspace, temporary_workspace
from tests.support.project_copy import Built


@pytest.fixture
def survived(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return a function that adds a line to the list in the test summary."""
    return lambda reported: record_property(SURVIVED, reported)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Workspace]:
    """Yield a project without a report."""
    with temporary_workspace(tmp_path) as made:
        yield made


@pytest.fixture
def grown(bare: Workspace, built: Built) -> Workspace:
    """Return a project with the report of its inputs, copied from ``built``: bytes are the same anywhere."""
    shutil.copytree(built.folder, bare.report)
    shutil.copy(built.folder.parent / "index.html", bare.out)
    return bare


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Iterator[Workspace]:
    """Yield a project with Japanese and spaces in its path, built with another title than ``built`` has."""
    with temporary_workspace(tmp_path_factory.mktemp("disk") / "区の 報告書") as made:
        made.retitle("区の", "本区の")
        done = made.run("build", YEAR)
        assert done.returncode == ExitCode.BUILT, done.stderr
        yield made
