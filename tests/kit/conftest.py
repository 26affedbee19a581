"""Kits made once: small ones from a copy of the project, and the real one for this machine."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.kit.small_project import SmallProject
from tests.support.made_once import made_once
from tests.support.project_copy import ROOT

assert sys.platform == "linux", "these tests install a kit where they run"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"


def _with_kits(folder: Path) -> None:
    """Make small kits for three platforms."""
    small = SmallProject.made(folder)
    done = small.make("--platform=windows-x86_64", "--python=3.11")
    assert done.returncode == 0, done.stderr
    done = small.make("--platform=macos-arm64", "--platform=linux-x86_64", f"--python={PYTHON}")
    assert done.returncode == 0, done.stderr
    assert f"build/kit/progress-report-1.0.0-macos-arm64-py{PYTHON.replace('.', '')}.zip を作" in done.stdout


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallProject:
    """Return a project with kits, made once for all workers; tests leave the kits as they are."""
    folder, _ = made_once(tmp_path_factory, "small-kits", _with_kits)
    return SmallProject(folder)


@pytest.fixture(scope="session")
def small_kits(small: SmallProject) -> dict[str, Path]:
    """Return the paths of the small kits by platform."""
    return {path.name.split("-")[3]: path for path in (small.root / "build/kit").glob("*.zip")}


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
