"""Correcting a published report: the next edition with its 正誤表 and the former one kept, or no change."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from progress_report.model.findings import ExitCode
from tests.support.extracted_text import page_words
from tests.support.html_text import read_page
from tests.support.normal_text import normal
from tests.support.project_copy import Project
from tests.support.published import CACHES, digests
from tests.support.verapdf import validate

pytestmark = pytest.mark.long  # each revision is two builds
DATA, PARAMS = "data/2024/cashless.csv", "params/2024.yaml"
REASON = "転記の誤り"


def _with_one_section(root: Path) -> None:
    """Keep one section only, for the quickest whole report."""
    path = root / PARAMS
    text = path.read_text(encoding="utf-8")
    before, *sections = re.split(r"(?m)^(?=  - notebook: )", text)
    (kept,) = (section for section in sections if "3_cashless" in section)
    path.write_text(before + kept.rstrip() + "\n", encoding="utf-8")


def _words(folder: Path) -> str:
    return "".join(read_page((folder / "report.html").read_text(encoding="utf-8")).text().split("\n"))


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose published report wrongly says 令和6年11月 instead of 令和6年10月."""
    project = Project.copied(tmp_path_factory.mktemp("wrong"))
    _with_one_section(project.root)
    project.edit(DATA, "2024-10", "2024-11")
    done = project.run("build", "2024", "--final")
    assert done.returncode == ExitCode.BUILT, done.stderr
    return project


@pytest.fixture(scope="module")
def revised(wrong: Project) -> tuple[Project, dict[str, str], str]:
    """Return the same project with its second edition, the files of the first, and the command's output."""
    former = digests(wrong.root / "build/2024")
    unchanged = digests(wrong.root, CACHES)
    done = wrong.run("revise", "2024", "--reason", REASON)
    assert done.returncode == ExitCode.DATA_ERROR
    assert "前の版と違う所がありません" in done.stderr
    assert digests(wrong.root, CACHES) == unchanged
    wrong.edit(DATA, "2024-11", "2024-10")
    done = wrong.run("revise", "2024", "--reason", REASON)
    assert done.returncode == ExitCode.BUILT, done.stderr
    return wrong, former, done.stdout


def test_the_former_revision_stays_unchanged(revised: tuple[Project, dict[str, str], str]) -> None:
    project, former, _ = revised
    assert digests(project.root / "build/2024.edition1") == former
    done = project.run("verify", "build/2024.edition1")
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert "訂正される前の版なので、いまの入力とは 2件違います" in done.stdout


def test_differences_are_reported_and_printed(revised: tuple[Project, dict[str, str], str]) -> None:
    project, _, reported = revised
    assert "第2版（訂正版）を作りました。" in reported
    assert f"前の版のあとに変わった入力（1個）　{DATA}" in reported
    document: dict[str, Any] = json.loads((project.root / "build/2024/document.json").read_bytes())
    assert (document["record"]["revision"], document["record"]["edition"]) == (2, "final")
    (table,) = document["errata"]
    rows = [
        ["".join(run["text"] for run in cell["content"]) for cell in row] for row in table["grid"]["body"]
    ]
    assert rows and {row[3] for row in rows} == {REASON}
    sentence = next(row for row in rows if row[0].startswith("本文"))
    assert "令和6年11月から" in sentence[1] and "令和6年10月から" in sentence[2]
    assert any(row[0].startswith("図1") for row in rows)
    words = _words(project.root / "build/2024")
    contents = words.index("目次")
    assert "第2版（訂正版）" in words[:contents] and "正誤表（第2版）" in words[contents:]
    literal = [run for row in table["grid"]["body"] for run in row[1]["content"] if run["type"] == "stated"]
    lines = (project.root / PARAMS).read_text(encoding="utf-8").splitlines()
    assert literal
    for run in literal:
        assert run["source"]["file"] == PARAMS
        assert run["text"] in lines[run["source"]["line"] - 1]


def test_the_pdf_prints_the_errata_and_conforms(revised: tuple[Project, dict[str, str], str]) -> None:
    pdf = revised[0].root / "build/2024/report.pdf"
    pages = [*map(normal, page_words(pdf))]
    assert normal("第2版（訂正版）") in pages[0]
    assert normal("正誤表（第2版）") in pages[1] and normal(REASON) in pages[1]
    assert [validate(pdf, flavour) for flavour in ("ua1", "3a")] == [[], []]


def test_an_interrupted_revision_is_finished_by_the_build_that_the_message_names(
    revised: tuple[Project, dict[str, str], str], tmp_path: Path
) -> None:
    """The parameters are of the second edition, the report of the first, final and in another folder."""
    project, _, _ = revised
    shutil.copytree(project.root / "build/2024.edition1", tmp_path / "2024")
    done = project.run("revise", "2024", "--reason", REASON, "--out", tmp_path)
    assert done.returncode == ExitCode.DATA_ERROR
    assert f"先に report_builder.py build 2024 --final --out {tmp_path} で、" in done.stderr
    done = project.run("build", "2024", "--final", "--out", tmp_path)
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert digests(tmp_path / "2024") == digests(project.root / "build/2024")


def test_a_later_build_gives_the_same_bytes(revised: tuple[Project, dict[str, str], str]) -> None:
    project, _, _ = revised
    before = digests(project.root / "build")
    done = project.run("build", "2024", "--final")
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert digests(project.root / "build") == before
    index = (project.root / "build/index.html").read_text(encoding="utf-8")
    links = [link.attributes["href"] for link in read_page(index).all("a")]
    assert "2024.edition1/report.pdf" in links


def test_errata_that_the_report_contradicts_stop_a_build(
    revised: tuple[Project, dict[str, str], str], tmp_path: Path
) -> None:
    project, _, _ = revised
    project.edit(DATA, "2024-10", "2024-12")
    done = project.run("build", "2024", "--out", tmp_path)
    project.edit(DATA, "2024-12", "2024-10")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "正誤表の「正」が、報告書のどこにも印刷されていません" in done.stderr
    assert f"{PARAMS} " in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_changes_if_the_corrected_report_cannot_be_built_or_the_old_one_was_tampered_with(
    revised: tuple[Project, dict[str, str], str],
) -> None:
    project, _, _ = revised
    before = digests(project.root, CACHES)
    project.edit(DATA, "2024-10", "2024-13")
    done = project.run("revise", "2024", "--reason", REASON)
    project.edit(DATA, "2024-13", "2024-10")
    assert done.returncode == ExitCode.DATA_ERROR
    # Text that the 正誤表 cannot contain.
    project.edit(DATA, "2024-10", "2024-09")
    done = project.run("revise", "2024", "--reason", "絵文字😀")
    project.edit(DATA, "2024-09", "2024-10")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "「😀」" in done.stderr
    page = project.root / "build/2024/report.html"
    page.write_bytes(page.read_bytes() + b"\n")
    done = project.run("revise", "2024", "--reason", REASON)
    page.write_bytes(page.read_bytes()[:-1])
    assert done.returncode == ExitCode.DATA_ERROR
    assert "report.html: 書き換えられています" in done.stderr
    assert digests(project.root, CACHES) == before


def test_a_third_edition_shows_all_corrections(revised: tuple[Project, dict[str, str], str]) -> None:
    project, former, _ = revised
    second = digests(project.root / "build/2024")
    project.edit(PARAMS, "title: 区の", "department: 情報課\ntitle: 区の")
    done = project.run("revise", "2024", "--reason", "記載漏れ")
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert "表紙 所管課　誤 （なし）　正 情報課" in done.stdout
    assert digests(project.root / "build/2024.edition1") == former
    assert digests(project.root / "build/2024.edition2") == second
    words = _words(project.root / "build/2024")
    assert words.index("第3版（訂正版）") < words.index("正誤表（第3版）") < words.index("正誤表（第2版）")
