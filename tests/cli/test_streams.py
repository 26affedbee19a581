"""Output streams of commands: a pipe that closes early, a terminal with few characters, Ctrl+C."""

import os
import subprocess
import sys

import pytest

from progress_report.model.findings import ExitCode
from tests.support.project_copy import ROOT, Project


@pytest.mark.parametrize(
    "arguments",
    [("compare", "2024", "2025"), pytest.param(("check", "2025"), marks=pytest.mark.long), ("check", "2031")],
)
def test_a_closed_output_pipe_is_not_an_error(arguments: tuple[str, ...]) -> None:
    parsed, writing = os.pipe()
    os.close(parsed)
    try:
        done = subprocess.run(
            [sys.executable, "report_builder.py", *arguments],
            cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert done.stderr == ""
    assert done.returncode == (ExitCode.DATA_ERROR if "2031" in arguments else ExitCode.BUILT)


def test_characters_that_the_terminal_lacks_are_written_as_their_codes() -> None:
    done = Project(ROOT).run("check", "2025", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (ExitCode.BUILT, "")
    assert "\\u4ee4\\u548c7" in done.stdout


def test_ctrl_c_is_reported_in_japanese() -> None:
    program = "import sys, progress_report.cli.main as main\ndef parse(arguments): return main\n"
    program += "def execute(given): raise KeyboardInterrupt\n"
    program += "main.parse, main.execute = parse, execute\nsys.exit(main.main([]))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == ExitCode.PUBLISHING_FAILED
    assert done.stderr.startswith("【誤り】中断しました。")
