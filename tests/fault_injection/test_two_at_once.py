"""Builds started together, and Ctrl+C between two: whole reports, and nothing beside them."""

import os
import signal
from collections.abc import Callable

import pytest

from progress_report.model.findings import ExitCode
from tests.fault_injection.workspace import LONGEST_BUILD_SECONDS, LONGEST_END_SECONDS, YEAR, Workspace

Record = Callable[[str], None]


@pytest.mark.long
def test_started_together_they_leave_one_whole_report(grown: Workspace, survived: Record) -> None:
    for title in (("区の", "本区の"), ("本区の", "区の")):
        grown.retitle(*title)
        together = [grown.start("build", YEAR) for _ in range(3)]
        for one in together:
            one.communicate(timeout=LONGEST_BUILD_SECONDS)
        codes = sorted(one.returncode for one in together)
        assert codes[0] == ExitCode.BUILT
        assert set(codes) <= {ExitCode.BUILT, ExitCode.PUBLISHING_FAILED}
        grown.require_valid()
    survived("three builds started together, twice")


@pytest.mark.long
def test_ctrl_c_after_one_year_was_published_reports_it(bare: Workspace, survived: Record) -> None:
    """The years are built one after another, so that the first is published while the second is made."""
    with bare.start("build", YEAR, "2025", "--jobs", "1") as process:
        assert process.stderr is not None
        while line := process.stderr.readline().decode():
            if line.startswith("令和7年度") and (bare.report / "manifest.json").exists():
                break
        os.killpg(process.pid, signal.SIGINT)
        _, reported = process.communicate(timeout=LONGEST_END_SECONDS)
    assert process.returncode == ExitCode.PUBLISHING_FAILED, reported.decode()
    assert "中断しました。令和6年度の新しい報告書は、書き出した後です。" in reported.decode()
    assert "ほかの年度は、前の報告書がそのまま残っています。" in reported.decode()
    assert "Traceback" not in reported.decode()
    assert not (bare.out / "2025").exists()
    assert bare.left() == []
    assert bare.run("verify", bare.report).returncode == ExitCode.BUILT
    survived("Ctrl+C between two years")
