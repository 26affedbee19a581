"""``install.py`` of a kit refuses what it cannot install, and leaves no incomplete installation."""

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from tests.kit.conftest import PYTHON, unpack
from tests.support.project_copy import ROOT

WHEEL = "wheels/everywhere-1.0-py3-none-any.whl"


@pytest.fixture
def kit(small_kits: dict[str, Path], tmp_path: Path) -> Path:
    return unpack(small_kits["linux"], tmp_path)


def install(kit: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "install.py", *arguments],
        cwd=kit, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert not (kit / ".venv").exists()
    assert not list(kit.glob(".paths-*"))
    return done


@pytest.mark.long
def test_damaged_and_missing_files_are_named_but_not_those_to_be_edited(kit: Path) -> None:
    (kit / WHEEL).write_bytes((kit / WHEEL).read_bytes()[:-1])
    (kit / "templates").rename(kit / "renamed")
    (kit / "data/2024/systems.csv").unlink()
    (kit / "params/2024.yaml").write_text("edited", encoding="utf-8")
    refused = install(kit)
    assert refused.returncode == 1
    assert "キットのファイルが壊れています: templates/" in refused.stderr
    assert "キット（zip）を写し直し、" in refused.stderr
    assert "systems.csv" not in refused.stderr and "2024.yaml" not in refused.stderr
    (kit / "renamed").rename(kit / "templates")
    assert f"キットのファイルが壊れています: {WHEEL}。" in install(kit).stderr


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("3.99 linux x86_64", "このキットは Python 3.99 用です（いま動いているのは Python 3."),
        (f"{PYTHON} win32 AMD64", "この機械（Linux、x86_64）のためのものではありません。"),
        (f"{PYTHON} linux aarch64", "この機械のためのキットを使ってください。"),
    ],
)
def test_a_kit_for_another_python_or_machine_says_so(kit: Path, target: str, words: str) -> None:
    assert (kit / "wheels/for.txt").read_text(encoding="ascii") == f"{PYTHON} linux x86_64\n"
    assert install(kit, "--fits").returncode == 0
    (kit / "wheels/for.txt").write_text(target, encoding="ascii")
    assert install(kit, "--fits").returncode == 1
    refused = install(kit)
    assert refused.returncode == 1
    assert words in refused.stderr


def test_a_folder_too_deep_for_what_is_installed_is_refused(kit: Path) -> None:
    """The kit's own files just fit. Paths have 4096 bytes on Linux where Windows allows 260 characters."""
    longest = max(len(os.fsencode(path.relative_to(kit))) for path in kit.rglob("*"))
    deep = kit.parent
    while (room := 4090 - longest - len(os.fsencode(deep / "kit/"))) > 1:
        deep /= "d" * (100 if room > 200 else room - 1)
    deep.mkdir(parents=True)
    shutil.move(kit, deep / "kit")
    refused = install(deep / "kit")
    assert refused.returncode == 1
    assert "このフォルダーの名前が長すぎます" in refused.stderr


def test_nothing_stays_of_an_interrupted_installation(kit: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "install.py"],
        cwd=kit, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # in case the tests ignore it
    ) as process:  # fmt: skip
        while not (kit / ".venv/bin").exists():
            assert process.poll() is None
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "【誤り】インストールを中断しました。" in errors
    assert "Traceback" not in errors
    assert not (kit / ".venv").exists()


@pytest.mark.long
def test_a_wheel_exchanged_together_with_its_sum_is_refused_by_the_lock(kit: Path) -> None:
    former = sha256((kit / WHEEL).read_bytes()).hexdigest()
    (kit / WHEEL).write_bytes((kit / WHEEL).read_bytes() + b"\0")
    latter = sha256((kit / WHEEL).read_bytes()).hexdigest()
    sums = (kit / "SHA256SUMS").read_text(encoding="utf-8")
    (kit / "SHA256SUMS").write_text(sums.replace(former, latter), encoding="utf-8")
    refused = install(kit)
    assert refused.returncode == 1
    assert "インストールできませんでした" in refused.stderr
    assert "HASH" in refused.stderr


def test_an_old_python_can_read_install_py() -> None:
    ast.parse((ROOT / "install.py").read_text(encoding="utf-8"), feature_version=(3, 6))
