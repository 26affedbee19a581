"""Names that look the same are equal: in a table, between tables and years, in checks and headings."""

import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from progress_report.model.comparable import comparable, composed, without_invisible
from tests.promises.office import Office

# Full-width, half-width and decomposed kana, radicals, compatibility ideographs, invisible characters.
_TEXTS = st.text(
    st.sampled_from(
        "かﾊﾞが\u3099\u309a゛゜ﾞＡA⾼高⻘青\ufa19神㈱①²〜～−－-— \u3000\u200b\ufeff\u00ad\U000e0100\ufe0f"
    )
    | st.characters(exclude_categories=["Cs"])
)


@given(_TEXTS)
def test_the_form_for_comparing_is_the_same_for_every_form_of_a_text(text: str) -> None:
    form = comparable(text)
    assert comparable(form) == form
    for name in ("NFC", "NFD", "NFKC", "NFKD"):
        assert comparable(unicodedata.normalize(name, text)) == form
    assert comparable(f"\ufeff{text}\u200b") == form
    assert comparable(composed(without_invisible(text))) == form


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E)))
def test_width_is_no_difference(text: str) -> None:
    wide = "".join(chr(ord(character) + 0xFEE0) for character in text)
    assert comparable(wide) == comparable(text) == text


@given(st.text(st.sampled_from("あいうえおかがアイウエオ一二三本庁支所東西南北市民課ABC123ー々〇")))
def test_ordinary_names_are_not_confused(text: str) -> None:
    assert comparable(text) == text


ALIKE = (
    ("Web会議", "Ｗｅｂ会議", "U+0057 U+0065 U+0062 と U+FF37 U+FF45 U+FF42"),
    ("高田", "\u2fbc田", "U+9AD8 と U+2FBC"),
    ("青葉", "\u2ed8葉", "U+9752 と U+2ED8"),
    ("神田", "\ufa19田", "U+795E と U+FA19"),
    ("辻町", "辻\U000e0100町", "文字なし と U+E0100"),
    ("受付 窓口", "受付\u3000窓口", "U+0020 と U+3000"),
    ("９～１０時", "９〜１０時", "U+FF5E と U+301C"),
    ("ﾊﾞｽ", "バス", "U+FF8A U+FF9E U+FF7D と U+30D0 U+30B9"),
)


def test_a_row_that_looks_like_another_is_the_same_row(office: Office) -> None:
    rows = [(name, 1) for pair in ALIKE for name in pair[:2]]
    office.table("counts", (("場所", "件数"), *rows))
    said = office.check().said
    for i, (_, other, points) in enumerate(ALIKE):
        first = 2 + 2 * i
        assert (
            f"counts.csv {first + 1}行目『場所』: {first}行目と同じ行です（{other}）。"
            f"文字の番号だけが違います（{points}）。どちらかを消してください。"
        ) in said
    assert said.count("【誤り】") == len(ALIKE)


def with_systems(office: Office, year: str = "2024") -> None:
    """Add a second table that the first one refers to, and a check against one of its rows."""

    def change(package: Any) -> None:
        counts = package["resources"][0]
        other = {**counts, "name": "places", "title": "場所の一覧", "path": "places.csv"}
        package["resources"].append(other)
        key = {"fields": ["place"], "reference": {"resource": "places", "fields": ["place"]}}
        counts["schema"] = {**counts["schema"], "foreignKeys": [key]}
        package["crossChecks"].append(
            {
                "name": "本庁の件数",
                "explanation": "本庁の件数は、一覧の件数と同じである。",
                "left": {"cell": "counts.n", "where": {"place": "がス課"}},
                "relation": "=",
                "right": {"cell": "places.n", "where": {"place": "Ｗｅｂ会議"}},
            }
        )

    office.edit_json(f"data/{year}/datapackage.json", change)


def test_references_headings_and_checks_find_names_in_every_form(office: Office) -> None:
    with_systems(office)
    office.table("places", (("場所", "件数"), ("がス課", 302), ("Web会議", 302)))
    office.table("counts", (("場所\u200b", "\ufeff件数"), ("か\u3099ス課", 302), ("Ｗｅｂ会議", "302\u200b")))
    ran = office.check()
    assert ran.code == 0, ran.said
    assert "見出しの見えない文字（U+200B）を除去" in ran.said
    assert "見出しの見えない文字（U+FEFF）を除去" in ran.said
    assert "分かれた濁点・半濁点を一字に" in ran.said
    assert "data/2024/places.csv と同じ文字に（3行目「Ｗｅｂ会議」→ Web会議）" in ran.said
    assert "見えない文字（U+200B）を除去（3行目" in ran.said
    office.table("places", (("場所", "件数"), ("がス課", 302), ("Web会議", 303)))
    assert "検算「本庁の件数」が成り立ちません" in office.check().said


def test_invisible_characters_are_removed_and_full_width_is_printed_as_received(office: Office) -> None:
    office.table("counts", (("場所", "件数"), ("Ｗｅｂ\u200b会議", 302), ("\ufeffか゛ス\u00ad課", 20)))
    ran = office.build()
    assert ran.code == 0, ran.said
    assert "場所はＷｅｂ会議、件数は302。" in office.report()
    assert "場所はか゛ス課、件数は20。" in office.report()


def with_the_year_before(office: Office, *rows: tuple[str, int]) -> None:
    params = office.read("params/2024.yaml").replace("as_of: 令和5年度", "as_of: 令和4年度")
    office.write(
        "params/2023.yaml",
        params.replace("令和6年度", "令和5年度").replace("今後も", "来年も").replace("見本の", "最初の"),
    )
    office.write(
        "data/2023/datapackage.json", office.read("data/2024/datapackage.json").replace("2024-", "2023-")
    )
    office.table("counts", (("場所", "件数"), *rows), year="2023")


def test_a_row_in_another_form_than_last_year_is_the_same_row(office: Office) -> None:
    with_the_year_before(office, ("Web会議", 30), ("\u2fbc田", 20), ("本庁", 5))
    office.table("counts", (("場所", "件数"), ("Ｗｅｂ会議", 3000), ("高田", 20), ("支所", 5)))
    office.notebook(
        'from progress_report.authoring import *\nsection = open_section(fiscal_year, "t")',
        'counts = section.table("counts")',
        'changes(section).new_and_ended("同じ。")',
        'prose(section, "outlook")',
    )
    ran = office.check()
    assert "前年度の30件から3,000件に、3倍を超えて変わっています（Ｗｅｂ会議）。" in ran.said
    assert ran.said.count("【要確認】") == 1, ran.said
    office.write(
        "params/2024.yaml",
        office.read("params/2024.yaml")
        + "confirmed:\n  - subject: 変化 counts.Web会議.n\n    reason: 会議室を増やしたため\n",
    )
    assert "【要確認】" not in office.check().said
    assert office.build().code == 0
    changes = [line for line in office.report().splitlines() if line.startswith("○")]
    assert changes == ["○窓口の件数に、支所を加えた。", "○窓口の件数から、本庁がなくなった。"]
