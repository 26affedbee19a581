"""Findings name place, cause and remedy; an error of the input needs no traceback."""

import errno

import pytest

from progress_report.model.findings import (
    Finding,
    NotebookError,
    PublishingError,
    ReportError,
    Severity,
    report_error,
)


@pytest.mark.parametrize(
    ("finding", "reported"),
    [
        (
            Finding("数値ではありません。", "直してください。", "data/2024/a.csv", 3, "件数"),
            "【誤り】data/2024/a.csv 3行目『件数』: 数値ではありません。直してください。",
        ),
        (Finding("空です。", file="a.csv"), "【誤り】a.csv: 空です。"),
        (Finding("変です。", severity=Severity.REVIEW), "【要確認】変です。"),
    ],
)
def test_a_findings_text(finding: Finding, reported: str) -> None:
    assert str(finding) == reported
    assert Finding.from_json(finding.to_json()) == finding


def test_an_error_lists_all_its_findings() -> None:
    error = ReportError([Finding("甲。"), Finding("乙。")])
    assert str(error) == "【誤り】甲。\n【誤り】乙。"
    assert str(report_error("甲。", file="a", row=2, column="b")) == "【誤り】a 2行目『b』: 甲。"


def test_exit_codes() -> None:
    assert [kind([]).exit_code for kind in (ReportError, NotebookError, PublishingError)] == [1, 3, 4]


def test_an_error_of_the_operating_system_is_reported_with_the_file() -> None:
    reported = str(PublishingError.of_system(OSError(errno.ENOSPC, "No space left on device", "report.pdf")))
    assert reported.startswith("【誤り】report.pdf: ファイルを扱えませんでした")


def test_a_file_open_in_another_program_is_recognized_by_windows_error_number() -> None:
    error = PermissionError(errno.EACCES, "The process cannot access the file", "tables.xlsx")
    error.winerror = 32  # type: ignore[attr-defined]
    assert "ほかのソフトが開いています" in str(PublishingError.of_system(error))
