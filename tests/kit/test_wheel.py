"""Installed as a wheel, the program is the same: a command of its own, and the same bytes as a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from progress_report.model.program import SHIPPED
from tests.support.project_copy import ROOT
from tests.support.published import CACHES, contents, digests

INIT = ("init", "city", "--name", "汐風市", "--code", "992011", "--year", "2026")
PARTS = ("templates", "notebooks", "params", "data", "report_builder.py", "requirements.lock")


def _wheel(source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", folder, source], check=True)
    (wheel,) = folder.glob("progress_report-*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _wheel(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    """A folder with what the wheel installs."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(wheel.parent / "installed")
    return wheel.parent / "installed"


def _run(unpacked: Path, folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the unpacked program in a folder, with the packages that this test runs with."""
    return subprocess.run(
        [sys.executable, "-m", "progress_report", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(unpacked), "XDG_CACHE_HOME": str(unpacked.parent / "cache")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_it_holds_the_package_and_what_lies_beside_it_as_they_are(unpacked: Path) -> None:
    held = contents(unpacked / "progress_report", CACHES)
    package = contents(ROOT / "progress_report", CACHES)
    assert {name: content for name, content in held.items() if not name.startswith(f"{SHIPPED}/")} == package
    assert "py.typed" in package
    for part in PARTS:
        beside = contents(ROOT / part, CACHES) if (ROOT / part).is_dir() else {"": (ROOT / part).read_bytes()}
        assert beside
        for name, content in beside.items():
            assert held[f"{SHIPPED}/{part}/{name}".removesuffix("/")] == content
    assert {path.name for path in unpacked.iterdir()} == {
        "progress_report",
        "progress_report-1.0.0.dist-info",
    }


def test_outside_of_a_municipality_it_says_how_to_begin_one(unpacked: Path, tmp_path: Path) -> None:
    refused = _run(unpacked, tmp_path, "check", "2026")
    assert refused.returncode == ExitCode.WRONG_USAGE
    assert "いまいるフォルダは、自治体のフォルダではありません" in refused.stderr
    assert "progress-report init" in refused.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_a_section_built_with_it_and_with_a_checkout_is_the_same_bytes(
    unpacked: Path, tmp_path: Path
) -> None:
    begun = _run(unpacked, tmp_path, *INIT)
    assert begun.returncode == 0, begun.stderr
    assert "progress-report build 2026" in begun.stdout
    assert "`progress-report check 2026`" in (tmp_path / "city/README.ja.md").read_text(encoding="utf-8")
    section = ("build", "2026", "--only", "3_cashless", "--formats", "html")
    built = _run(unpacked, tmp_path / "city", *section)
    assert built.returncode == 0, built.stdout + built.stderr
    checkout: list[str | Path] = [
        sys.executable,
        "report_builder.py",
        *section,
        "--root",
        tmp_path / "city",
        "--out",
        tmp_path,
    ]
    subprocess.run(checkout, cwd=ROOT, check=True, capture_output=True)
    assert digests(tmp_path / "city/build/2026.partial") == digests(tmp_path / "2026.partial")


@pytest.mark.long
def test_the_sdists_wheel_installs_into_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    """With the locked packages. Needs the registry, or what pip has cached of it."""
    hook = "import sys, backend; print(backend.build_sdist(sys.argv[1]))"
    backend = {**os.environ, "PYTHONPATH": str(ROOT / "kit")}
    made = subprocess.run(
        [sys.executable, "-c", hook, tmp_path],
        cwd=ROOT, env=backend, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    again = _wheel(tmp_path / made.stdout.strip(), tmp_path / "again")
    with zipfile.ZipFile(wheel) as ours, zipfile.ZipFile(again) as theirs:
        assert {name: ours.read(name) for name in ours.namelist()} == {
            name: theirs.read(name) for name in theirs.namelist()
        }
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    pip: list[str | Path] = [tmp_path / "venv/bin/python", "-m", "pip", "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--require-hashes", "--requirement", ROOT / "requirements.lock"], check=True)
    subprocess.run([*pip, again], check=True)
    subprocess.run([tmp_path / "venv/bin/python", "-m", "pip", "check"], check=True)
    command = tmp_path / "venv/bin/progress-report"
    version = subprocess.run([command, "--version"], check=True, capture_output=True, encoding="utf-8")
    assert version.stdout == "progress-report 1.0.0\n"
    subprocess.run([command, *INIT], cwd=tmp_path, check=True)
    for arguments in (("check", "2026"), ("build", "2026"), ("verify", "build/2026")):
        subprocess.run([command, *arguments], cwd=tmp_path / "city", check=True)
    assert (tmp_path / "city/build/2026/report.pdf").is_file()
