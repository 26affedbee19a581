"""The index page of all years: every readable report, newest first, and nothing else."""

from pathlib import Path

import pytest

from progress_report.build_options import INDEX
from progress_report.inputs.project import Project
from progress_report.open_data.indicator_series import joined_series
from progress_report.open_data.published_tables import SERIES
from progress_report.provenance.record import MANIFEST
from progress_report.rendering.index_page import INDICATORS, refresh_index, reports_in
from progress_report.verification.verification import verify
from tests.rendering.listed_report import write_report
from tests.support.html_text import Node, read_page
from tests.support.project_copy import ROOT, Built
from tests.support.published import digest


@pytest.fixture
def out(built: Built, tmp_path: Path) -> Path:
    """Return a folder with the report of 令和6年度, with only the files that the page reads."""
    write_report(built, tmp_path / "2024")
    return tmp_path


def _page(out: Path) -> Node:
    return read_page((out / INDEX).read_text(encoding="utf-8"))


def test_a_build_leaves_the_page_beside_the_year_which_still_verifies(built: Built) -> None:
    page = _page(built.folder.parent)
    (heading,) = page.all("h2")
    assert heading.text() == "令和6年度 区のデジタル化に関する取組進捗について"
    for link in page.all("a"):
        assert (built.folder.parent / link.attributes["href"]).exists()
    assert "案（未確定）" in page.text()
    assert "一部はサンプルデータ（架空）" in page.text(), "not the whole year"
    (name,) = page.all("h1")
    assert name.text() == page.all("title")[0].text() == "杉並区　区のデジタル化に関する取組進捗について"
    assert "データの時点：令和5年度末、" in page.text()
    assert verify(Project(ROOT), built.folder).findings == []


def test_every_file_is_linked_once_and_tables_by_their_titles(built: Built) -> None:
    links = _page(built.folder.parent).all("a")
    present = [path for path in built.folder.rglob("*") if path.is_file()]
    wanted = [INDICATORS, *(path.relative_to(built.folder.parent).as_posix() for path in present)]
    assert sorted(link.attributes["href"] for link in links) == sorted(wanted)
    named = {link.attributes["href"]: link.text() for link in links}
    for folder in ("tables", "tables/long"):
        assert named[f"2024/{folder}/online_status.csv"] == "表1 オンライン対応状況"
    assert named[INDICATORS] == "すべての年度の指標（CSV）"
    assert named["2024/tables/tables.xlsx"] == "表と図の値（Excel）"


def test_sizes_are_those_of_the_files(built: Built) -> None:
    (size,) = (
        node.children[1].text()
        for node in _page(built.folder.parent).all("li")
        if node.children[0].text() == "PDF"
    )
    assert size == f"{-(-built.pdf.stat().st_size // 1024):,} KB"


def test_newest_year_first_and_in_it_the_present_edition(built: Built, out: Path) -> None:
    write_report(built, out / "2025", {"fiscal_year": 2025, "revision": 3, "edition": "final"})
    for edition in (1, 2):
        write_report(built, out / f"2025.edition{edition}", {"fiscal_year": 2025, "revision": edition})
    found = [(entry.year, entry.revision, entry.current) for entry in reports_in(out)]
    assert found == [(2025, 3, True), (2025, 2, False), (2025, 1, False), (2024, 1, True)]
    refresh_index(out)
    page = _page(out)
    first, second = page.all("article")
    assert "確定版　第3版（訂正版）" in first.text()
    assert [heading.text() for heading in first.all("h3")] == ["前の版（第2版）", "前の版（第1版）"]
    assert second.all("h3") == []
    assert "2025.edition1/report.pdf" in {link.attributes["href"] for link in first.all("a")}


def test_a_year_of_invented_data_is_stamped(built: Built, tmp_path: Path) -> None:
    write_report(built, tmp_path / "2024", stamp="サンプルデータ（架空）")
    refresh_index(tmp_path)
    (stamp,) = (node for node in _page(tmp_path).walk() if "stamp" in node.classes)
    assert stamp.text() == "サンプルデータ（架空）"


def test_broken_and_foreign_folders_are_passed_over(built: Built, out: Path) -> None:
    for name in ("2019", "2020", "2021", "2023", "2024.partial", "2024.failed", "photos", ".2024.old"):
        write_report(built, out / name)
    write_report(built, out / "2022", {"edition": "unheard of", "fiscal_year": 2022})
    (out / "2019" / MANIFEST).unlink()
    (out / "2020" / MANIFEST).write_text("{}", encoding="utf-8")
    (out / "2021" / "document.json").write_text("{", encoding="utf-8")
    (out / "2026").write_text("a file", encoding="utf-8")
    assert [entry.year for entry in reports_in(out)] == [2024], "2023 says that it is 2024"


def test_no_page_where_there_is_no_report(tmp_path: Path) -> None:
    refresh_index(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_reports_give_the_same_bytes_and_nothing_is_left_over(out: Path) -> None:
    refresh_index(out)
    first = digest(out / INDEX)
    refresh_index(out)
    assert digest(out / INDEX) == first
    assert sorted(path.name for path in out.iterdir()) == ["2024", INDEX]


def test_the_indicators_of_all_present_reports_lie_beside_the_page(built: Built, out: Path) -> None:
    former = (built.folder / SERIES).read_bytes()
    later = former.replace(b",2024,", b",2025,").replace(b"2023-", b"2033-")
    for folder, content in (("2024", former), ("2024.edition1", b"no indicators"), ("2025", later)):
        if folder != "2024":
            write_report(built, out / folder, {"fiscal_year": int(folder[:4])})
        (out / folder / SERIES).parent.mkdir(parents=True)
        (out / folder / SERIES).write_bytes(content)
    refresh_index(out)
    joined = (out / INDICATORS).read_bytes()
    assert joined == joined_series([later, former])
    assert joined.count(b"\r\n") > former.count(b"\r\n")
    refresh_index(out)
    assert (out / INDICATORS).read_bytes() == joined
    (link,) = (one for one in _page(out).all("a") if one.attributes["href"] == INDICATORS)
    assert link.text() == "すべての年度の指標（CSV）"


def test_words_are_words_and_the_page_asks_for_nothing(built: Built, tmp_path: Path) -> None:
    title = [{"type": "text", "text": "<script>alert()</script>&amp;"}]
    write_report(built, tmp_path / "2024", title=title)
    refresh_index(tmp_path)
    page = _page(tmp_path)
    (heading,) = page.all("h2")
    assert heading.text() == "<script>alert()</script>&amp;"
    assert page.all("script", "img", "link", "iframe") == []
    (policy,) = (meta for meta in page.all("meta") if "http-equiv" in meta.attributes)
    assert policy.attributes["content"].startswith("default-src 'none'")
    (html,) = page.all("html")
    assert html.attributes["lang"] == "ja"
