"""Several years in one command: a year that fails does not keep the others from being built."""

from pathlib import Path

import pytest

from progress_report.build_options import Batch, BuildOptions
from progress_report.cli.build import build_changed
from progress_report.execution.progress import Progress
from progress_report.execution.workers import Workers
from progress_report.inputs.project import Project
from progress_report.model.findings import ExitCode, Finding, NotebookError, ReportError, report_error
from progress_report.model.fiscal_year import FiscalYear
from tests.support.parsed_builds import parsed_builds


@pytest.fixture(autouse=True)
def nothing_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder: reports go to ``build/`` in the current folder, which may already hold one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("progress_report.distributed.outcomes.build", _fails)


def _builds(*years: int) -> list[BuildOptions]:
    batch = Batch.YEARS if len(years) > 1 else Batch.NONE
    return [
        BuildOptions(FiscalYear(year), Path("build"), False, None, ("html", "pdf", "text"), batch=batch)
        for year in years
    ]


def test_years_are_built_in_the_order_asked_for_each_once() -> None:
    assert parsed_builds("2025", "R6", "2025") == _builds(2025, 2024)


def test_all_years_are_those_that_have_parameters() -> None:
    options = parsed_builds("--all")
    assert [one.year for one in options] == Project.here().years()
    assert len(options) >= 2


def test_options_apply_to_each_year() -> None:
    options = parsed_builds("2024", "2025", "--only", "3_cashless", "--formats", "html", "--out", "x")
    assert [one.target for one in options] == [Path("x/2024.partial"), Path("x/2025.partial")]
    options = parsed_builds("2024", "2025", "--final")
    assert all(one.final for one in options)


def test_the_result_of_each_year_is_reported() -> None:
    answer = build_changed(_builds(2026, 2025))
    assert answer.text == "令和8年度ができた\n令和7年度ができた"
    assert answer.exit_code == ExitCode.BUILT


def _fails(options: BuildOptions, progress: Progress | None = None, workers: Workers | None = None) -> str:
    match options.year.start:
        case 2022:
            raise report_error("表の誤り。", file="data/2022/a.csv")
        case 2023:
            raise NotebookError([Finding("実行の失敗。"), Finding("別の失敗。")])
        case 2024:
            raise PermissionError(13, "Permission denied", "build/2024")
    return f"{options.year.label}ができた"


@pytest.mark.parametrize(
    ("years", "code"),
    [
        ((2022, 2025), ExitCode.DATA_ERROR),
        ((2023, 2022, 2025), ExitCode.NOTEBOOK_FAILED),
        ((2022, 2024, 2023, 2025), ExitCode.PUBLISHING_FAILED),
    ],
)
def test_all_errors_are_reported_with_the_highest_exit_code_and_the_others_are_built(
    years: tuple[int, ...], code: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ReportError) as caught:
        build_changed(_builds(*years))
    assert caught.value.exit_code == code
    assert capsys.readouterr().out == "令和7年度ができた\n"
    reported = str(caught.value)
    for year in years[:-1]:
        assert f"{FiscalYear(year).label}の報告書は作れませんでした。" in reported
    assert "令和7年度" not in reported
    assert ("別の失敗。" in reported) == (2023 in years)
    assert ("ファイルを扱えませんでした" in reported) == (2024 in years)


def test_a_single_year_is_reported_without_a_heading() -> None:
    with pytest.raises(ReportError) as caught:
        build_changed(_builds(2022))
    assert str(caught.value) == "【誤り】data/2022/a.csv: 表の誤り。"


def test_ctrl_c_reports_which_municipalitys_report_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first report is written, the second is interrupted, so its former report stays."""
    builds = tuple(
        BuildOptions(
            FiscalYear(2024), tmp_path / name, False, None, (), jobs=1,
            project=Project(tmp_path / name), batch=Batch.MUNICIPALITIES,
        )
        for name in ("いちのせ", "にのせ")
    )  # fmt: skip

    def build(options: BuildOptions, progress: Progress | None = None, workers: Workers | None = None) -> str:
        if options.project.root.name == "にのせ":
            raise KeyboardInterrupt
        options.target.mkdir(parents=True)
        (options.target / "manifest.json").touch()
        return ""

    monkeypatch.setattr("progress_report.distributed.outcomes.build", build)
    with pytest.raises(ReportError) as caught:
        build_changed(builds)
    assert "いちのせ　令和6年度の新しい報告書は、書き出した後です" in str(caught.value)
    assert "ほかの報告書は、前の報告書がそのまま残っています" in str(caught.value)
