"""What a kit holds, and that its bytes depend on that alone."""

import re
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from kit.archive import write_archive
from kit.contents import PARTS, project_files
from kit.editable import write_editable
from kit.lock import locked
from kit.making import TOP, make_kit
from kit.targets import PLATFORMS, Target
from kit.wheels import batches
from tests.kit.conftest import HERE
from tests.support.project_copy import ROOT, WORKING_FILES

LOCK = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))


def _needed(platform: str, python: str) -> dict[str, set[str]]:
    target = Target(PLATFORMS[platform], python)
    found: dict[str, set[str]] = {}
    for entry in LOCK:
        if target.needs(entry):
            found.setdefault(entry.name, set()).add(entry.version)
    return found


def test_the_lock_is_read_for_the_machine_that_the_kit_is_for() -> None:
    windows, linux = _needed("windows-x86_64", "3.12"), _needed("linux-x86_64", "3.11")
    assert "colorama" in windows and "colorama" not in linux
    assert "pexpect" in linux and "pexpect" not in windows
    assert "appnope" in _needed("macos-arm64", "3.12") and "appnope" not in windows
    assert "aiohttp" in windows and "aiohttp" not in linux
    assert windows["numpy"] != linux["numpy"]


def test_both_packages_are_held_where_releases_of_one_python_differ() -> None:
    assert len(_needed("windows-x86_64", "3.11")["soupsieve"]) == 2
    assert len(_needed("windows-x86_64", "3.12")["soupsieve"]) == 1
    parts = list(batches(entry for entry in LOCK if entry.name in ("numpy", "soupsieve", "pandas")))
    assert sorted(entry.name for part in parts for entry in part) == [
        "numpy", "numpy", "pandas", "soupsieve", "soupsieve",
    ]  # fmt: skip
    assert all(len({entry.name for entry in part}) == len(part) for part in parts)


def test_what_builds_is_held_and_what_tests_is_not() -> None:
    files = project_files(ROOT)
    assert set(WORKING_FILES) <= set(PARTS)
    assert {
        "report_builder.py",
        "install.py",
        "install.cmd",
        "report.cmd",
        "params/2024.yaml",
    } <= files.keys()
    assert not [
        name for name in files if name.startswith(("tests/", "benchmarks/", ".")) or "__pycache__" in name
    ]


def test_an_archives_bytes_depend_on_its_files_alone(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"content")
    write_archive(tmp_path / "a.zip", {"表.txt": b"1", "b": tmp_path / "one"})
    (tmp_path / "one").touch()
    (tmp_path / "one").chmod(0o700)
    write_archive(tmp_path / "b.zip", {"b": tmp_path / "one", "表.txt": b"1"})
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["b", "表.txt"]


def test_an_archive_that_cannot_be_written_is_not_there(tmp_path: Path) -> None:
    write_archive(tmp_path / "a.zip", {"a": b"1"})
    before = (tmp_path / "a.zip").read_bytes()
    with pytest.raises(FileNotFoundError):
        write_archive(tmp_path / "a.zip", {"a": b"2", "b": tmp_path / "missing"})
    assert (tmp_path / "a.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_the_projects_own_wheel_names_no_folder(tmp_path: Path) -> None:
    wheel = write_editable(ROOT, tmp_path, "../../..")
    with zipfile.ZipFile(wheel) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert contents["progress_report.pth"] == b"../../..\n"
    assert b"progress-report-fork" in contents["progress_report-1.0.0.dist-info/entry_points.txt"]
    assert not [name for name, content in contents.items() if str(ROOT).encode() in content]


def test_what_makes_kits_is_locked_with_the_rest() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = {re.split("[<>=]", need)[0] for need in project["optional-dependencies"]["kit"]}
    assert needs <= {entry.name for entry in LOCK}


@pytest.mark.long
def test_the_same_kit_is_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    again = make_kit(ROOT, HERE, tmp_path)
    assert again.name == archive.name
    assert sha256(again.read_bytes()).digest() == sha256(archive.read_bytes()).digest()


@pytest.mark.long
def test_all_is_listed_with_its_hash_and_every_wheel_is_the_locks(archive: Path) -> None:
    with zipfile.ZipFile(archive) as held:
        contents = {name.removeprefix(f"{TOP}/"): held.read(name) for name in held.namelist()}
    lines = (line.partition("  ") for line in contents["SHA256SUMS"].decode().splitlines())
    listed = {name: digest for digest, _, name in lines}
    assert listed == {
        name: sha256(content).hexdigest() for name, content in contents.items() if name != "SHA256SUMS"
    }
    hashes = {digest for entry in LOCK for digest in entry.hashes}
    wheels = {name for name in contents if name.endswith(".whl")}
    assert [name for name in wheels if listed[name] not in hashes] == [
        "wheels/progress_report-1.0.0-py3-none-any.whl"
    ]
    assert len(wheels) == len(contents["wheels/kit.lock"].splitlines()) > 80
    longest = max(len(name) for name in contents if not name.startswith("wheels/"))
    assert longest < 110, "Windows has 260 characters for a whole path"
    read_me = contents["読んでください.txt"]
    assert read_me.startswith(b"\xef\xbb\xbf") and read_me.count(b"\n") == read_me.count(b"\r\n") > 10
