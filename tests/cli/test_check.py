"""The check command, as a person and as an editor run it."""

import json
import re

import pytest

from progress_report.cli.terminal import table
from progress_report.model.display_width import display_width
from progress_report.model.findings import ExitCode
from tests.support.municipality import Municipality
from tests.support.project_copy import ROOT, Project

LEFT_OVER = ("params/2025.yaml", "施設使用料の", "令和5年の施設使用料の")
ROW = 1 + (ROOT / LEFT_OVER[0]).read_text(encoding="utf-8").partition(LEFT_OVER[1])[0].count("\n")


def _spoil(project: Municipality) -> None:
    project.edit("data/2025/systems.csv", "541,460", "541,640")
    project.edit(*LEFT_OVER)


def test_a_valid_year() -> None:
    done = Project(ROOT).run("check", "R6")
    assert (done.returncode, done.stdout) == (
        ExitCode.BUILT,
        "令和6年度: 誤り 0件、要確認 0件。データと文章に誤りはありません。\n",
    )


def test_errors_come_first_and_decide_the_exit_code(municipality: Municipality) -> None:
    _spoil(municipality)
    done = municipality.run("check", "2025")
    assert done.returncode == ExitCode.DATA_ERROR
    error, review, _, summary = done.stdout.splitlines()
    assert error.startswith(
        "【誤り】data/2025/systems.csv 3行目『完了数』: 検算「完了は課題の内数」が成り立ちません"
    )
    assert review.startswith(
        f"【要確認】params/2025.yaml {ROW}行目『3_cashless.outlook』: 文章に「令和5年」と"
    )
    assert summary == "令和7年度: 誤り 1件、要確認 1件。誤りを直すまで、報告書は作れません。"


def test_for_editors(municipality: Municipality) -> None:
    _spoil(municipality)
    reported = json.loads(municipality.run("check", "2025", "--format", "json").stdout)
    assert (reported["schema"], reported["fiscal_year"]) == ("progress-report/check/1", 2025)
    places = {(one["grade"], one["file"], one["row"], one["column"]) for one in reported["findings"]}
    assert places == {
        ("誤り", "data/2025/systems.csv", 3, "完了数"),
        ("要確認", "params/2025.yaml", ROW, "3_cashless.outlook"),
    }


@pytest.mark.long
def test_a_warning_permits_a_draft_but_no_final_report(municipality: Municipality) -> None:
    path = municipality.root / "params/2025.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("施設使用料の", "令和5年の施設使用料の"), encoding="utf-8"
    )
    quick = ("--only", "3_cashless", "--formats", "html")
    done = municipality.run("build", "2025", *quick)
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert f"【要確認】params/2025.yaml {ROW}行目" in done.stdout
    folder = municipality.root / "build/2025.partial"
    assert "この節の日付のどれにも当たりません" in (folder / "report.html").read_text(encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [(one["grade"], one["row"]) for one in manifest["review"]] == [("要確認", ROW)]
    done = municipality.run("build", "2025", "--final")
    assert done.returncode == ExitCode.DATA_ERROR
    assert f"確定版にできません: 【要確認】params/2025.yaml {ROW}行目" in done.stderr


def test_a_table_is_no_wider_than_the_terminal_and_keeps_every_word() -> None:
    rows = [("誤り", "data/2025/systems.csv 3行目『完了数』", "完了数は、課題総数を超えない。" * 9)] * 2
    for columns in (60, 80, 100, 200):
        lines = table(("種別", "場所", "内容"), rows, columns)
        assert max(map(display_width, lines)) <= columns
        assert not any(re.match(r"\s*[、。）』]", line) for line in lines)
        body = "".join(lines[2:]).replace(" ", "")
        assert body.count("。") == 18
    assert table(("種別",), [], 80) == []
