"""The form of a built report: filled in where a machine tested, and nowhere else; never written over."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from progress_report.accessibility.form import CHECKS, NAME, RESULTS, TO_BE_FILLED
from progress_report.accessibility.machine_test import ABSENT, UNTESTED, tool
from progress_report.accessibility.making import form_file, form_message, make_form
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.checksum import verified_content, with_checksum
from progress_report.provenance.record import MANIFEST, sha256
from tests.support.project_copy import ROOT, Built

YEAR = FiscalYear(2024)
PROJECT = Project(ROOT)


@pytest.fixture
def out(built: Built, tmp_path: Path) -> Path:
    """The folder of a built report, to be changed."""
    shutil.copytree(built.folder, tmp_path / "2024")
    return tmp_path


def _sheets(out: Path) -> tuple[Worksheet, Worksheet]:
    book = openpyxl.load_workbook(form_file(out, YEAR))
    assert book.sheetnames == [RESULTS, CHECKS]
    return book[RESULTS], book[CHECKS]


def _rows(sheet: Worksheet, first_header: str) -> list[tuple[str, ...]]:
    rows = [tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]
    header = next(i for i, row in enumerate(rows) if row[0] == first_header)
    return rows[header + 1 :]


def _facts(sheet: Worksheet) -> dict[str, str]:
    rows = sheet.iter_rows(max_col=3, values_only=True)
    return {str(row[0]): str(row[2]) for row in rows if row[0] and row[2]}


def test_the_form_has_all_criteria_and_claims_nothing(out: Path) -> None:
    """Nothing is found against the report, as in a browser, as far as the builder itself can ask."""
    test = make_form(PROJECT, YEAR, out, force=False)
    assert [(one.asks, one.places) for one in test.failed] == []
    assert "機械の検査で問題あり 0" in form_message(YEAR, out, test)
    counts = {one.things: one.looked.total for one in test.tested}
    assert counts["表"] > 5 and counts["画像と図"] > 3
    results, checks = _sheets(out)
    assert results["A1"].value == NAME
    assert "適合も準拠も表明しません" in str(results["A2"].value)
    rows = _rows(results, "番号")
    assert len(rows) == 38
    for _, _, level, applies, result, note, made_by in rows:
        assert level in ("A", "AA") and applies in ("あり", "なし", "未確認")
        assert result == ABSENT or result.endswith(UNTESTED)
        assert (made_by == tool()) == bool(note) == (result != UNTESTED)
    facts = _facts(results)
    assert facts["満たしている適合レベル"] == facts["表明日"] == facts["ページのURL"] == TO_BE_FILLED
    assert facts["機械で検査した道具と版"] == tool()
    assert sha256((out / "2024" / MANIFEST).read_bytes()) in facts["検査した報告書"]
    assert "案" in facts["対象のページ"] and "記録はありません" in facts["PDFの検査（参考）"]
    made = _rows(checks, "達成基準")
    assert len(made) == len({row[1] for row in made}) > 15
    assert {row[6] for row in made} == {tool()}


def test_the_same_report_gives_the_same_bytes_and_no_form_is_written_over(out: Path) -> None:
    make_form(PROJECT, YEAR, out, force=False)
    path = form_file(out, YEAR)
    first = path.read_bytes()
    make_form(PROJECT, YEAR, out, force=False)
    assert path.read_bytes() == first
    book = openpyxl.load_workbook(path)
    book[RESULTS]["E20"] = "○"
    book.save(path)
    filled_in = path.read_bytes()
    with pytest.raises(ReportError, match=r"2024\.accessibility\.xlsx: すでにあります"):
        make_form(PROJECT, YEAR, out, force=False)
    assert path.read_bytes() == filled_in
    make_form(PROJECT, YEAR, out, force=True)
    assert path.read_bytes() == first


def test_the_report_stays_whole_and_one_that_is_not_gets_no_form(out: Path) -> None:
    before = set((out / "2024").rglob("*"))
    make_form(PROJECT, YEAR, out, force=False)
    assert set((out / "2024").rglob("*")) == before
    form_file(out, YEAR).unlink()
    page = out / "2024/report.html"
    page.write_bytes(page.read_bytes().replace(b'lang="ja"', b'lang="en"'))
    with pytest.raises(ReportError, match="書き換えられています"):
        make_form(PROJECT, YEAR, out, force=False)
    with pytest.raises(ReportError, match="報告書がまだ作られていません"):
        make_form(PROJECT, FiscalYear(2023), out, force=False)
    assert sorted(path.name for path in out.iterdir() if not path.name.startswith(".")) == ["2024"]


def test_what_is_wrong_with_a_page_stands_in_the_form(out: Path) -> None:
    """A page as another template would write it, and the manifest that its build would write."""
    page, manifest = out / "2024/report.html", out / "2024" / MANIFEST
    page.write_bytes(page.read_bytes().replace(b'<html lang="ja">', b"<html>"))
    content = verified_content(manifest.read_bytes(), MANIFEST)
    entry = {"bytes": page.stat().st_size, "sha256": sha256(page.read_bytes())}
    content["outputs"]["report.html"] = entry
    manifest.write_bytes(with_checksum(content))
    test = make_form(PROJECT, YEAR, out, force=False)
    assert [one.criteria for one in test.failed] == [("3.1.1",)]
    reported = form_message(YEAR, out, test)
    assert "機械の検査で問題あり 1" in reported
    assert "【問題】3.1.1" in reported and "<html>" in reported
    results, _ = _sheets(out)
    row = next(row for row in _rows(results, "番号") if row[0] == "3.1.1")
    assert row[4] == f"機械の検査で問題あり（1か所）。残りは{UNTESTED}"
    assert "行目 <html>" in row[5]


def test_a_recorded_validation_of_the_pdf_stands_in_the_form(out: Path) -> None:
    manifest = out / "2024" / MANIFEST
    content = verified_content(manifest.read_bytes(), MANIFEST)
    result = {"file": "report.pdf", "standard": "PDF/UA-1", "checks": 12345}
    content["pdf_validation"] = {"tool": "veraPDF", "version": "1.2.3", "results": [result]}
    manifest.write_bytes(with_checksum(content))
    make_form(PROJECT, YEAR, out, force=False)
    said = _facts(_sheets(out)[0])["PDFの検査（参考）"]
    assert said == "PDFの検査（veraPDF 1.2.3）　report.pdf　PDF/UA-1（12,345件）に反する所なし"
