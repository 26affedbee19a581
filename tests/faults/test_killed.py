"""SIGKILL at any moment: the old report or the new one, whole; the next build clears away what is left."""

import random
import subprocess
import time
from collections.abc import Callable

import pytest

from progress_report.model.findings import ExitCode
from tests.faults.ground import LONGEST_BUILD_SECONDS, YEAR, Ground, kill, tree
from tests.support.processes import descendants

SEED = 20240702
MOMENTS = 50
MOMENTS_BETWEEN_BUILDS = 10
# What a build says as each step ends: the moments are spread over all steps, however fast the machine is.
STEPS = (
    "",
    "データとパラメータの確認",
    "節の実行",
    "文書の組立て",
    "HTML・PDFの作成",
    "数値の出どころの確認",  # then it is published
)
LONGEST_SECONDS = 1.0
TITLES = "区の", "本区の"
Tell = Callable[[str], None]


def _killed_after(ground: Ground, step: str, seconds: float, *options: str) -> bool:
    """Kill it so long after a step; whether it was still at work. What was not killed must succeed."""
    with ground.start("build", YEAR, *options) as process:
        assert process.stderr is not None
        while step and (line := process.stderr.readline().decode()) and not line.startswith(step):
            continue
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        _, told = process.communicate(timeout=LONGEST_BUILD_SECONDS)
    assert process.returncode <= 0, told.decode()
    return process.returncode < 0


def test_killed_in_a_few_moments_the_old_report_stands(grown: Ground, survived: Tell) -> None:
    before = tree(grown.report)
    for seconds in (1.0, 2.5):
        _killed_after(grown, "", seconds, "--no-cache")
        assert tree(grown.report) == before
    grown.retitle(*TITLES)
    grown.require_sound()
    assert tree(grown.report) != before
    survived("SIGKILL to the builder: 2 moments")


@pytest.mark.long
def test_killed_at_any_moment_the_report_is_entirely_the_old_or_the_new(bare: Ground, survived: Tell) -> None:
    first, second = TITLES
    whole = {}
    for title, other in ((first, second), (second, first)):
        assert bare.run("build", YEAR).returncode == ExitCode.BUILT
        whole[title] = tree(bare.report)
        bare.retitle(title, other)
    bare.retitle(first, second)
    wanted = second
    chance = random.Random(SEED)
    working = changed = swept = 0
    for number in range(MOMENTS):
        before = tree(bare.report)
        if before == whole[wanted]:  # else it was killed before, and is still to be built
            wanted, other = (first, second) if wanted == second else (second, first)
            bare.retitle(other, wanted)
        # Some execute their sections; in the others, rendering and publishing come soon.
        options = () if number % 4 else ("--no-cache",)
        step = STEPS[number % len(STEPS)]
        seconds = chance.uniform(0, LONGEST_SECONDS * (1 if step else 3))
        working += _killed_after(bare, step, seconds, *options)
        after = tree(bare.report)
        differing = [
            {n for n in one.keys() | after.keys() if one.get(n) != after.get(n)} for one in whole.values()
        ]
        assert set() in differing, f"moment {number}, {seconds:.3f} s after {step}: {differing}"
        changed += after != before
        swept += bool(list(bare.temporary.iterdir()))
        if number % MOMENTS_BETWEEN_BUILDS == MOMENTS_BETWEEN_BUILDS - 1:
            bare.require_sound()
            assert tree(bare.report) == whole[wanted]
    survived(
        f"SIGKILL to the builder: {MOMENTS} moments ({working} while it worked, {changed} after it had "
        f"published, {swept} left temporary files, all swept by the next build)"
    )


@pytest.mark.long
def test_killed_kernels_and_fork_servers_lose_nothing(grown: Ground, survived: Tell) -> None:
    before = tree(grown.report)
    tried = 0
    for number in range(4):
        with grown.start("build", YEAR, "--no-cache") as process:
            server, *kernels = _started(process.pid, kernels=bool(number % 2))
            kill(kernels[0] if number % 2 else server)
            _, told = process.communicate(timeout=LONGEST_BUILD_SECONDS)
        # A server that died before it was asked is done without; what it had forked died with it.
        assert process.returncode in (0, 3), told.decode()
        assert "Traceback" not in told.decode()
        assert process.returncode == 0 or "実行が中断されました" in told.decode()
        assert tree(grown.report) == before
        tried += 1
    assert grown.run("build", YEAR, "--no-cache").returncode == 0
    grown.require_sound()
    assert tree(grown.report) == before
    survived(f"SIGKILL to kernels and fork servers: {tried}")


def _started(builder: int, *, kernels: bool) -> list[int]:
    """The fork server, and its kernels once there are any if they are asked for."""
    deadline = time.monotonic() + LONGEST_BUILD_SECONDS
    while time.monotonic() < deadline:
        found = descendants(builder, "fork_server")
        if found and (len(found) > 1 or not kernels):
            return found
        time.sleep(0.02)
    raise AssertionError("no kernel was started")
