"""A column, a question or a notebook of one year leaves the other years' reports unchanged."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.promises.office import USUAL_CELLS, Office, described
from tests.support.project_copy import MUNICIPALITIES

_LOAD, _TABLE, _PROSE = USUAL_CELLS
LOOK = "notebook-only"
_PACKAGE = "data/{}/datapackage.json"
_WITH_WAITING = (
    'counts = section.table("counts")\n'
    'Table(counts, "窓口の件数", name="counts").columns("n", "waiting").total()'
    '.spanner("待ち", "waiting", note="note_waiting").footnote("note_waiting", "waiting")'
)
# Cells that use a column and a question of 2025 alone; the report of 2024 contains none of this.
_OF_2025 = (
    'counts = section.table("counts")\ncounts["share"] = counts["waiting"] / counts["n"]\n'
    'counts["label"] = row_labels(counts, "{place}\\n({place})")',
    'say("待ちは{a}。", a=counts.loc["本庁", "waiting"])',
    'say("割合は{a}。", a=counts.loc["支所", "share"])',
    'grouped_bars(counts, "図", by="label", n="件数", waiting="待ち")',
    'say("{waiting}である。", waiting=total(counts["waiting"]))',
    'Table(counts, "割合", name="shares").columns("share").label(share="割合")',
    'lines = Table(counts, "内訳", name="lines").columns("share").label(share="割合")\n'
    'lines.breakdown("数", {"待ち": "waiting"}).total()',
    'survey(section, "panel").figure("why")',
    "counts",
)
_BUILT = (_LOAD, _WITH_WAITING, _PROSE)
_USED = 'survey(section, "panel").figure("used")'


def _question(name: str, title: str) -> tuple[dict[str, Any], dict[str, Any]]:
    field = {"name": name, "title": title, "type": "string", "constraints": {"enum": ["はい", "いいえ"]}}
    question = {"name": name, "title": title, "wording": f"{title}か。", "form": "single", "fields": [name]}
    return field, question


def _with_survey(office: Office) -> None:
    """Add a survey of one question to 2024."""
    key = {"name": "id", "title": "番号", "type": "string", "constraints": {"required": True}}
    field, question = _question("used", "利用した")
    panel = described("panel", [key, field], ["id"]) | {"survey": {"title": "調査", "questions": [question]}}
    office.edit_json(_PACKAGE.format(2024), lambda package: package["resources"].append(panel))
    office.table("panel", [("id", "used"), *((str(i), "はい") for i in range(40))])
    office.notebook(*USUAL_CELLS, _USED)


def _with_2025(office: Office) -> None:
    """Make 2025 from 2024, with additional columns and a question."""

    def extend(package: dict[str, Any]) -> None:
        counts, panel = package["resources"]
        counts["asOf"] = panel["asOf"] = "2025-03-31"
        counts["schema"]["fields"].append(
            {"name": "waiting", "title": "待ち", "type": "integer", "unit": "件"}
        )
        counts["schema"]["fields"].append({"name": "label", "title": "名札", "type": "string"})
        field, question = _question("why", "満足した")
        panel["schema"]["fields"].append(field)
        panel["survey"]["questions"].append(question)

    shutil.copytree(office.root / "data/2024", office.root / "data/2025")
    params = (
        office.read("params/2024.yaml").replace("令和6年度", "令和7年度").replace("令和5年度", "令和6年度")
    )
    office.write(
        "params/2025.yaml", params.replace("    prose:", "    prose:\n      note_waiting: [注である。]")
    )
    office.edit_json(_PACKAGE.format(2025), extend)
    office.table(
        "counts", [("場所", "件数", "待ち", "名札"), ("本庁", 310, 5, "甲"), ("支所", 25, 7, "乙")], "2025"
    )
    rows = ((str(i), "はい", "いいえ") for i in range(40))
    office.table("panel", [("id", "used", "why"), *rows], "2025")
    office.notebook(*_BUILT, *_OF_2025, _USED)
    look = len(_BUILT) + len(_OF_2025) + 1
    office.edit_json("notebooks/t.ipynb", lambda made: made["cells"][look]["metadata"].update(tags=[LOOK]))


def _obey(office: Office, year: str) -> str:
    """Insert each line that check suggests at the place it names."""
    said = office.check(year).said
    found = re.findall(r"json (\d+)行目.*?(\w+) の \[ のすぐ後に「(\{.*?\},)」を加えて", said)
    for row, member, line in sorted(found, key=lambda one: -int(one[0])):
        lines = office.read(_PACKAGE.format(year)).splitlines()
        assert f'"{member}": [' in lines[int(row) - 1]
        lines[int(row) - 1] += line
        office.write(_PACKAGE.format(year), "\n".join(lines))
    return said


def test_a_column_and_a_question_of_2025_leave_2024_as_it_was(office: Office) -> None:
    _with_survey(office)
    built = office.build("2024", "--formats", "txt")
    assert built.code == 0, built.said
    report = office.root / "build/2024.partial/report.txt"
    before = report.read_text(encoding="utf-8-sig")
    _with_2025(office)
    said = _obey(office, "2024")
    assert "notebooks/t.ipynb のセル「c1」（4番目）が読む列「waiting」が、表「counts」にありません。" in said
    assert "label" not in said  # the notebook creates it
    assert "が数える設問「why」が、調査「panel」にありません。令和7年度にはあります。" in said
    assert office.check("2024").code == 0
    built = office.build("2024", "--formats", "txt")
    assert built.code == 0, built.said
    assert report.read_text(encoding="utf-8-sig") == before
    assert (
        "セル「c1」（4番目）は、表「窓口の件数」の列を一部載せません。列「待ち」は、令和7年度からのもの"
        in built.said
    )
    for cell in ("c4", "c5", "c6", "c7", "c8", "c9", "c10"):
        assert re.search(f"【記録】.*セル「{cell}」.*は、報告書に何も載せません。", built.said), cell


@pytest.mark.long
def test_2025_has_them(office: Office) -> None:
    _with_survey(office)
    _with_2025(office)
    _obey(office, "2024")
    built = office.build("2025", "--formats", "txt")
    assert built.code == 0, built.said
    assert "載せません" not in built.said
    assert "待ちは5件。" in (office.root / "build/2025.partial/report.txt").read_text(encoding="utf-8-sig")


def test_the_last_year_of_an_ended_column_is_reported(office: Office) -> None:
    _with_survey(office)
    _with_2025(office)

    def end(package: dict[str, Any]) -> None:
        del package["resources"][0]["schema"]["fields"][1]

    office.edit_json(_PACKAGE.format(2025), end)
    rows = [("場所", "待ち", "名札"), ("本庁", 5, "甲"), ("支所", 7, "乙")]
    office.table("counts", rows, "2025")
    assert '"until": 2024}' in _obey(office, "2025")
    assert office.check("2025").code == 0
    package = office.read(_PACKAGE.format(2025))
    office.edit(_PACKAGE.format(2025), '"name": "label"', '"name": "place"')
    line = package[: package.index('"name": "label"')].count("\n") + 1
    assert f"{line}行目『resources.1.schema.fields." in office.check("2025").said
    office.write(_PACKAGE.format(2025), package)
    office.edit(_PACKAGE.format(2025), '"until": 2024', '"until": 2024, "from": 2025')
    assert "終わりの年度（until）が、始まり（from）より前です。" in office.check("2025").said


@pytest.mark.long
def test_the_new_year_has_a_column_that_begins_with_it(office: Office) -> None:
    def announce(package: dict[str, Any]) -> None:
        fields = package["resources"][0]["schema"]["fields"]
        fields.insert(0, {"name": "waiting", "title": "待ち", "type": "string", "from": "令和7年度"})

    office.edit_json(_PACKAGE.format(2024), announce)
    assert office.build().code == 0
    assert office.run("new-year", "2025").code == 0
    assert office.read("data/2025/counts.csv").lstrip("\ufeff") == "waiting,place,n\n"


_MISSPELT = {
    'section.table("counts")["nn"]': "n",
    'rows = section.table("counts")\nrows.loc["本庁", "plase"]': "place",
    'also = section.table("counts")\nTable(also, "表", stub="pllace", name="also").total("n")': "place",
    'more = section.table("counts")\nmore["doubled"] = more["n"] + more["n"]\n'
    'Table(more, "表", name="more").columns("n", "douled").total()': "doubled",
    'bars(section.table("counts"), "図", placee="件数")': "place",
}
_ORDINARY = (
    'a = section.table("counts").rename(columns={"n": "renamed"})\na["renamed"]',
    'b = section.table("counts")\nb.insert(0, "inserted", b["n"])\nb["inserted"]',
    'c = section.table("counts").assign(added=1)\nc["added"]',
    'd = {"m": 1}\nd["m"]',
    'if False:\n    section.table("counts")["nnn"]',
    'e = section.table("counts").add_suffix("_x")\ne["n_x"]',
    'f = section.table("counts")\nf = f.add_suffix("_y")',
    'f["n_y"]',
    'g = section.table("counts")\ng["new"] = g["n"]\nTable(g, "表").columns("new").label(new="新")',
    'section.table("counts").loc["本庁"]["n"]',
)


def test_a_misspelt_column_is_named_with_the_near_one(office: Office) -> None:
    office.notebook(*USUAL_CELLS, *_MISSPELT)
    said = office.check().said
    for place, near in enumerate(_MISSPELT.values(), 3):
        assert re.search(
            f"t.ipynb: セル「c{place}」.*が読む列「.*」が、表「counts」に.*「{near}」ではありま", said
        ), near
    office.notebook(*USUAL_CELLS, *_ORDINARY)
    checked = office.check()
    assert checked.code == 0, checked.said


def test_a_cell_names_what_its_table_does_not_have(office: Office) -> None:
    office.notebook(*USUAL_CELLS, 'section.table("counts")["".join(["p", "lase"])]')
    built = office.build("2024", "--formats", "txt")
    assert built.code == 3
    assert (
        "セル「c3」（6番目）で: 【誤り】列か行の名前「plase」がありません。「place」ではありませんか。"
        in built.err
    )
    assert "KeyError" not in built.err


@pytest.mark.long
@pytest.mark.parametrize(
    "code",
    ['.loc["本町"]', '.sort_values("plase")', '.drop(columns="plase")', '.groupby("plase")', '[["n", "m"]]'],
)
def test_every_way_to_ask_is_answered(office: Office, code: str) -> None:
    office.notebook(*USUAL_CELLS, f'section.table("counts").copy(){code}')
    assert "列か行の名前「" in office.build("2024", "--formats", "txt").err


def test_a_cell_of_a_survey_not_conducted_is_not_lost_in_silence(office: Office) -> None:
    _with_survey(office)
    taken = 'say("{a}である。", a=section.table("panel")["used"].iloc[0])'
    office.notebook(*USUAL_CELLS, _USED, taken)
    office.write("params/2024.yaml", office.read("params/2024.yaml") + "not_held: [panel]\n")
    checked = office.run("check", "2024", "--run")
    assert checked.code == 0
    for words in (
        "調査（survey(section, 'panel')）を実施しなかった年度に載せる文がありません。",
        "セル「c4」（7番目）は、報告書に何も載せません。「調査」は、令和6年度には実施していません"
        "（params/2024.yaml の not_held）。調査のことなら、「survey(section, ",
    ):
        assert f"【記録】notebooks/t.ipynb: {words}" in checked.out, checked.out
    silent = ('panel = survey(section, "panel")', "panel;", 'panel.figure("used")')
    office.notebook(*USUAL_CELLS, *silent)
    assert "を実施しなかった年度に載せる文がありません。" in office.check().out, "a semicolon hides it"


@pytest.mark.long
def test_what_a_questionnaire_leaves_out_is_no_note_where_the_report_says_so(office: Office) -> None:
    _with_survey(office)
    office.notebook(*USUAL_CELLS, 'panel = survey(section, "panel")', "panel", 'panel.figure("used")')
    office.write("params/2024.yaml", office.read("params/2024.yaml") + "not_held: [panel]\n")
    built = office.build("2024", "--formats", "txt")
    assert built.code == 0, built.said
    assert "何も載せません" not in built.said and "載せる文がありません" not in built.said
    report = (office.root / "build/2024.partial/report.txt").read_text(encoding="utf-8-sig")
    assert "令和6年度は、調査を実施していない。" in report


def _follow_the_recipe(office: Office, notebook: str) -> None:
    """Follow the guide's recipe for 2025."""
    copy = f"{notebook}_2025"
    text = office.read(f"notebooks/{notebook}.ipynb")
    opened = json.dumps(f'open_section(fiscal_year, "{notebook}")')[1:-1]
    assert opened in text
    office.write(f"notebooks/{copy}.ipynb", text.replace(opened, opened.replace(notebook, copy)))
    office.edit("params/2025.yaml", f"- notebook: {notebook}\n", f"- notebook: {copy}\n")
    for name in re.findall(rf"同[文日] {notebook}\.\w+", office.check("2025").said):
        office.edit("params/2025.yaml", name, name.replace(notebook, copy))


def test_a_notebook_of_one_year_is_the_same_section(tmp_path: Path) -> None:
    office = Office.shipped(tmp_path / "office", MUNICIPALITIES[1])
    before = office.run("compare", "2024", "2025").out
    for notebook in ("7_facilities", "6_counters"):
        _follow_the_recipe(office, notebook)
    checked = office.check("2025")
    assert "誤り 0件、要確認 0件" in checked.out, checked.out
    assert office.run("compare", "2024", "2025").out == before


@pytest.mark.long
def test_a_notebook_of_another_name_is_the_same_section_by_its_title(tmp_path: Path) -> None:
    office = Office.shipped(tmp_path / "office", MUNICIPALITIES[1])
    before = office.run("compare", "2024", "2025").out
    _follow_the_recipe(office, "7_facilities")
    office.edit("params/2025.yaml", "- notebook: 7_facilities_2025\n", "- notebook: another\n")
    text = office.read("notebooks/7_facilities_2025.ipynb").replace("7_facilities_2025", "another")
    office.write("notebooks/another.ipynb", text)
    assert office.run("compare", "2024", "2025").out == before
    office.edit("notebooks/another.ipynb", "# 公共施設のオンライン予約について", "# 公民館について")
    reported = office.run("compare", "2024", "2025").out
    assert "公民館について" in reported and "公共施設のオンライン予約について" in reported
