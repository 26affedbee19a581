"""A second, invented municipality: the program depends on nothing of the first one."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from progress_report.rendering.municipalities_page import MUNICIPALITIES
from tests.output.test_accessibility import DESKTOP, SMALLEST_PHONE, violations
from tests.output.test_other_fonts import FONT
from tests.support import typesetting
from tests.support.page_emptiness import too_empty
from tests.support.pdf_structure import TaggedPdf
from tests.support.project_copy import ROOT, Built, Project
from tests.support.published import contents, digest, digests
from tests.support.structure import change_params
from tests.support.verapdf import validate
from tests.support.visits import Visiting

EXAMPLE = ROOT / "examples" / "shiokaze"
NAME, CODE = "しおかぜ市", "992011"
YEARS = ("2024", "2025")
SECTIONS = {
    "2024": ["0_summary", "4_standardization", "7_facilities", "3_cashless", "6_counters"],
    "2025": ["0_summary", "5_changes", "4_standardization", "7_facilities", "3_cashless", "6_counters"],
}
OF_THE_FIRST = re.compile(
    r"杉並|suginami|131156|区民|区役所|1_data_utilization|2_online_procedures", re.IGNORECASE
)


def _example(folder: Path) -> Path:
    return shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("build", ".cache"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of both municipalities' reports, all years, built in one command from scratch."""
    out = tmp_path_factory.mktemp("side by side")
    done = Project(ROOT).run("build", "--all", "--root", ".", "examples/shiokaze", "--out", out)
    assert done.returncode == 0, done.stdout + done.stderr
    heads = {line.split("　", 2)[0] for line in done.stderr.splitlines()}
    assert heads == {"杉並区", NAME}
    assert done.stdout.endswith(f"すべての自治体への入口は {out / MUNICIPALITIES} です。\n")
    return out


@pytest.mark.long
def test_built_in_parallel_or_separately_the_bytes_are_the_same(
    out: Path, built: Built, built_2025: Built
) -> None:
    """Large print aside: one of the other builds has it, and its page links to it."""
    assert digests(built.folder) == digests(out / ROOT.name / "2024")
    for name in ("document.json", "report.txt", "report.pdf", "ledger.csv"):
        assert digest(built_2025.folder / name) == digest(out / ROOT.name / "2025" / name), name


@pytest.mark.long  # tests/test_roots.py compares one report
def test_built_in_another_folder_the_bytes_are_the_same(out: Path, tmp_path: Path) -> None:
    elsewhere = _example(tmp_path / "自治体のフォルダ" / NAME)
    done = Project(ROOT).run("build", "--all", "--root", elsewhere)
    assert done.returncode == 0, done.stderr
    assert digests(elsewhere / "build") == digests(out / EXAMPLE.name)


@pytest.mark.parametrize("year", YEARS)
def test_the_report_is_its_own(shiokaze: dict[str, Built], year: str) -> None:
    document = shiokaze[year].document
    assert list(document["record"]["parameters"]) == SECTIONS[year]
    assert NAME in shiokaze[year].text
    assert "架空" in document["stamp"]
    for name, content in contents(shiokaze[year].folder).items():
        if not name.endswith((".pdf", ".xlsx", ".docx")):
            assert OF_THE_FIRST.search(content.decode()) is None, name
    assert OF_THE_FIRST.search(TaggedPdf.read(shiokaze[year].pdf).root.text) is None


def test_the_fifth_section_is_a_notebook_of_its_own(shiokaze: dict[str, Built]) -> None:
    assert not (ROOT / "notebooks/6_counters.ipynb").exists()
    assert re.search("^5[ 　]+窓口の待ち時間と書かない窓口について$", shiokaze["2025"].text, re.MULTILINE)


def test_the_page_of_all_reports_is_the_municipalitys_own(shiokaze: dict[str, Built]) -> None:
    page = (shiokaze["2025"].folder.parent / "index.html").read_text(encoding="utf-8")
    assert "しおかぜ市デジタル推進計画" in page
    assert OF_THE_FIRST.search(page) is None


@pytest.mark.parametrize("width", [SMALLEST_PHONE, DESKTOP])
def test_the_page_of_both_municipalities(out: Path, visiting: Visiting, width: int) -> None:
    with visiting(out / MUNICIPALITIES, width=width) as visit:
        assert violations(visit.page) == {}
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        links = visit.page.eval_on_selector_all("main a", "all => all.map(one => one.href)")
    places = {unquote(urlsplit(link).path) for link in links}
    assert places == {
        str(out / name / page)
        for name in (ROOT.name, EXAMPLE.name)
        for page in ("index.html", "2025/report.html", "2025/report.pdf")
    }
    assert all(map(os.path.isfile, places))


def test_it_cannot_be_mistaken_for_a_real_municipality() -> None:
    """No prefecture has the number 99, and every table states that it is invented."""
    for year in YEARS:
        text = (EXAMPLE / "params" / f"{year}.yaml").read_text(encoding="utf-8")
        assert f'code: "{CODE}"' in text
        assert text.startswith("# 架空の自治体")
        tables = (EXAMPLE / "data" / year / "tables.yaml").read_text(encoding="utf-8")
        assert set(re.findall(r"\bstatus: (?!published（)([a-z]+)", tables)) == {"illustrative"}


@pytest.mark.parametrize("year", YEARS)
def test_it_is_set_by_all_rules(shiokaze: dict[str, Built], year: str) -> None:
    report = shiokaze[year]
    tagged = TaggedPdf.read(report.pdf)
    assert typesetting.violations(report.pdf, tagged) == {}
    assert too_empty(tagged, large_print=False) == []
    assert too_empty(TaggedPdf.read(report.large_print), large_print=True) == []


@pytest.mark.long
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
def test_it_conforms(shiokaze: dict[str, Built], flavour: str) -> None:
    assert validate(shiokaze["2025"].pdf, flavour) == []


@pytest.mark.long
@pytest.mark.parametrize("width", [SMALLEST_PHONE, DESKTOP])
def test_axe_finds_nothing_against_it(shiokaze: dict[str, Built], visiting: Visiting, width: int) -> None:
    with visiting(shiokaze["2025"].html, width=width) as visit:
        assert violations(visit.page) == {}


@pytest.mark.long
def test_with_another_font_it_is_set_by_all_rules_too(shiokaze: dict[str, Built], tmp_path: Path) -> None:
    """It conforms, with the same words and no other font."""
    root = _example(tmp_path / NAME)
    for year in YEARS:
        change_params(root, lambda params: params.update(font=FONT), int(year))
    done = Project(ROOT).run("build", "--all", "--root", root)
    assert done.returncode == 0, done.stderr
    for year in YEARS:
        made = Built(root / "build" / year, "", "")
        assert made.text == shiokaze[year].text
        assert typesetting.font_names(made.pdf) == {"BIZUDGothic-Regular", "BIZUDGothic-Bold"}
        assert typesetting.violations(made.pdf) == {}
        for flavour in ("ua1", "3a"):
            assert validate(made.pdf, flavour) == []
