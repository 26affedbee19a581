"""Workers obey their limits, end with their builder however it ends, and leave nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from unittest.mock import patch

import pytest

from progress_report.execution.resource_limits import ResourceLimits
from progress_report.execution.section_run import run_section
from progress_report.execution.workers import FORK, SPAWN, Workers
from progress_report.inputs.params.limits import Limits
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding
from tests.support.processes import descendants
from tests.support.section_notebook import SECTION, YEAR, project_of_cells
from tests.support.single_thread import Sections, SingleThread

ROOT = Path(__file__).parents[2]
METHODS = [FORK, SPAWN]
TOGETHER = 8


def _gone(processes: list[int], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while any(Path(f"/proc/{process}").exists() for process in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not any(Path(f"/proc/{process}").exists() for process in processes)


def _numbers_of_several(project: Project) -> list[str]:
    with Workers(FORK) as workers:
        workers.prepare(TOGETHER)
        with ThreadPoolExecutor(TOGETHER) as pool:
            runs = list(pool.map(lambda _: run_section(project, SECTION, YEAR, workers), range(TOGETHER)))
    return [run.notebook.cells[-1].outputs[0].data["text/plain"] for run in runs]


def test_several_at_once_share_neither_chance_nor_variables(
    in_single_thread: SingleThread, tmp_path: Path
) -> None:
    cells = "import random, numpy", "[random.random(), numpy.random.random()]"
    numbers = in_single_thread(_numbers_of_several, project_of_cells(tmp_path, *cells))
    assert len({number for both in numbers for number in both.strip("[]").split(", ")}) == 2 * TOGETHER


@pytest.mark.long
def test_a_cell_that_takes_too_long_is_ended_also_where_it_does_not_want_to_be(
    sections: Sections, tmp_path: Path
) -> None:
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    project = project_of_cells(tmp_path, "print('so far'); " + stubborn)
    limits = ResourceLimits.from_now(Limits.model_validate({"cell_seconds": "2"}))
    run = sections.run(project, SECTION, YEAR, limits=limits)
    (finding,) = run.findings
    assert "3番目に実行したセル「print('so far'); import signal, time;" in finding.message
    assert "上限の2秒では終わりません" in finding.message
    assert run.notebook.cells[-1].outputs[0].text == "so far\n"


@pytest.mark.parametrize("sections", [FORK, pytest.param(SPAWN, marks=pytest.mark.long)], indirect=True)
def test_output_past_python_is_limited_too(sections: Sections, tmp_path: Path) -> None:
    project = project_of_cells(tmp_path, "import os\nwhile True: os.write(1, b'0' * 1000)")
    limits = ResourceLimits.from_now(Limits.model_validate({"output_megabytes": "1"}))
    (finding,) = sections.run(project, SECTION, YEAR, limits=limits).findings
    assert "出力が上限の1MBを超えました" in finding.message


def _left_behind(method: str, project: Project, private: Path) -> tuple[list[Path], set[int]]:
    """Run two sections; return the files and the processes that remain."""
    before = set(descendants(os.getpid()))
    with patch("tempfile.tempdir", str(private)), Workers(method) as workers:
        assert run_section(Project(ROOT), "3_cashless", YEAR, workers).findings == ()
        assert run_section(project, SECTION, YEAR, workers).findings
    return list(private.iterdir()), set(descendants(os.getpid(), "sleep", "spawn_main")) - before


@pytest.mark.parametrize("method", METHODS)
def test_no_process_or_folder_is_left(method: str, in_single_thread: SingleThread, tmp_path: Path) -> None:
    private = tmp_path / "t"
    private.mkdir()
    project = project_of_cells(
        tmp_path / "project", "import subprocess; subprocess.Popen(['sleep', '4711'])", "1 / 0"
    )
    assert in_single_thread(_left_behind, method, project, private) == ([], set())


def _ended_while_running(method: str, project: Project) -> Sequence[Finding]:
    begun = Event()
    with Workers(method) as workers:
        workers.prepare(1)
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(run_section, project, SECTION, YEAR, workers, lambda *_: begun.set())
            assert begun.wait(60)
            workers.end()
            return run.result(20).findings


@pytest.mark.parametrize("method", METHODS)
def test_ended_from_elsewhere_a_running_worker_is_gone_at_once(
    method: str, in_single_thread: SingleThread, tmp_path: Path
) -> None:
    """As with Ctrl+C, while the threads wait for cells."""
    project = project_of_cells(tmp_path, "import time; time.sleep(60)")
    assert in_single_thread(_ended_while_running, method, project)


def _fork_beside_a_thread() -> None:
    over = Event()
    thread = Thread(target=over.wait)
    thread.start()
    try:
        with Workers(FORK) as workers:
            workers.prepare(1)
    finally:
        over.set()
        thread.join()


def test_a_process_with_several_threads_does_not_fork(in_single_thread: SingleThread) -> None:
    with pytest.raises(RuntimeError, match="2 threads"):
        in_single_thread(_fork_beside_a_thread)


@pytest.mark.long
@pytest.mark.parametrize("cell", ["import time; time.sleep(60)", "while True: pass"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("method", METHODS)
def test_workers_end_with_the_process_that_asked_for_them(
    method: str, end: signal.Signals, cell: str, tmp_path: Path
) -> None:
    project_of_cells(tmp_path, cell)
    script = tmp_path / "script.py"
    script.write_text(f"""
import sys; from pathlib import Path
from progress_report.execution.workers import Workers
from progress_report.execution.section_run import run_section
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding
if __name__ == "__main__":
    project = Project(Path({str(tmp_path)!r}))
    with Workers({method!r}) as workers:
        run_section(project, "section", {YEAR!r}, workers, lambda *step: print(step, flush=True))
""")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script], env=environment, stdout=subprocess.PIPE) as builder:
        assert builder.stdout is not None
        builder.stdout.readline()  # the parameters cell has been executed, so the worker is running
        left = descendants(builder.pid)
        assert left
        builder.send_signal(end)
        builder.wait()
    assert _gone(left)
