import shutil
from pathlib import Path

import pytest

from tests.inputs.delivery import Delivery


@pytest.fixture
def delivery(tmp_path: Path) -> Delivery:
    """Return the source files of 令和6年度 alone, without a following year."""
    delivery = Delivery.copied(tmp_path / "project")
    for path in (delivery.root / "params").glob("*.yaml"):
        if path.stem != "2024":
            path.unlink()
            shutil.rmtree(delivery.root / "data" / path.stem)
    return delivery
