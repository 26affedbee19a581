"""A figure typed into prose must be confirmed; a date, an ordinal or a name is not a figure."""

import re
from pathlib import Path

from tests.promises.office import Office

PROSE = Path(__file__).parent / "prose"
PAGES = [page.splitlines() for page in (PROSE / "ordinary.txt").read_text(encoding="utf-8").split("\n\n")]
ASSERTING = (PROSE / "asserting.txt").read_text(encoding="utf-8").splitlines()
_FOUND = re.compile(r"【要確認】\S+ (\d+)行目『(\S+)』: 文章に「(.+?)」と、数値が直接")


def with_prose(office: Office, prose: dict[str, list[str]]) -> None:
    """Add these prose entries to the section."""
    entries = (
        f"      {name}:\n" + "".join(f'        - "{text}"\n' for text in texts)
        for name, texts in prose.items()
    )
    office.edit("params/2024.yaml", "    prose:\n", "    prose:\n" + "".join(entries))


def places_of(said: str) -> list[str]:
    """Return the place of each typed figure that check lists."""
    return [place for _, place, _ in _FOUND.findall(said)]


def test_ordinary_prose_is_hardly_bothered(office: Office) -> None:
    assert len(PAGES) >= 10
    assert min(map(len, PAGES)) >= 12
    with_prose(office, {f"page{number}": page for number, page in enumerate(PAGES)})
    found = places_of(office.check().said)
    assert {place: found.count(place) for place in found if found.count(place) > 1} == {}
    assert len(found) <= 2


def test_every_typed_figure_is_found(office: Office) -> None:
    assert len(ASSERTING) >= 60
    names = {f"s{number}": [sentence] for number, sentence in enumerate(ASSERTING)}
    with_prose(office, names)
    found = set(places_of(office.check().said))
    assert [names[name] for name in names if f"t.{name}" not in found] == []


def test_a_typed_figure_names_where_its_value_is(office: Office) -> None:
    office.edit(
        "params/2024.yaml", "    prose:", '    quantities:\n      goal: {value: 85, unit: "%"}\n    prose:'
    )
    with_prose(
        office,
        {"a": ["目標は８５％である。", "本庁は三百二件である。", "総数は999件である。", "{goal}を目指す。"]},
    )
    said = office.check().said
    assert "「８５％」と、数値が直接書かれています（{goal} と書けば、" in said
    assert re.search(
        "「三百二件」と、数値が直接書かれています（同じ値が data/2024/counts.csv 2行目『件数』 にあります",
        said,
    )
    assert "「999件」と、数値が直接書かれています（同じ値は、この年度の表・目標・指標にありません）" in said
    assert len(places_of(said)) == 3


def test_it_stops_a_final_report_until_it_is_confirmed_in_place(office: Office) -> None:
    office.edit("params/2024.yaml", "今後も取組を進める。", "年間4,347件である。")
    refused = office.build("2024", "--final")
    assert refused.code == 1
    assert "確定版にできません: 【要確認】params/2024.yaml" in refused.said
    (subject,) = re.findall(r"subject: (数値 \S+ \S+) と reason", refused.said)
    text = office.read("params/2024.yaml")
    office.write(
        "params/2024.yaml", f"{text}confirmed:\n  - {{subject: {subject}, reason: 統計で確かめた}}\n"
    )
    assert "要確認 0件" in office.check().said
    office.edit("params/2024.yaml", "4,347件", "4,348件")
    assert "要確認 2件" in office.check().said


def test_every_place_that_is_printed_is_looked_at(office: Office) -> None:
    office.edit("params/2024.yaml", "見本の報告である。", "対応した手続は650手続である。")
    office.edit(
        "params/2024.yaml",
        "title: 見本市の取組状況について",
        "title: 三百件の取組について\ncontact: 窓口 12人",
    )
    assert sorted(places_of(office.check().said)) == ["contact", "introduction", "title"]
