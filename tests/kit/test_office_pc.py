"""The kit on a machine without a network and with nothing but Python: the same report, byte for byte."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kit.contents import project_files
from kit.installing import SUMS
from kit.making import sums
from tests.kit.offline import BASE, connections, run_offline
from tests.support.project_copy import ROOT, Built

pytestmark = pytest.mark.long
PYTHON, BUILDER = ".venv/bin/python", "report_builder.py"


def _published(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def test_two_commands_build_the_same_report_without_a_network(
    unpacked: Path, home: Path, built: Built
) -> None:
    said = connections(unpacked, home)
    assert len(said) == 3
    assert all(line.startswith(("OSError 101", "gaierror")) for line in said), "there is a network"
    installed = run_offline([BASE, "install.py"], unpacked, home)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert ".venv/bin/python report_builder.py build 2024" in installed.stdout
    done = run_offline([PYTHON, BUILDER, "build", "2024"], unpacked, home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert _published(unpacked / "build" / "2024") == _published(built.folder)
    packages = json.loads((unpacked / "build/2024/manifest.json").read_bytes())["packages"]
    assert packages == json.loads((built.folder / "manifest.json").read_bytes())["packages"]
    assert len(packages) > 80
    assert sorted(path.name for path in home.iterdir()) == [], "nothing is written outside of the folder"
    _moved_as_a_whole_it_still_works(unpacked, home)


def _moved_as_a_whole_it_still_works(unpacked: Path, home: Path) -> None:
    moved = unpacked.with_name("移した先")
    unpacked.rename(moved)
    # From elsewhere, so that only what was installed leads to the project.
    done = run_offline(
        [moved / PYTHON, "-c", "import progress_report; print(progress_report.__file__)"], home, home
    )
    assert done.stdout.strip() == str(moved / "progress_report" / "__init__.py"), done.stderr
    verified = run_offline([moved / PYTHON, BUILDER, "verify", "build/2024"], moved, home)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_a_damaged_wheel_is_refused_and_named(unpacked: Path, home: Path) -> None:
    wheel = next((unpacked / "wheels").glob("pandas-*.whl"))
    content = bytearray(wheel.read_bytes())
    content[len(content) // 2] ^= 1
    wheel.write_bytes(content)
    (unpacked / "data/2024/systems.csv").unlink()  # an analyst's own files are no damage
    refused = run_offline([BASE, "install.py"], unpacked, home)
    assert refused.returncode == 1
    assert f"キットのファイルが壊れています: wheels/{wheel.name}。" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (unpacked / ".venv").exists()


def test_a_wheel_exchanged_together_with_its_sum_is_refused_by_pip(unpacked: Path, home: Path) -> None:
    """The list of sums finds damage; the lock finds another file."""
    wheel = next((unpacked / "wheels").glob("tqdm-*.whl"))
    wheel.write_bytes(wheel.read_bytes() + b"\0")
    files = {name: unpacked / name for name in _names(unpacked)}
    (unpacked / SUMS).write_bytes(sums(files))
    refused = run_offline([BASE, "install.py"], unpacked, home)
    assert refused.returncode == 1
    assert "インストールできませんでした" in refused.stderr
    assert "HASH" in refused.stderr
    assert not (unpacked / ".venv").exists()


def _names(unpacked: Path) -> list[str]:
    lines = (unpacked / SUMS).read_text(encoding="utf-8").splitlines()
    return [line.partition("  ")[2] for line in lines]


def test_a_kit_for_another_python_or_machine_says_so(unpacked: Path, home: Path) -> None:
    target = unpacked / "wheels" / "for.txt"
    for said, words in (
        ("3.99 linux-x86_64 178\n", "このキットは Python 3.99 用です（いま動いているのは Python 3."),
        ("3.11 windows-x86_64 178\n", "このキットは Windows（64ビット） 用です"),
    ):
        target.write_text(said, encoding="ascii")
        assert run_offline([BASE, "install.py", "--fits"], unpacked, home).returncode == 1
        refused = run_offline([BASE, "install.py"], unpacked, home)
        assert refused.returncode == 1
        assert words in refused.stderr
        assert not (unpacked / ".venv").exists()


def test_a_folder_too_deep_for_what_is_installed_is_told(unpacked: Path, home: Path) -> None:
    deep = unpacked.parent
    while len(str(deep)) < 3900:  # Linux has 4096 bytes where Windows has 260 characters
        deep /= "d" * 100
    deep.mkdir(parents=True)
    moved = deep / "kit"
    shutil.move(unpacked, moved)
    refused = run_offline([BASE, "install.py"], moved, home)
    assert refused.returncode == 1
    assert "このフォルダーの名前が長すぎます" in refused.stderr
    assert not (moved / ".venv").exists()
    assert not list(moved.glob(".room-*"))


def test_a_checkout_installs_from_where_pips_settings_lead(unpacked: Path, tmp_path: Path) -> None:
    """Here to the wheels of a kit; elsewhere to a registry, or a ward's own mirror."""
    checkout = tmp_path / "写し"
    for name, path in project_files(ROOT).items():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, checkout / name)
    settings = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (unpacked / "wheels").as_uri()}
    installed = subprocess.run(
        [BASE, "install.py"], cwd=checkout, env=settings, capture_output=True, encoding="utf-8", check=False
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    command: list[str | Path] = [checkout / PYTHON, BUILDER, "check", "2024"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
