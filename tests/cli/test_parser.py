"""The command line: every spelling of a year, messages in Japanese, exit code 2 for wrong usage."""

import importlib.metadata
import re
from pathlib import Path

import pytest

from progress_report.build_options import BuildOptions
from progress_report.cli.japanese import workspace
from progress_report.cli.main import main
from progress_report.cli.parser import parse
from progress_report.inputs.project import Project
from progress_report.model.findings import ExitCode
from progress_report.model.fiscal_year import FiscalYear
from progress_report.registry import installed_formats
from tests.support.parsed_builds import parsed_builds

COMMANDS = (
    "init",
    "request",
    "new-year",
    "check",
    "build",
    "watch",
    "import-word",
    "revise",
    "compare",
    "verify",
    "accessibility",
    "trace",
    "impact",
)


@pytest.mark.parametrize("year", ["2024", "FY2024", "R6", "令和6", "令和6年度", "２０２４"])
def test_the_year_may_be_written_in_any_way(year: str) -> None:
    expected = BuildOptions(FiscalYear(2024), Path("build"), False, None, ("html", "pdf", "text"))
    assert parsed_builds(year) == [expected]


def test_a_correction_has_a_reason() -> None:
    given = parse(["revise", "令和6", "--reason", " 転記の誤り ", "--out", "x"])
    assert (given.year, given.reason, given.out) == (FiscalYear(2024), "転記の誤り", Path("x"))


def _target(*arguments: str) -> Path:
    (build,) = parsed_builds("2024", *arguments)
    return build.target


def test_a_quick_look_never_touches_the_whole_report() -> None:
    assert _target() == Path("build/2024")
    assert _target("--only", "3_cashless") == Path("build/2024.partial")
    assert _target("--formats", "html") == Path("build/2024.partial")
    assert _target("--formats", "pdf,html") == Path("build/2024.partial")
    assert _target("--formats", "txt,pdf,html", "--out", "x") == Path("x/2024")


def test_workers_of_a_scheduler_may_make_it() -> None:
    for address in ("tcp://10.0.0.1:8786", "tls://scheduler.lg.jp:8786", "tcp://[fd00::1]:8786"):
        assert parse(["build", "2024", "--dask", address, "--large-print"]).dask == address
    assert parse(["build", "2024"]).dask is None


def test_large_print_is_made_beside_the_rest() -> None:
    assert _target("--large-print") == Path("build/2024")
    assert _target("--large-print", "--final") == Path("build/2024")
    assert _target("--large-print", "--formats", "html") == Path("build/2024.partial")
    (build,) = parsed_builds("2024", "--large-print")
    assert build.formats == ("html", "pdf", "large_print", "text")


def test_pdfs_are_validated_where_there_are_some(capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--final",), ("--formats", "points")):
        (build,) = parsed_builds("2024", "--validate-pdf", *more)
        assert build.validate_pdf
    with pytest.raises(SystemExit) as exit_status:
        parsed_builds("2024", "--validate-pdf", "--formats", "html,text")
    assert exit_status.value.code == ExitCode.WRONG_USAGE
    assert "--formats に pdf を加えてください" in capsys.readouterr().err


def test_a_form_of_accessibility_is_of_one_report() -> None:
    given = parse(["accessibility", "R6", "--out", "x", "--force"])
    assert (given.year, given.out, given.force) == (FiscalYear(2024), Path("x"), True)


def test_a_word_file_is_made_where_it_is_asked_for() -> None:
    assert _target("--formats", "docx") == Path("build/2024.partial")
    assert _target("--formats", "docx,text,html,pdf") == Path("build/2024")
    (build,) = parsed_builds("2024", "--formats", "docx,text,html,pdf", "--final")
    assert build.formats == ("html", "pdf", "text", "docx")


def test_a_command_without_a_folder_uses_that_of_builds() -> None:
    assert workspace(parse(["new-year", "令和7"])) == (Path("build"), Project.here())
    assert workspace(parse(["new-year", "2025", "--out", "x"])) == (Path("x"), Project.here())


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        ([], "必要な引数がありません"),
        (["build"], "年度か --all の、どちらか一つを指定してください"),
        (["build", "2024", "--all"], "年度か --all の、どちらか一つを指定してください"),
        (["revise"], "必要な引数がありません: 年度, --reason"),
        (["revise", "2024"], "必要な引数がありません: --reason"),
        (["revise", "2024", "--reason", " "], "理由を書いてください"),
        (["revise", "2024", "--reason", "転記\x07"], "使えない文字（制御文字など）があります"),
        (["revise", "2024", "--reason", "転記\udcff"], "使えない文字（制御文字など）があります"),
        (["watch"], "必要な引数がありません: 年度"),
        (["watch", "2024", "--port", "0"], "ポートの番号は1から65535までの整数です（0）"),
        (["watch", "2024", "--port", "６５"], "ポートの番号は1から65535までの整数です（６５）"),
        (["built", "2024"], "使えません"),
        (["build", "平成99"], "年度として読めません"),
        (["check", "1927"], "報告にできない年度です（「1927」）。1928から2998までの年にしてください。"),
        (["check", "2999"], "報告にできない年度です"),
        (["new-year"], "必要な引数がありません: 年度"),
        (["verify"], "必要な引数がありません: 報告書"),
        (["trace", "2024"], "必要な引数がありません: 数値"),
        (["impact", "2024"], "必要な引数がありません: ファイル"),
        (["build", "2024", "--fast"], "知らない引数です: --fast"),
        (["build", "2024", "--out"], "値を一つ書いてください"),
        (["build", "2024", "--formats", "一太郎"], "知らない形式です（一太郎）"),
        (["build", "2024", "--dask", "10.0.0.1"], "スケジューラのアドレスは、tcp://10.0.0.1:8786"),
        (["build", "2024", "--dask", "tcp://a:1", "--jobs", "2"], "--jobs は --dask と一緒に使えません"),
        (["build", "2024", "--final", "--only", "a"], "確定版は全体を一度に作ります"),
    ],
)
def test_wrong_usage_is_reported_in_japanese(
    arguments: list[str], reported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == ExitCode.WRONG_USAGE
    said = capsys.readouterr().err
    assert reported in said
    assert _english_words(said) == set()


@pytest.mark.parametrize(
    "arguments",
    [["--help"], *([name, "--help"] for name in COMMANDS)],
)
def test_help_is_in_japanese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(arguments)
    assert caught.value.code == 0
    said = capsys.readouterr().out
    assert "終了コード" in said
    assert _english_words(said) == set()


def test_the_version_is_that_of_the_installed_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"progress-report {importlib.metadata.version('progress-report')}\n"


# The last three are parts of Word, Ctrl and Dask.
_NAMES = """
    report_builder request version import word apply base division due force all init explain figures
    points accessibility validate vera xlsx zip name code sections edition errata index municipalities
    params reason root run notebooks revise yaml py build check compare format table help out final only
    formats partial verify watch jobs port rebuild trace impact report manifest json dask tcp tls
    scheduler ledger new year data csv html pdf txt text large print ord trl ask
"""


def _english_words(text: str) -> set[str]:
    """Return lower-case words that are not names of commands, options, files or formats."""
    return set(re.findall(r"[a-z_]{2,}", text)) - {*_NAMES.split()} - {*installed_formats(), "built", "fast"}
