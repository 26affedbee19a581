from pathlib import Path

import pytest

from tests.promises.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A small municipality of one section, which checks and builds as it is."""
    return Office.small(tmp_path / "office")


@pytest.fixture
def ward(tmp_path: Path) -> Office:
    """A copy of the repository's own municipality."""
    return Office.shipped(tmp_path / "ward")
