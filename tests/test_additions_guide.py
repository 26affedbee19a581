"""The examples of ``docs/additions.ja.md``, all put into one report, which is built."""

import re
from pathlib import Path

import pytest

from tests.promises.office import Office
from tests.promises.test_free_blocks import png
from tests.support.project_copy import ROOT

PAGE = (ROOT / "docs/additions.ja.md").read_text(encoding="utf-8")
PARAMS = "params/2025.yaml"
_EXAMPLE = re.compile(r"^```(\w+) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MEMBER = r"^{0}{1}:.*\n(?:{0} +.*\n)*"


def _with_members(text: str, example: str, indent: str) -> str:
    """Replace the text's members by those of the example."""
    text = f"{text.rstrip()}\n"
    for name in re.findall(rf"^{indent}(\w+):", example, re.MULTILINE):
        text = re.sub(_MEMBER.format(indent, name), "", text, flags=re.MULTILINE)
    return text + example


def _ingested(office: Office) -> None:
    for kind, place, example in _EXAMPLE.findall(PAGE):
        if kind == "csv":
            office.write(place, example)
            continue
        for picture in re.findall(r"picture: (\S+)", example):
            office.write(f"data/2025/{picture}", png(800, 600))
        text = office.read(PARAMS)
        if place == "introduction":
            office.write(PARAMS, _with_members(text, example, ""))
            continue
        before, found, after = text.partition(f"  - notebook: {place}\n")
        section, _, others = after.partition("\n\n")
        assert found, place
        office.write(PARAMS, f"{before}{found}{_with_members(section, example, '    ')}\n{others}")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office.shipped(tmp_path_factory.mktemp("additions"))
    _ingested(office)
    return office


def test_the_examples_make_a_report(office: Office) -> None:
    checked = office.check("2025")
    assert "誤り 0件、要確認 0件" in checked.out, checked.out
    assert "文章「outlook」は書かれていないので、載りません。" in checked.out
    ran = office.build("2025", "--formats", "html,text")
    assert ran.code == 0, ran.said
    folder = office.root / "build/2025.partial"
    text = (
        (folder if folder.is_dir() else folder.with_suffix("")).joinpath("report.txt").read_text("utf-8-sig")
    )
    for words in (
        "杉並区の令和7年度の取組を報告する。標準化の進捗率の目標は100%である。",
        "導入にあたり、窓口の職員に向けた研修を行った。",
        "この節の値は、令和7年7月末時点のものである。",
        "○運用テストの結果を所管課と共有する。",
        "研修は操作、回数（回）は1,200、参加率（％）は92.0%、備考は三つの会場で行った。",
        "会議室で、職員が画面を見ながら操作を確かめている。",
        "令和7年度からの取組",
        "令和7年度に予定するオンライン対応の手続数を、表",
    ):
        assert words in text, words
    cashless = text.partition("キャッシュレス決済の取組状況について")[2].partition("標準化の進捗状況")[0]
    assert "今後の取組" not in cashless  # the heading has no content


def test_every_member_of_the_table_is_one(office: Office) -> None:
    members = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    schema = (ROOT / "params/schema.json").read_text(encoding="utf-8")
    entry = (
        schema.partition('"BlockParams"')[2].partition("additionalProperties")[2].partition('"required"')[0]
    )
    assert members == sorted(members, key=members.index)
    assert {name for name in members if f'"{name}"' not in entry} == set()
    assert Path(ROOT / "docs/guide.ja.md").read_text(encoding="utf-8").count("additions.ja.md") > 1
