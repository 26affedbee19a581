"""SIGKILL at any moment leaves the old report or the new one, whole; the next build removes stale files."""

import random
import shutil
import subprocess
import time
from collections.abc import Callable

import pytest

from progress_report.model.findings import ExitCode
from tests.fault_injection.workspace import LONGEST_BUILD_SECONDS, YEAR, Workspace, kill
from tests.support.processes import descendants
from tests.support.published import digests

SEED = 20240702
MOMENTS = 50
MOMENTS_BETWEEN_BUILDS = 10
# Output at the end of each step: the moments are spread over all steps, however fast the machine is.
STEPS = (
    "",
    "データとパラメータの確認",
    "節の実行",
    "文書の組立て",
    "HTML・PDFの作成",
    "数値の出どころの確認",  # followed by publishing
)
LONGEST_SECONDS = 1.0
TITLES = "区の", "本区の"
Record = Callable[[str], None]


def _killed_after(workspace: Workspace, step: str, seconds: float) -> bool:
    """Kill a build some time after a step; return whether it still ran. If not, it must have succeeded."""
    with workspace.start("build", YEAR) as process:
        assert process.stderr is not None
        while step and (line := process.stderr.readline().decode()) and not line.startswith(step):
            continue
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        _, reported = process.communicate(timeout=LONGEST_BUILD_SECONDS)
    assert process.returncode <= 0, reported.decode()
    _clear_temporary(workspace)
    return process.returncode < 0


def _clear_temporary(workspace: Workspace) -> None:
    """Empty the temporary folder, as the system does: a killed process leaves its files there."""
    while workspace.processes():
        time.sleep(0.05)
    for path in workspace.temporary.iterdir():
        assert path.name.startswith(("pr-", "progress-report-")), path
        shutil.rmtree(path)


def test_killed_at_a_few_moments_the_old_report_stays(grown: Workspace, survived: Record) -> None:
    before = digests(grown.report)
    grown.retitle(*TITLES)
    for seconds in (0.4, 0.9):
        _killed_after(grown, "", seconds)
        assert digests(grown.report) == before
    grown.require_valid()
    assert digests(grown.report) != before
    survived("SIGKILL to the builder: 2 moments")


@pytest.mark.long
def test_killed_at_any_moment_the_report_is_entirely_the_old_or_the_new(
    bare: Workspace, survived: Record
) -> None:
    first, second = TITLES
    whole = {}
    for title, other in ((first, second), (second, first)):
        assert bare.run("build", YEAR).returncode == ExitCode.BUILT
        whole[title] = digests(bare.report)
        bare.retitle(title, other)
    bare.retitle(first, second)
    wanted = second
    chance = random.Random(SEED)
    working = changed = stale = 0
    for number in range(MOMENTS):
        before = digests(bare.report)
        if before == whole[wanted]:  # otherwise the build was killed too early and is still to be done
            wanted, other = (first, second) if wanted == second else (second, first)
            bare.retitle(other, wanted)
        step = STEPS[number % len(STEPS)]
        seconds = chance.uniform(0, LONGEST_SECONDS * (1 if step else 3))
        working += _killed_after(bare, step, seconds)
        after = digests(bare.report)
        differing = [
            {n for n in one.keys() | after.keys() if one.get(n) != after.get(n)} for one in whole.values()
        ]
        assert set() in differing, f"moment {number}, {seconds:.3f} s after {step}: {differing}"
        changed += after != before
        stale += any(path.name.startswith(".") for path in bare.out.iterdir())
        if number % MOMENTS_BETWEEN_BUILDS == MOMENTS_BETWEEN_BUILDS - 1:
            bare.require_valid()
            assert digests(bare.report) == whole[wanted]
    survived(
        f"SIGKILL to the builder: {MOMENTS} moments ({working} while it worked, {changed} after it had "
        f"published, {stale} left files beside it, all removed by the next build)"
    )


@pytest.mark.long
def test_killed_workers_lose_nothing(grown: Workspace, survived: Record) -> None:
    before = digests(grown.report)
    grown.retitle(*TITLES)
    tried = 0
    for number in range(3):
        with grown.start("build", YEAR) as process:
            kill(_workers(process.pid)[number])
            _, reported = process.communicate(timeout=LONGEST_BUILD_SECONDS)
        assert process.returncode == ExitCode.NOTEBOOK_FAILED, reported.decode()
        assert "Traceback" not in reported.decode()
        assert "実行が中断されました" in reported.decode()
        assert digests(grown.report) == before
        tried += 1
    grown.require_valid()
    survived(f"SIGKILL to workers: {tried}")


def _workers(builder: int) -> list[int]:
    """Return the processes that run sections, once they exist."""
    deadline = time.monotonic() + LONGEST_BUILD_SECONDS
    while time.monotonic() < deadline:
        if len(found := descendants(builder)) > 2:
            return found
        time.sleep(0.005)
    raise AssertionError("no worker was started")
