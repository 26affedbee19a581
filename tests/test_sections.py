"""The sections of a build, and workers that it may share with other builds."""

import errno
from pathlib import Path

import pytest

from progress_report.build_options import BuildOptions
from progress_report.execution.progress import Progress
from progress_report.execution.workers import SPAWN, Workers
from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.sections import Sections
from tests.support.project_copy import ROOT

SECTION = "3_cashless"


@pytest.mark.parametrize("fails", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_only_ctrl_c_ends_the_workers_of_other_reports(
    fails: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise fails

    year, project = FiscalYear(2024), Project(ROOT)
    options = BuildOptions(year, tmp_path, False, SECTION, ("html",), project=project)
    monkeypatch.setattr("progress_report.sections.run_section", failing)
    with Workers(SPAWN) as workers:
        with (
            pytest.raises(type(fails)),
            Sections(options, workers) as sections,
            sections.running(read_params(project, year), [SECTION], Progress()),
        ):
            pass
        assert workers.ended is isinstance(fails, KeyboardInterrupt)
