"""Each figure has a conclusion in every format; drawings have units, totals and two widths."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document as read_docx

from tests.promises.office import Office
from tests.support.html_text import Node, read_page
from tests.support.normal_text import normal

ROWS = [("場所", "件数", "来年"), ("本庁", 302, 5), ("支所", 20, 6), ("分室", 20, 7)]
CELLS = (
    "from progress_report.authoring import *\n\nsection = open_section(fiscal_year, 't')\n"
    'frame = section.table("counts")\nframe["share"] = frame["n"] / (frame["n"] + frame["m"])',
    'bars(frame, "件数の図", name="counted", n="件数")',
    'stacked_bars(frame, "合わせた図", name="stacked", n="今年", m="来年")',
    'bars(frame, "割合の図", name="rates", share="割合")',
    'bars(frame, "書いた図", name="worded", n="件数", '
    'conclusion=phrase("本庁が{most}に達した", most=frame["n"].iloc[0]))',
    'figure(plain(frame[["place", "n"]]).plot.barh(), "自分の図", data=frame[["place", "n"]], '
    'name="own", alt="場所ごとの件数。", conclusion="本庁に集まっている")',
    'prose(section, "outlook")',
)
SAID = {
    "counted": "「本庁」が302件で最多、次いで「支所」「分室」が20件",
    "stacked": "「本庁」が合計307件で最多、次いで「分室」が27件",
    "rates": "「本庁」が98.4%で最も高く、「分室」が74.1%で最も低い",
    "worded": "本庁が302件に達した",
    "own": "本庁に集まっている",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office.small(tmp_path_factory.mktemp("figures") / "office")
    office.add_count("m", "来年")
    office.table("counts", ROWS)
    office.notebook(*CELLS)
    done = office.build("2024", "--formats", "html,pdf,text,docx", "--figures")
    assert done.code == 0, done.err
    return office


@pytest.fixture(scope="module")
def page(built: Office) -> Node:
    return read_page(built.read("build/2024/report.html"))


def _charts(built: Office) -> dict[str, Any]:
    document = json.loads(built.read("build/2024/document.json"))
    blocks = [block for section in document["sections"] for block in section["blocks"]]
    return {block["name"]: block for block in blocks if block["type"] == "chart"}


def _words(runs: list[dict[str, str]]) -> str:
    return "".join(run.get("text", "") for run in runs)


def test_every_format_says_what_each_figure_shows(built: Office, page: Node) -> None:
    assert {name: _words(chart["conclusion"]) for name, chart in _charts(built).items()} == SAID
    folder = built.root / "build/2024"
    with pypdfium2.PdfDocument(folder / "report.pdf") as pdf:
        printed = "".join(one.get_textpage().get_text_bounded() for one in pdf)
    word = "".join(
        one.text or ""
        for one in read_docx(str(folder / "report.docx")).element.body.iter()
        if one.tag.endswith("}t")
    )
    formats = {"html": page.text(), "pdf": printed, "text": built.read("build/2024/report.txt"), "docx": word}
    lacking = [
        (name, said)
        for name, text in formats.items()
        for said in SAID.values()
        if normal(said) not in normal(text)
    ]
    assert lacking == []


def test_units_are_those_of_what_is_drawn_and_sums_are_published(built: Office) -> None:
    charts = _charts(built)
    units = {
        name: [_words(fact["content"]) for fact in chart["facts"] if fact["label"] == "単位"]
        for name, chart in charts.items()
    }
    assert units == {"counted": ["件"], "stacked": ["件"], "rates": [], "worded": ["件"], "own": ["件"]}
    assert _words(charts["stacked"]["values"]["head"][0][-1]["content"]) == "合計（件）"
    table = built.read("build/2024/tables/stacked.csv")
    assert all(number in table for number in ("307", "26", "27"))
    assert [_words(label) for label in charts["stacked"]["labels"] if _words(label).startswith("計")] == [
        "計307",
        "計26",
        "計27",
    ]
    assert "合計307件" in _words(charts["stacked"]["alternative"])


def test_a_source_that_most_have_is_said_once(built: Office, page: Node) -> None:
    (main,) = page.all("main")
    source = _words(
        next(fact["content"] for fact in _charts(built)["counted"]["facts"] if fact["label"] == "出典")
    )
    assert main.text(".page-only").count(source) == 1
    assert source in json.dumps(
        json.loads(built.read("build/2024/tables/datapackage.json")), ensure_ascii=False
    )


def test_a_chart_has_two_drawings_and_one_text(page: Node) -> None:
    pictures = [node for node in page.walk() if node.attributes.get("role") == "img"]
    assert len(pictures) == len(SAID)
    identifiers = [one for node in page.walk() if (one := node.attributes.get("id"))]
    assert len(identifiers) == len(set(identifiers))
    for picture in pictures:
        phone = [node for node in picture.walk() if "phone" in node.classes]
        assert len(phone) == ("two" in picture.classes)
        assert not [
            node for node in picture.walk() if node is not picture and "aria-label" in node.attributes
        ]
    assert sum("two" in picture.classes for picture in pictures) == len(SAID) - 1  # all but the custom figure


def test_figures_are_files_where_they_are_asked_for(built: Office) -> None:
    with zipfile.ZipFile(built.root / "build/2024/figures.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {Path(name).stem.partition("_")[2] for name in files} == set(SAID)
    for name, content in files.items():
        if name.endswith(".svg"):
            drawn = content.decode()
            assert "<text" not in drawn and "font" not in drawn and drawn.count("<path") > 3
        else:
            assert content.startswith(b"\x89PNG") and int.from_bytes(content[16:20]) > 1600


def test_a_conclusion_of_ones_own_is_a_template(built: Office, tmp_path: Path) -> None:
    office = Office.small(tmp_path / "office")
    draw = 'bars(section.table("counts"), "図", name="a", n="件数", conclusion="{}")'
    for words_given, refused in (("302件に達した", "数字"), ("{nothing}に達した", "nothing")):
        office.notebook(
            CELLS[0].split("\n")[0] + "\n\nsection = open_section(fiscal_year, 't')",
            draw.replace("{}", words_given),
            CELLS[-1],
        )
        done = office.build("2024", "--formats", "html")
        assert done.code != 0 and refused in done.said, done.said
