from pathlib import Path

import pytest

from tests.promises.office import Office
from tests.support.former_form import in_former_form


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A small municipality of one section, which checks and builds as it is."""
    return Office.small(tmp_path / "office")


@pytest.fixture
def ward(tmp_path: Path) -> Office:
    """A copy of the repository's own municipality, each year with a descriptor of its own."""
    office = Office.shipped(tmp_path / "ward")
    in_former_form(office.root)
    return office
