"""A new fiscal year from the former one, by commands alone; the former report stays unchanged."""

import re
import shutil
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.support.html_text import read_page
from tests.support.project_copy import ROOT, Project
from tests.support.schema_of_2024 import end_in_2024

pytestmark = pytest.mark.long  # three builds
PARAMS, TABLES = "params/2025.yaml", "data/2025/tables.yaml"


@pytest.fixture
def project(project_copy: Project) -> Project:
    """Return a copy without 令和7年度."""
    (project_copy.root / PARAMS).unlink()
    shutil.rmtree(project_copy.root / "data/2025")
    end_in_2024(project_copy.root)
    return project_copy


def _rewrite(path: Path, pattern: str, replacement: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed = re.sub(pattern, replacement, text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def _fill_in(project: Project) -> None:
    """Fill in the invented tables as an office saves them, remove the marks, and omit a survey."""
    for table in (ROOT / "data/2025").glob("*.csv"):
        text = table.read_text(encoding="utf-8").replace("\n", "\r\n")
        (project.root / "data/2025" / table.name).write_bytes(text.encode("cp932"))
    _rewrite(project.root / PARAMS, r" *# 要確認: .*", "")
    _rewrite(project.root / PARAMS, r"not_available: \[\]", "not_available: []\nnot_held: [intention_survey]")
    _rewrite(project.root / PARAMS, r"survey_start: 2025-07-02", "survey_start: 2025-07-01")
    _rewrite(project.root / TABLES, r"periodStart: 2025-07-02", "periodStart: 2025-07-01")
    _rewrite(project.root / TABLES, r" *# 要確認: .*", "")


def test_a_new_years_report_and_the_former_one_afterwards(project: Project) -> None:
    assert project.run("build", "2024").returncode == ExitCode.BUILT
    assert project.run("new-year", "2025").returncode == ExitCode.BUILT
    reported = project.run("check", "2025")
    assert reported.returncode == ExitCode.DATA_ERROR
    assert "data/2025/online_procedures.csv: 令和6年度の行がありません。" in reported.stdout
    _fill_in(project)
    reported = project.run("check", "2025")
    assert reported.returncode == ExitCode.BUILT, reported.stdout
    assert "の報告と同じ文章です" in reported.stdout, "prose is still last year's, and that is questioned"

    done = project.run("build", "2025")
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert "【記録】data/2025/systems.csv" in done.stderr
    page = "".join(
        read_page((project.root / "build/2025/report.html").read_text(encoding="utf-8")).text().split()
    )
    for printed in (
        "302手続から390手続に増加しており（2年連続で増加）、その割合は12.4ポイント増となっている。",
        "令和7年度は、区民意向調査を実施していない。",
        "前回報告からの変更点",
        "このほかの要確認は、checkが示す。",
        "12.4ポイント増",
    ):
        assert printed in page

    verified = project.run("verify", "build/2024", "--rebuild")
    assert verified.returncode == ExitCode.BUILT, verified.stdout + verified.stderr
    assert re.search(r"作り直し（.*）（\d+個）　すべて一致", verified.stdout)
    assert (project.root / "build/index.html").read_text(encoding="utf-8").count("<article") == 2
