import pytest

from tests.promises.office import Office
from tests.word_import.desk import PARAMS, circulated


@pytest.fixture(scope="session")
def circulating(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an office whose Word file is circulating; ``office`` restores its parameters."""
    return circulated(tmp_path_factory.mktemp("circulating"))


@pytest.fixture
def office(circulating: Office) -> "Office":
    """The same office, with its parameters and data as they were printed."""
    path = circulating.root / PARAMS
    kept = path.with_suffix(".printed")
    if not kept.exists():
        kept.write_bytes(path.read_bytes())
    path.write_bytes(kept.read_bytes())
    for added in (circulating.root / "data/2024").glob("word-*"):
        added.unlink()
    return circulating
