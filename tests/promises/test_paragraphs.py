"""Any number of paragraphs in every text of the parameters, and overrides of headings and sentences."""

import json
import re
from pathlib import Path

import pytest

from tests.promises.office import USUAL_CELLS, Office
from tests.support.project_copy import ROOT

PARAMS = "params/2024.yaml"
MUNICIPALITIES = {"ward": ROOT, "town": ROOT / "examples/shiokaze"}
_PROSE = re.compile(r"^    prose:\n(?:      +.*\n|\n(?=      ))+", re.MULTILINE)
_PARAGRAPH = re.compile(r"^        - .*\n(?:          .*\n)*", re.MULTILINE)
SAYS = 'say("合計は{n:number}件である。", n=counts["n"].iloc[0])'


@pytest.mark.long
@pytest.mark.parametrize("municipality", MUNICIPALITIES)
def test_every_text_may_have_two_paragraphs_or_none(municipality: str, tmp_path: Path) -> None:
    office = Office.shipped(tmp_path, MUNICIPALITIES[municipality])
    text = office.read(PARAMS)
    texts = [found for prose in _PROSE.findall(text) for found in _PARAGRAPH.findall(prose)]
    assert len(texts) > 5

    def doubled(prose: re.Match[str]) -> str:
        return _PARAGRAPH.sub(lambda found: f"{found[0]}        - 付け加えた段落である。\n", prose[0])

    office.write(PARAMS, _PROSE.sub(doubled, text))
    assert "誤り 0件" in office.check().out
    ran = office.build("2024", "--formats", "text")
    assert ran.code == 0, ran.said
    printed = _text(office)
    assert printed.count("付け加えた段落である。") == len(texts)
    assert "[※1][※2]" in printed  # each paragraph of a note is a note

    office.write(PARAMS, _PROSE.sub("", text))
    checked = office.check()
    assert "誤り 0件" in checked.out
    names = set(re.findall(r"^      (\w+):$", "".join(_PROSE.findall(text)), re.MULTILINE))
    reported = set(re.findall(r"文章「(\w+)」は書かれていないので、載りません。", checked.out))
    assert names <= reported
    ran = office.build("2024", "--formats", "text")
    assert ran.code == 0, ran.said
    assert "今後の取組" not in _text(office)  # the heading has no content


def _text(office: Office) -> str:
    (path,) = (office.root / "build").glob("2024*/report.txt")
    return path.read_text(encoding="utf-8-sig")


def test_a_key_may_have_no_paragraphs_and_its_text_comes_back(tmp_path: Path) -> None:
    office = Office.small(tmp_path)
    assert office.build("2024", "--final").code == 0
    assert office.run("new-year", "2025").code == 0
    office.table("counts", (("場所", "件数"), ("本庁", 310), ("支所", 21)), "2025")
    written = office.read("params/2025.yaml")
    for gone in ("      outlook:\n", "      outlook: []\n", ""):
        office.write("params/2025.yaml", re.sub(r"      outlook:\n        - .*\n", gone, written))
        checked = office.check("2025").out
        assert "誤り 0件" in checked
        assert (
            "文章「outlook」は書かれていないので、載りません。載せるなら、prose に「outlook:」を" in checked
        )
        assert "params/2024.yaml 13行目にあります（「今後も取組を進める。」）。" in checked
    assert office.build("2025").code == 0
    assert "今後も取組を進める。" not in office.report("2025")
    made = office.run("new-year", "2026")
    assert "params/2024.yaml:13  t.outlook  今後も取組を進める。" in made.out, made.said


def with_overrides(root: Path) -> Office:
    office = Office.small(root)
    office.notebook(*USUAL_CELLS, SAYS, 'heading("## {as_of}の結果")', 'say("終わりである。")')
    office.write(
        PARAMS,
        office.read(PARAMS)
        + "    overrides:\n"
        + '      headings: {見本の節: "{fiscal_year}の節", c4: "{as_of}末の結果"}\n'
        + '      sentences: {c3: "{n}であり、{as_of}の値である。"}\n',
    )
    return office


def test_headings_and_sentences_are_worded_otherwise(tmp_path: Path) -> None:
    office = with_overrides(tmp_path)
    assert "誤り 0件、要確認 0件" in office.check().out
    ran = office.build("2024", "--final")
    assert ran.code == 0, ran.said
    text = office.report()
    for words in (
        "1 令和6年度の節",
        "302件であり、令和5年度の値である。",
        "(1) 令和5年度末の結果",
        "終わりである。",
    ):
        assert words in text
    assert "合計は" not in text
    document = json.loads((office.root / "build/2024/document.json").read_bytes())
    (block,) = [one for one in document["sections"][0]["blocks"] if one.get("cell") == "t-c3"]
    assert block["origin"]["name"] == "overrides.sentences.c3"
    (number,) = [run for run in block["content"] if run["type"] == "quantity"]
    assert block["quantities"][number["id"]]["origin"]["row"] == 2
    assert office.run("verify", office.root / "build/2024", "--rebuild").code == 0


def test_overrides_without_effect_are_reported_with_their_lines(tmp_path: Path) -> None:
    office = with_overrides(tmp_path)
    office.edit(PARAMS, "見本の節:", "見本の説:")
    office.edit(PARAMS, 'c3: "{n}であり', 'c5: "1", c9: "文である", c3: "{m}であり')
    reported = office.check()
    assert reported.code == 1
    where = "【誤り】params/2024.yaml {}行目『sections.1.overrides.{}』: {}"
    for line, entry, message in (
        (
            16,
            "headings.見本の説",
            "言い換える見出し「見本の説」が、この節のノートブックにありません。「見本の節」では",
        ),
        (17, "sentences.c9", "言い換える文「c9」が、この節のノートブックにありません。"),
        (17, "sentences.c3", "差し込む値「m」がありません。"),
    ):
        assert where.format(line, entry, message) in reported.out, reported.out
    assert "c3（「合計は{n:number}件である。」）" in reported.out


def test_the_introduction_names_the_year_the_municipality_and_dates(tmp_path: Path) -> None:
    office = Office.small(tmp_path)
    office.edit(
        PARAMS,
        "  - 見本の報告である。",
        '  - "{municipality}の{fiscal_year}の報告で、時点は{t.as_of}である。"',
    )
    ran = office.build("2024", "--final")
    assert ran.code == 0, ran.said
    assert "見本市の令和6年度の報告で、時点は令和5年度である。" in office.report()
    office.edit(PARAMS, "{t.as_of}", "{t.as_off}{表:counts}")
    office.edit(PARAMS, "{municipality}", "{municipalty}")
    reported = office.check().out
    for message in (
        "差し込む値「t.as_off」がありません。「t.as_of」ではありませんか。",
        "差し込む値「municipalty」がありません。「municipality」ではありませんか。",
        "前書きから表・図を参照することはできません（「{表:counts}」）。",
    ):
        assert f"【誤り】params/2024.yaml 7行目『introduction』: {message}" in reported, reported
