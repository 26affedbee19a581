from pathlib import Path

import pytest

from tests.promises.office import Office
from tests.support.former_form import in_former_form


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return a small municipality of one section, which passes check and build."""
    return Office.small(tmp_path / "office")


@pytest.fixture
def ward(tmp_path: Path) -> Office:
    """Return a copy of the repository's own municipality in which each year has its own descriptor."""
    office = Office.shipped(tmp_path / "ward")
    in_former_form(office.root)
    return office
