"""報告のポイント: one page, true sentences, nothing invented, no verdict before its date, no signs."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from docx import Document as read_word
from docx.oxml.ns import qn
from openpyxl import load_workbook

from tests.promises.office import Office
from tests.support.html_text import read_page
from tests.support.normal_text import normal
from tests.support.project_copy import ROOT, Built, Project

STAMP = "サンプルデータ（架空）"
HEADING, CONTENTS = "報告のポイント", "目次"
SIGNS = re.compile(r"[▲△▼▽＋−]|[-－+](?=[0-9])")
YEARS = ("2024", "2025")


@pytest.fixture(scope="module")
def reports(built_2025: Built, shiokaze: dict[str, Built]) -> dict[tuple[str, str], Path]:
    """Return the reports of both municipalities that were built in every format."""
    others = {("shiokaze", year): report.folder for year, report in shiokaze.items()}
    return {("ward", "2025"): built_2025.folder, **others}


def _pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [normal(page.get_textpage().get_text_bounded()) for page in pdf]


def _points(folder: Path) -> list[str]:
    """Return the sentences, as in the text edition."""
    text = (folder / "report.txt").read_text(encoding="utf-8-sig")
    opening = text.split(f"\n{HEADING}\n")[1].split("\n1 ")[0]
    return [line for line in opening.splitlines() if line.startswith("○")]


def _words(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield all words of each edition, including those that only a screen reader speaks."""
    page = read_page((folder / "report.html").read_text(encoding="utf-8"))
    spoken = [node.attributes.get("aria-label") or "" for node in page.walk()]
    yield "html", page.text() + "".join(spoken)
    for name in ("report.pdf", "report-large-print.pdf", "points.pdf"):
        yield name, "".join(_pages(folder / name))
    yield "txt", (folder / "report.txt").read_text(encoding="utf-8-sig")
    word = read_word(str(folder / "report.docx"))
    yield "docx", "".join(run.text or "" for run in word.element.body.iter(qn("w:t")))


@pytest.mark.long
def test_the_points_are_on_one_page_before_the_contents(reports: dict[tuple[str, str], Path]) -> None:
    for of, folder in reports.items():
        points = [normal(one) for one in _points(folder)]
        assert len(points) >= 3, of
        for name in ("report.pdf", "report-large-print.pdf"):
            pages = _pages(folder / name)
            (place,) = [i for i, page in enumerate(pages) if all(one in page for one in points)]
            contents = next(i for i, page in enumerate(pages) if normal(CONTENTS) in page)
            assert place < contents, (of, name)
            cards = json.loads((folder / "document.json").read_bytes())["sections"][0]["blocks"][-1]
            for row in cards["grid"]["body"]:
                words = ("".join(run.get("text", "") for run in cell["content"]) for cell in row)
                assert all(normal(one) in pages[place] for one in words), (of, name)
        (sheet,) = _pages(folder / "points.pdf")
        assert all(one in sheet for one in points), of
        assert normal(CONTENTS) not in sheet
        page = (folder / "report.html").read_text(encoding="utf-8")
        assert page.index('id="s-0_summary"') < page.index('id="contents-title"'), of


def test_no_edition_has_a_sign_where_a_word_belongs(reports: dict[tuple[str, str], Path]) -> None:
    for of, folder in reports.items():
        for name, words in _words(folder):
            found = [words[max(match.start() - 10, 0) : match.end() + 10] for match in SIGNS.finditer(words)]
            # The origins of computed numbers are formulas, in which − is an operation.
            found = [one for one in found if not (name == "html" and " − " in one)]
            assert found == [], (of, name)


def test_changes_are_signed_numbers_in_csv_and_workbook_and_are_traced(
    reports: dict[tuple[str, str], Path],
) -> None:
    folder = reports["ward", "2025"]
    with (folder / "tables/long/indicator_changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["column_header_1"] == "増減"]
    signed = {row["row_header_1"]: (row["displayed"], row["value"]) for row in rows}
    assert signed["オンライン未対応手続数"] == ("90手続減", "-90")
    assert signed["オンライン対応済手続数"] == ("88手続増", "88")
    with (folder / "tables/indicator_changes.csv").open(encoding="utf-8-sig", newline="") as file:
        printed = {row["指標"]: (row["増減"], row["増減の単位"]) for row in csv.DictReader(file)}
    assert printed["オンライン未対応手続数"] == ("-90", "手続")
    assert printed["オンライン対応可能手続に占める対応済の割合"] == ("12.4", "ポイント")
    book = load_workbook(folder / "tables/tables.xlsx")
    cells = {
        cell.value: cell.number_format
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) and cell.number_format.startswith("+")
    }
    assert (cells[-90], cells[88]) == ("+#,##0;-#,##0;#,##0",) * 2
    for asked in ("12ポイント増", "90手続減", "90手続"):
        traced = Project(ROOT).run("trace", "2025", asked, "--out", folder.parent)
        assert "印刷されている所" in traced.stdout, asked


def test_a_missed_plan_is_named_and_none_before_its_date(
    reports: dict[tuple[str, str], Path], built: Built
) -> None:
    points = "\n".join(_points(reports["ward", "2025"]))
    assert "95手続）は、実績88手続で、未達成である。" in points
    assert "目標（令和7年度第4四半期までに100%）は、期限前である。" in points
    assert "（令和7年度第2四半期までに90%）は、令和7年7月31日（木）の実績90%で、期限前である。" in points
    first = "\n".join(_points(built.folder))
    assert "前回" not in first
    late = "\n".join(_points(reports["shiokaze", "2025"]))
    assert (
        "（令和6年度第4四半期までに85%）は、期限後の令和7年7月31日（木）の実績88%では、到達している。" in late
    )
    for folder in (built.folder, *reports.values()):
        for line in _points(folder):
            assert not ("期限前" in line and re.search("未達成|達成した|改善しなかった", line)), line
            assert not ("改善した" in line and "悪化した" in line), line
        said = "".join(_points(folder))
        assert not ("悪化した指標はない" in said and "、悪化した。" in said)


@pytest.mark.long
def test_an_invented_value_is_no_point_unless_all_are(
    reports: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    office = Office.shipped(tmp_path / "ward")
    applications = "applications: {asOf: 2024-03-31}"
    office.edit(
        "data/2024/tables.yaml", applications, "applications: {asOf: 2024-03-31, status: illustrative}"
    )
    # All tables of the next year but one are real, and that one's value of the year before is invented.
    office.edit("data/2025/tables.yaml", "  status: illustrative\n", "  status: published\n")
    systems = "  cashless: {asOf: 令和7年度}"
    office.edit("data/2025/tables.yaml", systems, f"  systems: {{status: illustrative}}\n{systems}")
    assert office.build(*YEARS, "--formats", "text").code == 0
    for year, absent in (("2024", "オンラインによる申請の割合は"), ("2025", "進捗率（全体）は")):
        folder = office.root / "build" / f"{year}.partial"
        section = json.loads((folder / "document.json").read_bytes())["sections"][0]
        assert not any(block["illustrative"] for block in section["blocks"]), year
        said = "\n".join(_points(folder))
        assert absent not in said, year
        assert "オンライン対応済手続数は" in said, year
    assert "オンラインによる申請の割合は49.7%" in said
    assert "前回（44.2%）" not in said
    for (_, year), folder in reports.items():
        if year == "2025":
            page = (folder / "report.html").read_text(encoding="utf-8")
            assert 'class="banner"' in page.split('id="contents-title"')[0]


def test_without_the_section_the_sheet_is_refused_by_name(office: Office) -> None:
    refused = office.build("2024", "--formats", "html,pdf,text,points")
    assert refused.code == 1
    assert "報告のポイントの節がないので、points.pdf を作れません。" in refused.said
    assert "0_summary" in refused.said


def test_a_table_bears_its_stamp_once_and_a_sentence_none(reports: dict[tuple[str, str], Path]) -> None:
    for of, folder in reports.items():
        page = read_page((folder / "report.html").read_text(encoding="utf-8"))
        sentences = [node for node in page.walk() if node.classes & {"body", "marked", "highlights"}]
        assert not [one for one in sentences if STAMP in one.text()], of
        document = json.loads((folder / "document.json").read_bytes())
        blocks = [block for section in document["sections"] for block in section["blocks"]]
        for block in blocks:
            if block["type"] == "table":
                (caption,) = [
                    node for node in page.walk() if node.attributes.get("id") == f"{block['anchor']}-title"
                ]
                assert caption.text().count(STAMP) == int(block["illustrative"]), (of, block["name"])
        if document.get("stamp"):
            assert _pages(folder / "report.pdf")[0].count(normal(STAMP)) == 1, of
            assert _pages(folder / "points.pdf")[0].count(normal(STAMP)) == 1, of
