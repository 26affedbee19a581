"""The page of several municipalities: each one's newest report, and nothing else in the folder."""

import shutil
from pathlib import Path

import pytest

from progress_report.model.findings import PublishingError
from progress_report.rendering import index_page
from progress_report.rendering.municipalities_page import (
    MUNICIPALITIES,
    municipalities_of,
    refresh_municipalities,
)
from tests.rendering.listed_report import write_report
from tests.support.html_text import Node, read_page
from tests.support.project_copy import Built
from tests.support.published import digest

PARTLY = "一部はサンプルデータ（架空）"
NAMES = {"01-あおば": "あおば市", "02-府中": "府中市", "03-府中": "府中市"}


@pytest.fixture
def out(built: Built, tmp_path: Path) -> Path:
    """Return three municipalities' folders with the files that the page reads; two have the same name."""
    for folder, name in NAMES.items():
        write_report(built, tmp_path / folder / "2024", municipality=name)
        index_page.refresh_index(tmp_path / folder)
    return tmp_path


def _rows(out: Path) -> list[Node]:
    return read_page((out / MUNICIPALITIES).read_text(encoding="utf-8")).all("li")


def test_each_municipality_leads_to_its_page_and_to_both_formats(built: Built, out: Path) -> None:
    assert refresh_municipalities(out) == out / MUNICIPALITIES
    first, *_ = _rows(out)
    name, page, pdf = first.all("a")
    assert name.text() == "あおば市"
    assert [link.attributes["href"] for link in (name, page, pdf)] == [
        "01-%E3%81%82%E3%81%8A%E3%81%B0/index.html",
        "01-%E3%81%82%E3%81%8A%E3%81%B0/2024/report.html",
        "01-%E3%81%82%E3%81%8A%E3%81%B0/2024/report.pdf",
    ]
    assert pdf.attributes["aria-label"] == "あおば市 令和6年度 PDF"
    assert "令和6年度　案（未確定）" in first.text()
    assert "3自治体の" in read_page((out / MUNICIPALITIES).read_text(encoding="utf-8")).text()


def test_equal_names_are_distinguished_by_their_folders(out: Path) -> None:
    assert [one.name for one in municipalities_of(out)] == [
        "あおば市",
        "府中市（02-府中）",
        "府中市（03-府中）",
    ]


def test_the_newest_year_that_can_be_read(built: Built, out: Path) -> None:
    following = {"fiscal_year": 2025}
    write_report(built, out / "01-あおば" / "2025", following, stamp="サンプルデータ（架空）")
    write_report(built, out / "02-府中" / "2025")  # its manifest names another year
    write_report(built, out / "03-府中" / "2025.edition1", following)
    assert [one.newest.year for one in municipalities_of(out)] == [2025, 2024, 2024]
    refresh_municipalities(out)
    assert [one.newest.stamp for one in municipalities_of(out)] == ["サンプルデータ（架空）", PARTLY, PARTLY]
    assert [(PARTLY in row.text()) for row in _rows(out)] == [False, True, True]


def test_what_is_no_municipalitys_folder_is_passed_over(built: Built, out: Path) -> None:
    write_report(built, out / "2024", municipality="")  # a report where a folder of reports should be
    write_report(built, out / "no page" / "2024")
    (out / "photos").mkdir()
    (out / "photos" / "index.html").write_text("<p>x</p>", encoding="utf-8")
    (out / "photos" / "2024").write_text("a file", encoding="utf-8")
    (out / "letter.txt").write_text("x", encoding="utf-8")
    assert [one.folder for one in municipalities_of(out)] == list(NAMES)


def test_no_page_where_there_is_no_report(tmp_path: Path) -> None:
    assert refresh_municipalities(tmp_path / "none") is None
    assert refresh_municipalities(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_the_same_reports_give_the_same_bytes_and_nothing_is_left_over(out: Path) -> None:
    refresh_municipalities(out)
    first = digest(out / MUNICIPALITIES)
    refresh_municipalities(out)
    assert digest(out / MUNICIPALITIES) == first
    assert sorted(path.name for path in out.iterdir()) == sorted([*NAMES, MUNICIPALITIES])


def test_a_page_that_cannot_be_written_is_reported(out: Path) -> None:
    (out / MUNICIPALITIES).mkdir()
    with pytest.raises(
        PublishingError, match="報告書は書き出しましたが、入口のページを書けませんでした"
    ) as reported:
        refresh_municipalities(out)
    assert reported.value.findings[0].file == (out / MUNICIPALITIES).as_posix()
    shutil.rmtree(out / MUNICIPALITIES)
    assert refresh_municipalities(out) is not None
