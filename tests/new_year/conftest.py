import shutil

import pytest

from tests.inputs.ward_files import WardFiles


@pytest.fixture
def ward(ward: WardFiles) -> WardFiles:
    """Return the source files of 令和6年度 alone, without a following year."""
    for path in (ward.root / "params").glob("*.yaml"):
        if path.stem != "2024":
            path.unlink()
            shutil.rmtree(ward.root / "data" / path.stem)
    return ward
