"""``install.py`` in a checkout installs into its own ``.venv``, whatever pip's other settings say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.project_copy import ROOT

pytestmark = pytest.mark.long  # creates an environment and asks the registry


def checkout(folder: Path) -> Path:
    """Return the project without dependencies: only the build tool of its own wheel comes from the lock."""
    folder.mkdir()
    for name in ("install.py", "README.md", "LICENSE", "report_builder.py"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "kit", folder / "kit", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "progress_report").mkdir()
    shutil.copy(ROOT / "progress_report/__init__.py", folder / "progress_report")
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    alone, count = re.subn(r"(?m)^dependencies = \[\n(?:    .*\n)*\]$", "dependencies = []", declared)
    assert count == 1
    (folder / "pyproject.toml").write_text(alone, encoding="utf-8")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    (entry,) = re.findall(r"(?m)^flit-core==.*\n(?:    .*\n)*", lock)
    (folder / "requirements.lock").write_text(entry, encoding="utf-8")
    return folder


def install(folder: Path, **settings: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "install.py"],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_settings_that_lead_elsewhere_are_ignored(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    home = tmp_path / "home"
    (home / ".config/pip").mkdir(parents=True)
    (home / ".config/pip/pip.conf").write_text(
        f"[global]\nuser = true\n[install]\ntarget = {elsewhere}\n", encoding="utf-8"
    )
    folder = checkout(tmp_path / "checkout")
    done = install(folder, HOME=str(home), XDG_CONFIG_HOME=str(home / ".config"), PIP_PREFIX=str(elsewhere))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not elsewhere.exists()
    assert not (home / ".local").exists()
    assert list(folder.glob(".venv/lib/python*/site-packages/flit_core*"))
    (link,) = folder.glob(".venv/lib/python*/site-packages/progress_report.pth")
    assert link.read_bytes() == b"../../../..\n", "ASCII, and still right after the folder was moved"


def test_settings_that_lead_to_the_registry_stay(tmp_path: Path) -> None:
    """pip's settings name an unreachable registry, and that one is asked."""
    folder = checkout(tmp_path / "checkout")
    settings = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    done = install(folder, **settings, PIP_CONFIG_FILE=os.devnull)
    assert done.returncode == 1
    assert "【誤り】インストールできませんでした。" in done.stderr
    assert "127.0.0.1" in done.stderr or "No matching distribution" in done.stderr
    assert not (folder / ".venv").exists()


def test_settings_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    damaged = tmp_path / "pip.conf"
    damaged.write_text("user = true\n[global\n", encoding="utf-8")
    done = install(checkout(tmp_path / "checkout"), PIP_CONFIG_FILE=str(damaged))
    assert done.returncode == 1
    assert "pip の設定（pip.conf、pip.ini、PIP_ で始まる環境変数）を読めません。" in done.stderr
