from pathlib import Path

import pytest

from tests.inputs.delivery import Delivery


@pytest.fixture
def delivery(tmp_path: Path) -> Delivery:
    return Delivery.copied(tmp_path / "project")
