import shutil

import pytest

from tests.inputs.delivery import Delivery


@pytest.fixture
def delivery(delivery: Delivery) -> Delivery:
    """Return the source files of 令和6年度 alone, without a following year."""
    for path in (delivery.root / "params").glob("*.yaml"):
        if path.stem != "2024":
            path.unlink()
            shutil.rmtree(delivery.root / "data" / path.stem)
    return delivery
