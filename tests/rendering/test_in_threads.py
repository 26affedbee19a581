"""Outputs are rendered in parallel and returned in order; a process can build again after its first PDF."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier

import pytest

from progress_report.model.findings import Finding, PublishingError
from progress_report.rendering.in_threads import render
from tests.promises.office import Office
from tests.support.project_copy import ROOT

Files = dict[str, bytes]


def test_what_is_typeset_and_the_rest_are_made_at_once_and_keep_their_order() -> None:
    all_begun = Barrier(3, timeout=10)

    def job(name: str) -> Callable[[], Files]:
        def made() -> Files:
            all_begun.wait()  # none ends before the others have begun
            return {name: b"1", f"{name}, too": b"2"}

        return made

    made = render([job("b"), job("c")], [job("a"), dict])
    assert list(made) == ["b", "b, too", "c", "c, too", "a", "a, too"]
    assert render([], []) == {}


def test_the_first_jobs_error_is_raised() -> None:
    def fail(name: str) -> Callable[[], Files]:
        def failing() -> Files:
            raise ValueError(name)

        return failing

    with pytest.raises(ValueError, match="first"):
        render([dict, fail("first")], [fail("second"), dict])
    with pytest.raises(ValueError, match="second"):
        render([dict], [fail("second"), dict])


def test_the_findings_of_all_are_raised_each_once() -> None:
    def fail(*messages: str) -> Callable[[], Files]:
        def failing() -> Files:
            raise PublishingError([Finding(message) for message in messages])

        return failing

    with pytest.raises(PublishingError) as raised:
        render([fail("1", "2"), dict], [fail("2", "3")])
    assert [finding.message for finding in raised.value.findings] == ["1", "2", "3"]


_TWICE = """
import sys
from pathlib import Path
from progress_report.build import build
from progress_report.build_options import BuildOptions
from progress_report.execution.workers import require_single_thread, start_method
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.registry import format_names

if __name__ == "__main__":
    root = Path(sys.argv[1])
    for out in ("first", "second"):
        print(start_method())
        build(BuildOptions(FiscalYear(2024), root / out, False, None, format_names(), project=Project(root)))
    try:
        require_single_thread()
    except RuntimeError as error:
        print(error)
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked there")
def test_a_process_that_has_set_a_pdf_builds_on_and_forks_no_more(tmp_path: Path) -> None:
    """Typst's threads stay: a process forked beside them might wait for them forever."""
    office = Office.small(tmp_path / "office")
    script = tmp_path / "twice.py"
    script.write_text(_TWICE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script, office.root],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second, refused = done.stdout.splitlines()
    assert (first, second) == ("fork", "spawn")
    assert refused.endswith("threads must not fork")
    made = [(office.root / out / "2024" / "report.pdf").read_bytes() for out in ("first", "second")]
    assert made[0] == made[1]
