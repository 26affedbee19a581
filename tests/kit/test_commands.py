"""What is told to whoever makes a kit, or installs from one with a Python that is not the kit's."""

import ast
import re
from pathlib import Path

import pytest

from kit import __main__ as making
from kit.faults import KitError
from kit.targets import PLATFORMS
from tests.support.project_copy import ROOT


def test_a_version_of_python_is_written_as_3_12(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("3.10", "312", "3.12.1", "2.7"):
        with pytest.raises(SystemExit, match="2"):
            making.main(["--python", wrong])
        assert f"3.11以降の版を書いてください（「{wrong}」）" in capsys.readouterr().err


def test_a_platform_without_wheels_is_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        making.main(["--platform", "macos-x86_64"])
    said = capsys.readouterr().err
    assert "誤り: " in said
    assert all(name in said for name in PLATFORMS)


def test_a_kit_that_cannot_be_made_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No registry: pip is led to an empty folder instead."""
    for name, value in {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": tmp_path.as_uri()}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    assert making.main(["--platform", "windows-x86_64", "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().err
    assert "【誤り】キットを作れませんでした。wheel を揃えられませんでした。" in said
    assert "No matching distribution found" in said
    assert not (tmp_path / "out").exists()
    assert KitError.__name__ not in said


def test_the_machines_told_apart_at_installation_are_those_that_kits_are_made_for() -> None:
    source = (ROOT / "install.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"([a-z]+-[a-z0-9_]+)": \(', source)) == set(PLATFORMS)


def test_an_old_python_reads_install_py_far_enough_to_be_told() -> None:
    ast.parse((ROOT / "install.py").read_text(encoding="utf-8"), feature_version=(3, 6))
