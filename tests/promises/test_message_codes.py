"""A message is identified by its code: on screen, for tools, in ``--explain`` and in ``confirmed``."""

import json
import re
from typing import Any

import pytest

from tests.promises.office import USUAL_CELLS, Office
from tests.support.project_copy import ROOT

PARAMS, PACKAGE = "params/2024.yaml", "data/2024/datapackage.json"
NOTEBOOK = "notebooks/t.ipynb"


def lines_with(said: str, words: str) -> list[str]:
    return [line for line in said.splitlines() if words in line]


def test_codes_of_several_errors_are_shown_and_in_json(office: Office) -> None:
    office.write(PARAMS, office.read(PARAMS) + "title: 題\ntitle: 題\n")
    office.write("data/2024/extra.txt", "x")
    checked = office.check()
    (line,) = lines_with(checked.out, "二重に書かれています")
    assert line.endswith("〔F117〕")
    findings = json.loads(office.run("check", "2024", "--format", "json").out)["findings"]
    assert {one.get("code") for one in findings if "二重" in one["message"]} == {"F117"}


def findings_by_code(office: Office) -> dict[str, dict[str, Any]]:
    """Return the findings of ``check`` by code, each checked against the guide's words for its code."""
    appendix = (ROOT / "docs/guide.ja.md").read_text(encoding="utf-8").partition("## 付録")[2]
    rows = re.findall(r"^\| (.+) 〔([A-Z][0-9]{3})〕 \|", appendix, re.MULTILINE)
    patterns = {code: re.escape(words).replace("…", ".+") for words, code in rows}
    findings = json.loads(office.run("check", "2024", "--format", "json").out)["findings"]
    for one in findings:
        assert re.fullmatch(f"(.*： ?|.*: )?{patterns[one['code']]}", one["message"]), one
        assert one["remedy"] or one["grade"] == "記録", one
    return {one["code"]: one for one in findings}


def test_errors_of_tables_and_entries_have_the_codes_of_the_guide(office: Office) -> None:
    """Errors of cell, row and entry together; of a heading; of a file."""
    office.edit(PARAMS, "992011", "992012")
    said: set[str] = set()
    for content in ("場所,件数\n本庁,約302\n,\n支所,20\n", "場所,窓口の人数\n本庁,302\n", ""):
        office.write("data/2024/counts.csv", content)
        said |= findings_by_code(office).keys()
    assert said == {"C103", "R107", "E110", "H112", "T101"}
    explained = office.run("check", "--explain", "C103").out
    assert "表示される文: 数値ではありません（「…」）。" in explained and "例: 約100　→　100" in explained


def test_errors_of_descriptions_and_texts_have_the_codes_of_the_guide(office: Office) -> None:
    """Errors of schema members; names that refer to nothing; invalid texts and records."""
    sound = json.loads(office.read(PACKAGE))

    def spoil_members(package: dict[str, Any]) -> None:
        place, count = package["resources"][0]["schema"]["fields"]
        del count["unit"]
        place["naem"] = "1"
        package["crossChecks"] = [{"name": "x", "explanation": "x。"}]

    def spoil_names(package: dict[str, Any]) -> None:
        package["resources"][0]["schema"]["primaryKey"] = ["plaec"]
        package["crossChecks"] = [{"name": "x", "explanation": "x。", "formula": "sum(count.n) = counts.m"}]
        package["indicators"] = [{"name": "a", "title": "a", "value": "sum(counts.n)"}] * 2

    for spoil, codes in ((spoil_members, {"D220", "F202", "D234"}), (spoil_names, {"D209", "D210", "D215"})):
        office.write_json(PACKAGE, sound)
        office.edit_json(PACKAGE, spoil)
        assert findings_by_code(office).keys() >= codes
    office.write_json(PACKAGE, sound)
    office.edit(PARAMS, "- 今後も取組を進める。", "- 241件から302件に減少した。")
    office.write(
        PARAMS,
        office.read(PARAMS)
        + """    blocks:
      - {after: ない見出し, paragraph: 文。}
not_available: [counts]
not_held: [cuonts]
renamed:
  - {table: counts, from: 本庁, to: 本庁舎}
restatements:
  - {table: counts, year: 令和4年度, column: n, published: 1, revised: 2, reason: 理由}
""",
    )
    found = findings_by_code(office)
    assert found.keys() >= {"S101", "D201", "P208", "P209", "Y101", "Y107", "K201"}
    assert found["K201"]["grade"] == "要確認"


def test_errors_of_notebooks_and_sections_have_the_codes_of_the_guide(office: Office) -> None:
    """A notebook with added cells; a year's texts and numbers; files that are not notebooks."""
    notebook, params = office.read(NOTEBOOK), office.read(PARAMS)
    office.notebook(
        *USUAL_CELLS,
        'say("窓口は3か所である。")',
        'say("{goal}である。")',
        'prose(section, "aims")',
        'section.table("cuonts")',
        'section.date("end")',
        "x = (",
    )
    office.write("data/2024/map.svg", "<svg/>")
    office.write("data/2024/wide.csv", ",".join(["列"] * 16) + "\n" + ",".join(["1"] * 16) + "\n")
    office.write(
        PARAMS,
        params
        + """    blocks:
      - {after: end, picture: map.svg, title: 地図, alt: 区の地図}
      - {after: end, table: wide.csv, title: 表}
      - {after: end, table: no.csv, title: 表}
    overrides: {headings: {ない見出し: 見出し}}
""",
    )
    office.edit(PARAMS, "- 今後も取組を進める。", "- ｛as_of｝と{nmae}について。  # 要確認: 前年度のまま")
    found = findings_by_code(office)
    assert found.keys() >= {
        *("N304", "N305", "N352", "N401", "N404"),
        *("P303", "P321", "P331", "P351", "F101", "L303", "K301", "M101"),
    }, found.keys()
    assert (found["N352"]["grade"], found["M101"]["grade"], found["K301"]["grade"]) == (
        "記録",
        "記録",
        "要確認",
    )
    office.write(
        PARAMS,
        params
        + """    quantities: {goal: {value: 1.25, unit: "%", decimals: 1}}
    blocks:
      - {after: end, paragraph: 文。, table: a.csv}
      - {after: end, table: a.csv}
      - {after: end, table: ../a.xls, title: 表, name: 表}
limits: {cell_seconds: 0}
largest_change: 1
report_date: 2024-02-30
""",
    )
    assert findings_by_code(office).keys() >= {"P304", "P305", "P306", "P311", "P312", "P314", "P316", "F306"}
    office.write(PARAMS, params)
    office.write(NOTEBOOK, notebook.replace('"code"', '"cod"'))
    assert "N210" in findings_by_code(office)


@pytest.mark.parametrize("written", ["F117", "f117", "Ｆ１１７", "〔F117〕"])
def test_a_code_is_explained_however_it_is_written(office: Office, written: str) -> None:
    explained = office.run("check", "--explain", written)
    assert explained.code == 0
    assert "〔F117〕誤り" in explained.out and "項目「…」が二重に書かれています。" in explained.out
    assert "直し方: どちらか一つを消してください。" in explained.out
    assert "意味と、すること: 同じ場所に同じ名前の項目が二つあります。" in explained.out


def test_what_is_no_code_is_wrong_usage(office: Office) -> None:
    wrong = office.run("check", "--explain", "F1117")
    assert wrong.code == 2 and "F1117 という番号の文はありません（" in wrong.err and "F117" in wrong.err
    assert office.run("check").code == 2


def test_a_review_is_confirmed_by_its_kind_or_its_code(office: Office) -> None:
    """By ``subject`` as printed, or by code and subject."""
    office.write("data/2024/extra.txt", "x")
    params = office.read(PARAMS)
    (line,) = lines_with(office.check().out, "表の説明にないファイル")
    assert "subject: 使わないファイル extra.txt と" in line and line.endswith("〔K101〕")
    for entry in (
        "subject: 使わないファイル extra.txt",
        "code: K101, subject: extra.txt",
        "code: K101, subject: 使わないファイル extra.txt",
    ):
        office.write(PARAMS, f"{params}confirmed:\n  - {{{entry}, reason: 控えのため}}\n")
        assert "要確認 0件" in office.check().out, entry
    for entry, words in (
        ("code: K102, subject: extra.txt", "〔K101〕 当てはまる要確認がない"),
        ("code: K102, subject: 使わないファイル extra.txt", "当てはまる要確認がない"),
        ("subject: extra.txt", "当てはまる要確認がない"),
        ("code: F117, subject: extra.txt", "要確認の番号ではありません（「F117」）"),
        ("code: [K101], subject: extra.txt", "要確認の番号ではありません"),
    ):
        office.write(PARAMS, f"{params}confirmed:\n  - {{{entry}, reason: 控えのため}}\n")
        said = office.check().out
        assert all(word in said for word in words.split()), (entry, said)


def test_an_error_of_a_validator_has_its_code(office: Office) -> None:
    office.write("params/theme.yaml", 'colours: {main: "#ffff00", ink: red}\n')
    said = office.check().out
    assert lines_with(said, "文字が読みにくい色です")[0].endswith("〔L104〕")
    (line,) = lines_with(said, "色として読めません（「red」）。")
    assert line.endswith("書いてください。〔L103〕") and "1行目『colours.ink』" in line
