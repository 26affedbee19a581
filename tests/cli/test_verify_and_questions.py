"""The verify, trace and impact commands, as a person runs them."""

import re
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.support.project_copy import ROOT, Built, Project


@pytest.mark.long
def test_building_again_gives_the_same_bytes_and_leaves_the_report_alone(built: Built) -> None:
    before = {path: path.stat().st_mtime_ns for path in built.folder.rglob("*")}
    done = Project(ROOT).run("verify", built.folder, "--rebuild")
    assert done.returncode == ExitCode.BUILT, done.stdout + done.stderr
    count = len([path for path in before if path.is_file()])
    assert re.search(rf"作り直し（.*）（{count}個）　すべて一致", done.stdout)
    assert "書き出しました" not in done.stdout
    assert {path: path.stat().st_mtime_ns for path in built.folder.rglob("*")} == before


@pytest.mark.long
def test_another_template_is_named_and_so_is_what_it_changes(project_copy: Project) -> None:
    done = project_copy.run("build", "2024", "--only", "3_cashless", "--formats", "html")
    assert done.returncode == ExitCode.BUILT, done.stderr
    files = [path for path in (project_copy.root / "build/2024.partial").rglob("*") if path.is_file()]
    style = project_copy.root / "templates/html/style.css"
    style.write_text(style.read_text(encoding="utf-8") + "p { color: red }\n", encoding="utf-8")
    done = project_copy.run("verify", "build/2024.partial", "--rebuild")
    assert done.returncode == ExitCode.DATA_ERROR
    reported = done.stderr.splitlines()
    assert any("templates/html/style.css: 作成のときから変わっています" in line for line in reported)
    assert any("2024.partial/report.html: 作り直すと違う内容になります" in line for line in reported)
    assert not any("3_cashless.ipynb: 作り直すと" in line for line in reported), (
        "nothing that did not follow from it"
    )
    outputs = len(files) - 1
    assert f"成果物（{outputs}個）　すべて一致" in done.stdout


def test_a_file_alone_and_a_damaged_folder(built: Built, tmp_path: Path) -> None:
    done = Project(ROOT).run("verify", built.pdf)
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert "令和6年度の報告書　案（未確定）" in done.stdout
    done = Project(ROOT).run("verify", tmp_path)
    assert done.returncode == ExitCode.DATA_ERROR
    assert "manifest.json: ありません" in done.stderr
    assert "Traceback" not in done.stderr


def test_questions_are_answered_or_refused(built: Built, tmp_path: Path) -> None:
    for arguments, reported in (
        (("trace", "令和6", "42.1%"), "42.1%  ←  302手続 ÷ 717手続"),
        (("impact", "2024", "systems.csv:2"), "data/2024/systems.csv 2行目 に基づく所: "),
    ):
        done = Project(ROOT).run(*arguments, "--out", built.folder.parent)
        assert (done.returncode, done.stderr) == (ExitCode.BUILT, "")
        assert reported in done.stdout
        done = Project(ROOT).run(*arguments, "--out", tmp_path)
        assert done.returncode == ExitCode.DATA_ERROR
        assert f"先に report_builder.py build 2024 --out {tmp_path} を実行してください" in done.stderr
    done = Project(ROOT).run("trace", "2024", "999999", "--out", built.folder.parent)
    assert done.returncode == ExitCode.DATA_ERROR
    assert "どこにも印刷されていません" in done.stderr
