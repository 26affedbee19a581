"""``python -m kit``: the wheels and files of a kit; its bytes depend on the project and lock alone."""

import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.kit.small_project import SmallProject, contents
from tests.support.published import digest, digests


@pytest.mark.long
def test_a_kit_has_the_wheels_of_its_own_platform_and_python(small_kits: dict[str, Path]) -> None:
    wheels = {
        platform: {name[7:-4] for name in contents(path) if name.endswith(".whl")}
        for platform, path in small_kits.items()
    }
    everywhere = {"everywhere-1.0-py3-none-any"}
    by_python = {"patched-1.0-py3-none-any", "newer-1.0-py3-none-any"}
    assert wheels["windows"] == everywhere | {
        "compiled-1.0-cp311-cp311-win_amd64",
        "windows-1.0-py3-none-any",
        "patched-1.0-py3-none-any",
        "patched-2.0-py3-none-any",
    }
    assert wheels["linux"] - by_python == everywhere | {
        "compiled-1.0-cp311-abi3-manylinux_2_17_x86_64",
        "unix-1.0-py3-none-any",
        "patched-2.0-py3-none-any",
    }
    assert wheels["macos"] - by_python == everywhere | {
        "compiled-1.0-cp311-abi3-macosx_11_0_arm64",
        "unix-1.0-py3-none-any",
        "apple-1.0-py3-none-any",
        "patched-2.0-py3-none-any",
    }
    assert ("newer-1.0-py3-none-any" in wheels["linux"]) == (sys.version_info >= (3, 12))


def test_a_kit_has_what_builds_and_installs_each_file_listed_with_its_hash(
    small: SmallProject, small_kits: dict[str, Path]
) -> None:
    files = contents(small_kits["windows"])
    listed = {line[66:]: line[:64] for line in files["SHA256SUMS"].decode().splitlines()}
    assert listed == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }
    for part in ("progress_report", "templates", "notebooks", "params", "data", "kit", "docs"):
        of_part = [path for path in (small.root / part).rglob("*") if path.is_file()]
        names = {
            path.relative_to(small.root).as_posix() for path in of_part if "__pycache__" not in path.parts
        }
        assert names - {"data/2024/~$open.xlsx", "data/2024/.hidden"} <= files.keys()
    assert {
        "report_builder.py",
        "install.py",
        "install.cmd",
        "report.cmd",
        "requirements.lock",
    } <= files.keys()
    assert not [name for name in files if name.startswith("tests/") or "/." in name or "~$" in name]
    assert not [name for name in files if "__pycache__" in name]
    longest = max(len(name) for name in files if not name.startswith("wheels/"))
    assert longest < 110, "Windows has 260 characters for a whole path"
    read_me = files["読んでください.txt"]
    assert read_me.startswith(b"\xef\xbb\xbf") and read_me.count(b"\n") == read_me.count(b"\r\n") > 10
    assert "Windows（64ビット）、Python 3.11 用" in read_me.decode("utf-8-sig").splitlines()[1]


def test_the_same_kit_is_the_same_bytes(small: SmallProject, small_kits: dict[str, Path]) -> None:
    path = small_kits["macos"]
    before = digest(path)
    (small.root / "params/2024.yaml").chmod(0o700)
    (small.root / "params/2024.yaml").touch()
    done = small.make("--platform", "macos-arm64")
    assert done.returncode == 0, done.stderr
    assert digest(path) == before


def test_a_wheel_that_is_missing_or_not_the_locks_stops_it_and_the_former_kit_stays(
    small: SmallProject, small_kits: dict[str, Path]
) -> None:
    before = digests(small.root / "build/kit")
    done = small.make("--platform", "windows-x86_64", "--python", "3.13")
    assert done.returncode == 1
    assert "【誤り】キットを作れませんでした。wheel を揃えられませんでした。" in done.stderr
    assert "No matching distribution found for compiled" in done.stderr
    assert "Traceback" not in done.stderr
    wheel = small.wheels / "everywhere-1.0-py3-none-any.whl"
    content = wheel.read_bytes()
    wheel.write_bytes(content + b"\0")
    done = small.make("--platform", "windows-x86_64", "--python", "3.11")
    wheel.write_bytes(content)
    assert done.returncode == 1
    assert "HASH" in done.stderr
    assert digests(small.root / "build/kit") == before


def test_a_kit_that_cannot_be_written_whole_leaves_the_former_one(
    small: SmallProject, small_kits: dict[str, Path]
) -> None:
    before = digests(small.root / "build/kit")
    done = small.make("--platform", "linux-x86_64", before=("prlimit", "--fsize=1000000"))
    assert done.returncode == 1
    assert "【誤り】キットを作れませんでした。" in done.stderr
    assert "File too large" in done.stderr
    assert digests(small.root / "build/kit") == before


def test_a_platform_or_python_without_kits_is_refused_by_name(small: SmallProject) -> None:
    done = small.make("--platform", "macos-x86_64")
    assert done.returncode == 2
    assert "誤り: " in done.stderr
    assert all(name in done.stderr for name in ("windows-x86_64", "linux-x86_64", "macos-arm64"))
    for wrong in ("3.10", "3.12.1"):
        done = small.make("--python", wrong)
        assert done.returncode == 2
        assert f"3.11以降の版を書いてください（「{wrong}」）" in done.stderr
