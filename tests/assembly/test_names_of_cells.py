"""Default names: an unnamed table or figure takes its cell's id in references, files and drawing ids."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.promises.office import USUAL_CELLS, Office

LOAD, _, PROSE = USUAL_CELLS
COUNTS = 'counts = section.table("counts")'
BARS = 'bars(counts, "図", n="件数")'
CELLS = (LOAD, COUNTS, BARS, BARS.replace("bars", "grouped_bars"), BARS, 'Table(counts, "表")', PROSE)
IDS = {"c2": "1a2b", "c3": "Second-one", "c4": "-x", "c5": "tables_3"}


def _renamed(office: Office, identifiers: dict[str, str]) -> None:
    def rename(notebook: Any) -> None:
        for cell in notebook["cells"]:
            cell["id"] = identifiers.get(cell["id"], cell["id"])

    office.edit_json("notebooks/t.ipynb", rename)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office.small(tmp_path / "office")
    made.notebook(*CELLS)
    _renamed(made, IDS)
    said = "{図:figure-1a2b}、{図:Second-one}、{図:figure--x}、{表:tables_3}のとおり。"
    made.edit("params/2024.yaml", "今後も取組を進める。", f'"{said}"')
    return made


def _page(office: Office) -> tuple[str, set[str]]:
    """Return the page, which has no name of a cell's default, and its identifiers, each there once."""
    page = (office.root / "build/2024.partial/report.html").read_text(encoding="utf-8")
    ids = Counter(re.findall(r'\sid="([^"]*)"', page))
    assert [one for one, times in ids.items() if times > 1] == []
    assert "unnamed" not in page
    return page, {*ids}


@pytest.mark.long
def test_the_cell_is_the_name_wherever_one_is_written(office: Office) -> None:
    built = office.build("2024", "--formats", "html,text")
    assert built.code == 0, built.said
    build = office.root / "build/2024.partial"
    assert "図1、図2、図3、表1のとおり。" in (build / "report.txt").read_text(encoding="utf-8-sig")
    assert {path.stem for path in (build / "tables").glob("*.csv")} == {
        "figure-1a2b", "Second-one", "figure--x", "tables_3",
    }  # fmt: skip
    page, ids = _page(office)
    referred = re.findall(r'(?:url\(|href=")#([^")]+)|aria-[a-z]+="([^"]+)"', page)
    assert {one for pair in referred for names in pair for one in names.split() if "figure" in one} <= ids
    for name in ("figure-1a2b", "Second-one", "figure--x"):
        assert f"chart-{name}" in ids
        assert any(one.startswith(f"{name}-") for one in ids), "the drawing's own"


def test_a_name_that_is_no_cell_is_refused_by_check(office: Office) -> None:
    office.edit("params/2024.yaml", "{図:figure-1a2b}", "{図:1a2b}")
    assert "差し込みの書き方が違います（「{図:1a2b}」）" in office.check().said
    office.edit("params/2024.yaml", "{図:1a2b}", "{図:figure-9a}")
    assert "図「figure-9a」がありません。" in office.check().said


def test_two_of_a_cell_need_names(office: Office) -> None:
    office.notebook(LOAD, COUNTS, f"display({BARS})\n{BARS}")
    office.edit("params/2024.yaml", "    prose:\n      outlook:\n", "")
    office.edit("params/2024.yaml", office.read("params/2024.yaml").splitlines()[-1] + "\n", "")
    built = office.build()
    assert built.code == 3
    assert "表・図の名前「c2」が二度使われています。" in built.err
    assert '（name="…"）。なければセルの id が名前です。' in built.err
    office.notebook(LOAD, COUNTS, f"display({BARS[:-1]}, name='other'))\n{BARS}")
    assert office.build("2024", "--formats", "text").code == 0


def test_own_figures_of_cells_that_begin_with_a_digit_have_ids_of_their_own(office: Office) -> None:
    own = 'figure(plain(counts).plot.barh(), "図", data=counts, alt="図。")'
    office.notebook(LOAD, COUNTS, own, own, PROSE)
    _renamed(office, {"c2": "0f3e", "c3": "9-a"})
    said = "{図:figure-1a2b}、{図:Second-one}、{図:figure--x}、{表:tables_3}のとおり。"
    office.edit("params/2024.yaml", said, "{図:figure-0f3e}、{図:figure-9-a}のとおり。")
    built = office.build("2024", "--formats", "html")
    assert built.code == 0, built.said
    _, ids = _page(office)
    for name in ("figure-0f3e", "figure-9-a"):
        drawing = [one for one in ids if one.startswith(f"{name}-")]
        assert f"chart-{name}" in ids and any("label" in one for one in drawing)
        assert all(re.match("[a-zA-Z]", one) for one in drawing)
