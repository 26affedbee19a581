"""install.cmd and report.cmd: mistakes that would break them in cmd.exe, as far as text shows them."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.project_copy import ROOT

FILES = sorted(ROOT.glob("*.cmd"))
BATCH = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
_FILE = re.compile(r"[\w%~.*-]*[\w%]\\[\w.\\-]+|[\w-]+\.(?:py|txt|exe)\b")
_LABEL = re.compile(r"^:(\w+)", re.MULTILINE)


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("ascii").split("\r\n")


def test_both_are_there() -> None:
    assert [path.name for path in FILES] == ["install.cmd", "report.cmd"]


@BATCH
def test_it_is_ascii_with_the_line_ends_of_windows(path: Path) -> None:
    content = path.read_bytes()
    assert content.isascii(), "cmd.exe reads it in the console's code page"
    assert content.count(b"\n") == content.count(b"\r\n") > 10
    assert content.endswith(b"\r\n")
    assert b"\t" not in content


@BATCH
def test_every_path_is_quoted(path: Path) -> None:
    for line in _lines(path):
        if line.startswith("rem "):
            continue
        outside = re.sub(r'"[^"]*"', "", line)
        assert "%~dp0" not in outside, line
        assert _FILE.findall(outside) == [], line


@BATCH
def test_folders_with_signs_of_cmd_in_their_names_do_no_harm(path: Path) -> None:
    """Delayed expansion would drop a ``!``; a closing parenthesis in %~dp0 would end a block."""
    lines = _lines(path)
    assert "setlocal EnableExtensions DisableDelayedExpansion" in lines
    assert [line for line in lines if line.rstrip().endswith("(")] == [], "no blocks"
    assert 'pushd "%~dp0"' in lines, "a share's folder (\\\\server\\...) cannot be the current one but so"


@BATCH
def test_every_jump_leads_somewhere_and_the_exit_code_is_passed_on(path: Path) -> None:
    text = "\n".join(_lines(path))
    labels = set(_LABEL.findall(text))
    jumps = set(re.findall(r"\bgoto (\w+)", text)) | set(re.findall(r"\bcall :(\w+)", text))
    assert jumps == labels - ({"end"} if "goto end" not in text else set())
    assert 'set "code=%errorlevel%"' in text
    assert "exit /b %code%" in text


@BATCH
def test_every_file_that_it_uses_is_there(path: Path) -> None:
    named = set(re.findall(r'"((?:kit\\)?[\w-]+\.(?:py|txt))"', "\n".join(_lines(path))))
    assert named
    assert [name for name in named if not (ROOT / name.replace("\\", "/")).is_file()] == []


def test_what_is_typed_without_python_is_plain_japanese() -> None:
    for path in sorted((ROOT / "kit").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("【誤り】")
        assert "してください" in text


def test_git_changes_no_line_end() -> None:
    """The record's inputs in particular, whatever core.autocrlf is set to."""
    asked = ["git", "check-attr", "text", "--", "report.cmd", "params/2024.yaml", "data/2024/systems.csv"]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line.rsplit(": ", 1)[1] for line in said.splitlines()] == ["unset"] * 3
