"""A message is found again by its code: on the screen, for tools, in ``--explain`` and in ``confirmed``."""

import json
import re

import pytest

from tests.promises.office import Office
from tests.support.project_copy import ROOT

PARAMS = "params/2024.yaml"


def lines_with(said: str, words: str) -> list[str]:
    return [line for line in said.splitlines() if words in line]


def test_codes_of_several_faults_are_shown_and_in_json(office: Office) -> None:
    office.write(PARAMS, office.read(PARAMS) + "title: 題\ntitle: 題\n")
    office.write("data/2024/extra.txt", "x")
    checked = office.check()
    (line,) = lines_with(checked.out, "二重に書かれています")
    assert line.endswith("〔F117〕")
    findings = json.loads(office.run("check", "2024", "--format", "json").out)["findings"]
    assert {one.get("code") for one in findings if "二重" in one["message"]} == {"F117"}


def test_faults_of_tables_and_entries_have_the_codes_of_the_guide(office: Office) -> None:
    """Cell, row and entry together; heading; file: each message is what its code stands for."""
    appendix = (ROOT / "docs/guide.ja.md").read_text(encoding="utf-8").partition("## 付録")[2]
    rows = re.findall(r"^\| (.+) 〔([A-Z][0-9]{3})〕 \|", appendix, re.MULTILINE)
    patterns = {code: re.escape(words).replace("…", ".+") for words, code in rows}
    office.edit(PARAMS, "992011", "992012")
    said: dict[str, dict[str, str]] = {}
    for content in ("場所,件数\n本庁,約302\n,\n支所,20\n", "場所,窓口の人数\n本庁,302\n", ""):
        office.write("data/2024/counts.csv", content)
        findings = json.loads(office.run("check", "2024", "--format", "json").out)["findings"]
        said |= {one["code"]: one for one in findings}
    assert set(said) == {"C103", "R107", "E110", "H112", "T101"}
    for code, one in said.items():
        assert re.fullmatch(patterns[code], one["message"]) and one["remedy"], one
    explained = office.run("check", "--explain", "C103").out
    assert "表示される文: 数値ではありません（「…」）。" in explained and "例: 約100　→　100" in explained


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
    """``subject`` as it is shown, as ever; or its code and what it is about."""
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


def test_a_fault_of_a_validator_has_its_code(office: Office) -> None:
    office.write("params/theme.yaml", 'colours: {main: "#ffff00", ink: red}\n')
    said = office.check().out
    assert lines_with(said, "文字が読みにくい色です")[0].endswith("〔L104〕")
    (line,) = lines_with(said, "色として読めません（「red」）。")
    assert line.endswith("書いてください。〔L103〕") and "1行目『colours.ink』" in line
