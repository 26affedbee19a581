"""The ground on which builds are harmed, and how it is told what they survived."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import SURVIVED
from tests.faults.ground import Ground, ground
from tests.support.project_copy import Built


@pytest.fixture
def survived(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Tell, in the run's summary, what was tried."""
    return lambda told: record_property(SURVIVED, told)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Ground]:
    """A project without a report."""
    with ground(tmp_path) as made:
        yield made


@pytest.fixture
def grown(bare: Ground, built: Built) -> Ground:
    """A project with the report that its inputs give: the same bytes wherever it was built."""
    shutil.copytree(built.folder, bare.report)
    shutil.copy(built.folder.parent / "index.html", bare.out)
    return bare
