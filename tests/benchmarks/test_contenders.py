"""Each contender makes its report; the plain script's equals a build's."""

import re
from pathlib import Path

import pytest

from benchmarks.contenders import (
    LOOP,
    SAVED_ROW,
    SCRIPT,
    YEAR,
    add_years,
    contenders,
    moved,
    page_of,
    require_made,
)
from benchmarks.invented import name_of
from benchmarks.long_tables import add_long_table
from benchmarks.municipalities import code_of, make_municipalities
from tests.support.extracted_text import pdf_words
from tests.support.municipality import Municipality
from tests.support.project_copy import ROOT, Built, Project

_OTHER_SECTIONS = re.compile(r"  - notebook: (?!3_cashless).*?(?=\n  - notebook|\Z)", re.DOTALL)


@pytest.mark.long
def test_the_plain_script_makes_the_same_page_and_the_same_words_in_print(
    tmp_path: Path, built: Built
) -> None:
    script = next(one for one in contenders(tmp_path) if one.name == SCRIPT)
    script.run(0, False)
    made = tmp_path / "project" / "plain-script"
    assert page_of(made) == page_of(built.folder)
    assert pdf_words(made / "report.pdf") == pdf_words(built.pdf)


@pytest.mark.long
def test_the_plain_loop_makes_a_page_and_a_pdf_of_each_section(tmp_path: Path) -> None:
    loop = next(one for one in contenders(tmp_path) if one.name == LOOP)
    params = tmp_path / "project" / "params" / f"{YEAR}.yaml"
    params.write_text(_OTHER_SECTIONS.sub("", params.read_text(encoding="utf-8")), encoding="utf-8")
    loop.run(0, False)
    printed = pdf_words(tmp_path / "project" / "plain-loop" / "2024" / "3_cashless.pdf").replace("\r\n", "")
    assert "令和6年10月からキャッシュレス決済を導入する" in printed
    assert "from progress_report.authoring import checks, open_section" in printed  # the code is printed, too


@pytest.mark.long
def test_a_saved_row_is_on_the_page_of_watch_in_every_round(tmp_path: Path) -> None:
    saved = next(one for one in contenders(tmp_path) if one.name == SAVED_ROW)
    assert all(saved.run(number, False).seconds > 0 for number in (0, 1))


def test_a_report_that_is_missing_or_empty_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"no \*.html was made"):
        require_made(tmp_path, "*.html")
    (tmp_path / "page.html").write_text("<p>進捗</p>", encoding="utf-8")
    with pytest.raises(RuntimeError, match="hardly any"):
        require_made(tmp_path, "*.html")


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("令和5年度", "令和9年度"),
        ("2024-07-02", "2028-07-02"),
        ("2023,302,415,2050\n", "2027,302,415,2050\n"),
        ("1699957,172016", "1699957,172016"),
    ],
)
def test_years_move_and_other_numbers_stay(text: str, later: str) -> None:
    assert moved(text, 4) == later


def test_every_further_year_can_be_built_as_a_first_report(municipality: Municipality) -> None:
    assert add_years(municipality.root, 3) == [2024, 2026, 2028]
    for year in ("2026", "2028"):
        checked = municipality.run("check", year)
        assert "誤り 0件" in checked.stdout, checked.stdout + checked.stderr


def test_invented_municipalities_differ_are_marked_and_hold_every_check(tmp_path: Path) -> None:
    roots = make_municipalities(tmp_path / "roots", 3)
    for table in ("applications.csv", "online_procedures.csv", "priorities.csv", "systems.csv"):
        assert len({(root / "data" / "2024" / table).read_bytes() for root in roots}) == 3
    for number, root in enumerate(roots, 1):
        described = (root / "data" / "2024" / "tables.yaml").read_text(encoding="utf-8")
        assert set(re.findall(r"^ +status: (\w+)", described, re.MULTILINE)) == {"illustrative"}
        params = (root / "params" / "2024.yaml").read_text(encoding="utf-8")
        assert name_of(number) in params and code_of(number) in params and "杉並" not in params
        checked = Project(ROOT).run("check", "2024", "--root", root)
        assert "誤り 0件、要確認 0件" in checked.stdout, checked.stdout


def test_a_long_table_has_its_rows_under_merged_prefectures_and_holds_every_check(
    municipality: Municipality, tmp_path: Path
) -> None:
    add_long_table(municipality.root, 2024, 94)
    only = ("--only", "6_long_table", "--formats", "text")
    done = municipality.run("build", "2024", "--out", tmp_path, *only)
    assert done.returncode == 0, done.stderr
    built = Built(tmp_path / "2024.partial", done.stdout, done.stderr)
    grid = next(
        block["grid"]
        for section in built.document["sections"]
        for block in section["blocks"]
        if block["type"] == "table"
    )
    assert [len(row) for row in grid["body"]] == [7, 6] * 47
    assert {row[0]["rows"] for row in grid["body"][::2]} == {2}
    checked = municipality.run("check", "2024")
    assert "6_long_table" not in checked.stdout, checked.stdout
