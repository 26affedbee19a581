"""The kit for this machine, made once from the project as it lies there."""

import sys
import zipfile
from pathlib import Path

import pytest

from kit.making import TOP, make_kit
from kit.targets import PLATFORMS, Target, running_python
from tests.support.project_copy import ROOT

assert sys.platform == "linux", "these tests install a kit where they run"
HERE = Target(PLATFORMS["linux-x86_64"], running_python())


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Needs the registry, or what pip has kept of it."""
    return make_kit(ROOT, HERE, tmp_path_factory.mktemp("kit"))


@pytest.fixture
def unpacked(archive: Path, tmp_path: Path) -> Path:
    """In a folder with a Japanese name and blanks."""
    folder = tmp_path / "庁内 PC" / "報告書 (令和6)"
    with zipfile.ZipFile(archive) as held:
        held.extractall(folder)
    return folder / TOP
