"""Kits made once: small ones from a copy of the project, and the real one for this machine."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.kit.small_project import SmallProject
from tests.support.project_copy import ROOT

assert sys.platform == "linux", "these tests install a kit where they run"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    return SmallProject(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def small_kits(small: SmallProject) -> dict[str, Path]:
    """Make small kits for three platforms; return their paths by platform."""
    done = small.make("--platform=windows-x86_64", "--python=3.11")
    assert done.returncode == 0, done.stderr
    done = small.make("--platform=macos-arm64", "--platform=linux-x86_64", f"--python={PYTHON}")
    assert done.returncode == 0, done.stderr
    assert f"build/kit/progress-report-1.0.0-macos-arm64-py{PYTHON.replace('.', '')}.zip を作" in done.stdout
    return {path.name.split("-")[3]: path for path in (small.root / "build/kit").iterdir()}


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real kit. Needs the registry, or pip's cache of it."""
    out = tmp_path_factory.mktemp("kit")
    command = [sys.executable, "-m", "kit", "--platform", "linux-x86_64", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True)
    (path,) = out.iterdir()
    return path


@pytest.fixture
def unpacked(archive: Path, tmp_path: Path) -> Path:
    """Unpack the kit into a folder with a Japanese name and spaces."""
    return unpack(archive, tmp_path)


def unpack(archive: Path, folder: Path) -> Path:
    target = folder / "庁内 PC" / "報告書 (令和6)"
    with zipfile.ZipFile(archive) as kit:
        kit.extractall(target)
    return target / "progress-report"
