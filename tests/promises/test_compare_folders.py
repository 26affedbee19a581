"""``compare`` with two built folders shows a reviewer everything that changed between two drafts."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.promises.office import USUAL_CELLS, Office

Json = dict[str, Any]
CHART = 'grouped_bars(section.table("counts"), "窓口の内訳", name="shares", n="件数")'


class Drafts:
    """A municipality's reports built one after another, each kept in its own folder."""

    def __init__(self, root: Path) -> None:
        self.office = Office.small(root / "office")
        self.office.notebook(*USUAL_CELLS[:2], CHART, USUAL_CELLS[2])
        self.root = root
        self._compared: dict[tuple[Path, Path], tuple[int, str, Json]] = {}

    def build(self, name: str, change: Callable[[Office], None] = lambda office: None) -> Path:
        change(self.office)
        built = self.office.build("2024", "--out", str(self.root / name))
        assert built.code == 0, built.said
        return self.root / name / "2024"

    def compare(self, former: Path, present: Path) -> tuple[int, str, Json]:
        """Return the exit code, the output for people, and the output for tools."""
        if (former, present) not in self._compared:
            text = self.office.run("compare", former, present)
            tools = self.office.run("compare", former, present, "--format", "json")
            assert text.code == tools.code, tools.said
            self._compared[former, present] = text.code, text.out, json.loads(tools.out)
        return self._compared[former, present]


def changed_values(office: Office) -> None:
    office.table("counts", (("場所", "件数"), ("本庁", 305), ("支所", 20)))
    office.edit("params/2024.yaml", "今後も取組を進める。", "今後も対策を進める。")


def other_parts(office: Office) -> None:
    """Add a row and a section, and remove the figure."""
    office.table("counts", (("場所", "件数"), ("西支所", 7), ("本庁", 305), ("支所", 20)))
    office.notebook(*USUAL_CELLS)
    office.notebook(
        USUAL_CELLS[0].replace('"t"', '"u"'), 'prose(section, "plan")', name="u", title="追加の節"
    )
    added = "  - notebook: u\n    prose:\n      plan:\n        - 新しい計画である。\n"
    office.write("params/2024.yaml", office.read("params/2024.yaml") + added)


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    return Drafts(tmp_path_factory.mktemp("drafts"))


@pytest.fixture(scope="module")
def first(drafts: Drafts) -> Path:
    return drafts.build("first")


@pytest.fixture(scope="module")
def second(drafts: Drafts, first: Path) -> Path:
    return drafts.build("second", changed_values)


@pytest.fixture(scope="module")
def third(drafts: Drafts, second: Path) -> Path:
    return drafts.build("third", other_parts)


def test_nothing_differs(drafts: Drafts, first: Path, tmp_path: Path) -> None:
    code, text, tools = drafts.compare(first, Path(shutil.copytree(first, tmp_path / "copy")))
    assert code == 0
    assert "違いはありません" in text
    assert tools["schema"] == "progress-report/compare-reports/1"
    assert tools["same"] is True
    kinds = ("status", "structure", "numbers", "headings", "sentences", "tables", "figures", "notes", "files")
    assert not any(tools[kind] for kind in (*kinds, "inputs", "other"))


def test_a_changed_cell_is_named_once_with_all_its_places(drafts: Drafts, first: Path, second: Path) -> None:
    code, text, tools = drafts.compare(first, second)
    assert code == 1
    (numbers,) = tools["numbers"]
    assert numbers["causes"] == [
        {"place": "data/2024/counts.csv 2行目『件数』", "former": "302件", "present": "305件"}
    ]
    places = {place["where"]: (place["former"], place["present"]) for place in numbers["places"]}
    assert places["表1 本庁『件数』"] == ("302", "305")
    assert places["表1 合計『件数』"] == ("322", "325")
    assert "図1 代替文" in places
    assert text.count("counts.csv 2行目『件数』　302件 → 305件") == 1
    assert "表1 合計『件数』　322 → 325" in text
    assert tools["inputs"] == ["data/2024/counts.csv", "params/2024.yaml"]
    assert not tools["structure"] and not tools["tables"]


def test_a_changed_sentence_shows_what_changed(drafts: Drafts, first: Path, second: Path) -> None:
    _, text, tools = drafts.compare(first, second)
    (sentence,) = tools["sentences"]
    assert (sentence["former"], sentence["present"]) == ("今後も取組を進める。", "今後も対策を進める。")
    assert "前: 今後も《取組》を進める。\n" in text
    assert "後: 今後も《対策》を進める。\n" in text


def test_pages_that_look_different_are_listed(drafts: Drafts, first: Path, second: Path) -> None:
    _, text, tools = drafts.compare(first, second)
    pages = tools["pages"]["report.pdf"]
    assert pages["former"] == pages["present"] == 2
    assert pages["changed"] == [{"former": 2, "present": 2}]
    assert "  2ページ　違う" in text


def test_sections_figures_and_rows_that_only_one_has(drafts: Drafts, second: Path, third: Path) -> None:
    code, text, tools = drafts.compare(second, third)
    assert code == 1
    structure = {one["where"]: (one["former"], one["present"]) for one in tools["structure"]}
    assert structure == {
        "節『2 追加の節』": ("（なし）", "見出し1、段落1"),
        "図1": ("窓口の内訳", "（なし）"),
        "表1 行『西支所』": ("（なし）", "件数 7"),
    }
    (numbers,) = tools["numbers"]
    assert [cause["place"] for cause in numbers["causes"]] == ["data/2024/counts.csv 2行目『件数』"]
    assert numbers["causes"][0]["former"] == "（なし）"
    assert "新しい計画" not in text, "an added section is one change"
    _, _, back = drafts.compare(third, second)
    reversed_structure = {one["where"]: (one["present"], one["former"]) for one in back["structure"]}
    assert reversed_structure == structure


def test_rows_in_another_order_are_a_difference(drafts: Drafts, third: Path) -> None:
    def turned(office: Office) -> None:
        office.table("counts", (("場所", "件数"), ("本庁", 305), ("西支所", 7), ("支所", 20)))

    code, _, tools = drafts.compare(third, drafts.build("fourth", turned))
    assert code == 1
    assert {one["where"] for one in tools["structure"]} == {"表1 行の並び"}
    assert tools["numbers"] == []


def edited(folder: Path, to: Path, change: Callable[[Json], None]) -> Path:
    """Copy a report and change its document."""
    copy = Path(shutil.copytree(folder, to))
    document = json.loads((copy / "document.json").read_bytes())
    change(document)
    (copy / "document.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return copy


def test_draft_and_final_and_revision(drafts: Drafts, first: Path, tmp_path: Path) -> None:
    def made_final(document: Json) -> None:
        document["record"]["edition"] = "final"
        document["record"]["revision"] = 2

    code, text, tools = drafts.compare(first, edited(first, tmp_path / "final", made_final))
    assert code == 1
    assert tools["status"] == [
        {"where": "状態", "former": "案（未確定）", "present": "確定版 第2版（訂正版）"}
    ]
    assert "確定版 第2版（訂正版）" in text


def test_only_where_values_were_read_differs(drafts: Drafts, first: Path, tmp_path: Path) -> None:
    """A comment added to the parameters moves their lines, and changes nothing printed."""

    def moved(document: Json) -> None:
        def walk(node: Any) -> None:
            if isinstance(node, dict):
                if node.get("kind") == "parameter":
                    node["line"] += 1
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                for value in node:
                    walk(value)

        walk(document)

    code, text, _ = drafts.compare(first, edited(first, tmp_path / "moved", moved))
    assert code == 0
    assert "違いはありません" in text


def test_a_picture_drawn_otherwise_is_a_difference(drafts: Drafts, first: Path, tmp_path: Path) -> None:
    def redrawn(document: Json) -> None:
        for block in document["sections"][0]["blocks"]:
            if block["type"] == "chart":
                block["svg"] = block["svg"].replace("</svg>", "<g/></svg>")

    code, text, _ = drafts.compare(first, edited(first, tmp_path / "redrawn", redrawn))
    assert code == 1
    assert "図1 絵" in text


def test_what_is_no_report_is_refused(drafts: Drafts, first: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    damaged = edited(first, tmp_path / "damaged", lambda document: document.pop("sections"))
    unnumbered = edited(
        first, tmp_path / "unnumbered", lambda document: document["sections"][0]["blocks"][0].pop("number")
    )
    broken = Path(shutil.copytree(first, tmp_path / "broken"))
    (broken / "document.json").write_text("{", encoding="utf-8")
    pdf = Path(shutil.copytree(first, tmp_path / "pdf"))
    (pdf / "report.pdf").write_bytes(b"no PDF")
    for folder, words in (
        (empty, "報告書のフォルダではありません（document.json がありません）。"),
        (tmp_path / "none", "フォルダがありません。"),
        (damaged, "報告書の文書として読めません。"),
        (unnumbered, "報告書の文書として読めません。"),
        (broken, "報告書の文書として読めません。"),
        (pdf, "PDFを読めません。"),
    ):
        ran = drafts.office.run("compare", first, folder)
        assert ran.code == 1, ran.said
        assert words in ran.err
        assert folder.as_posix() in ran.err
        assert ran.out == ""


def test_years_and_folders_are_not_mixed(drafts: Drafts, first: Path) -> None:
    ran = drafts.office.run("compare", "2024", first)
    assert ran.code == 2
    assert "年度とフォルダは比べられません" in ran.err
    assert drafts.office.run("compare", "kotoshi", "2024").code == 2


def test_the_same_two_reports_give_the_same_words(drafts: Drafts, second: Path, third: Path) -> None:
    assert drafts.office.run("compare", second, third).out == drafts.compare(second, third)[1]
