"""Typing mistakes in params, descriptors and tables: the message names the line and the remedy."""

import pytest

from tests.promises.office import USUAL_CELLS, Office

PARAMS = "params/2024.yaml"
# Original text of the parameters, replacement, expected message and line.
MISTAKES = {
    "full-width colon": ("fiscal_year: 令和6年度", "fiscal_year：令和6年度", 1, "全角のコロン"),
    "full-width blank behind a colon": ("title: 見本市", "title:　見本市", 2, "コロンの後に全角の空白"),
    "no blank behind a colon": ("title: 見本市", "title:見本市", 2, "コロンの後に空白がありません"),
    "full-width indent": ("    dates:", "　　　　dates:", 10, "字下げに全角の空白"),
    "tab as indent": ("    dates:", "\tdates:", 10, "字下げにタブが使われています"),
    "no-break indent": (
        "    dates:",
        "\u00a0\u00a0\u00a0\u00a0dates:",
        10,
        "字下げに改行しない空白（U+00A0）",
    ),
    "no-break blank behind a colon": (
        "title: 見本市",
        "title:\u00a0見本市",
        2,
        "コロンの後に改行しない空白（U+00A0）",
    ),
    "full-width blank behind an item's mark": (
        "- 今後も",
        "-　今後も",
        14,
        "全角の記号か空白が使われていて、箇条書きになりません",
    ),
    "full-width item's mark": (
        "- 今後も",
        "－ 今後も",
        14,
        "全角の記号か空白が使われていて、箇条書きになりません",
    ),
    "ideographic comma in braces": (
        "    prose:",
        "    quantities:\n      age: {value: 18、unit: 歳}\n    prose:",
        13,
        "括弧の中に全角の記号",
    ),
    "full-width colon in braces": (
        "    prose:",
        "    quantities:\n      age: {value：18, unit: 歳}\n      ages: {value: 18, unit：歳\n    prose:",
        13,
        "括弧の中に全角の記号",
    ),
    "sentence that begins with a brace": ("- 今後も", "- {as_of}の今後も", 14, "値が「{」で始まっています"),
    "sentence that begins with a per cent sign": ("- 今後も", "- %今後も", 14, "値が「%」で始まっています"),
    "sentence that begins with an at sign": ("- 今後も", "- @今後も", 14, "値が「@」で始まっています"),
    "line separator": ("- 今後も", "- 今後\u2028も", 14, "見えない改行の文字（U+2028）"),
    "conflict marks": (
        "title: 見本市の取組状況について",
        "<<<<<<< HEAD\ntitle: 見本市の取組状況\n=======\ntitle: 見本市の取組\n>>>>>>> other",
        2,
        "Gitの競合の印が残っています（2、4、6行目）",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_by_its_line_and_kind(office: Office, mistake: str) -> None:
    right, wrong, row, says = MISTAKES[mistake]
    office.edit(PARAMS, right, wrong)
    checked = office.check()
    assert checked.code == 1
    errors = [line for line in checked.out.splitlines() if line.startswith("【誤り】")]
    assert len(errors) == 1, errors
    assert errors[0].startswith(f"【誤り】{PARAMS} {row}行目: {says}")


def test_a_full_width_comma_within_a_value_is_never_blamed(office: Office) -> None:
    confirmed = "confirmed:\n  - {subject: 丸め 1%→2%, reason: 図の説明で、確かめた：正しい}\nintroduction:"
    office.edit(PARAMS, "introduction:", confirmed)
    office.edit(PARAMS, "    dates:", "\tdates:")
    (line,) = (line for line in office.check().out.splitlines() if line.startswith("【誤り】"))
    assert "12行目: 字下げにタブ" in line


def test_conflict_marks_in_a_descriptor_and_a_table(office: Office) -> None:
    office.edit("data/2024/datapackage.json", '  "resources"', '  <<<<<<< HEAD\n  "resources"')
    office.write(
        "data/2024/counts.csv", "place,n\n<<<<<<< HEAD\n本庁,302\n=======\n本庁,303\n>>>>>>> b\n支所,20\n"
    )
    checked = office.check()
    assert checked.code == 1
    assert "datapackage.json 5行目: Gitの競合の印が残っています（5行目）" in checked.out
    office.edit("data/2024/datapackage.json", "  <<<<<<< HEAD\n", "")
    checked = office.check()
    assert "counts.csv 2行目: Gitの競合の印が残っています（2、4、6行目）" in checked.out
    assert checked.out.count("【誤り】") == 1


def test_ordinary_prose_with_such_signs_is_none(office: Office) -> None:
    sentences = "\n".join(
        f"        - {text}"
        for text in (
            "受付：平日（土、日を除く）",
            "（仮称）窓口、相談",
            "「案：一」とした",
            "－を空欄とする",
            "前年度と同じ = 変更なし",
        )
    )
    office.edit(PARAMS, "        - 今後も取組を進める。", sentences)
    office.notebook(*USUAL_CELLS[:2], 'items(section, "outlook")')
    checked = office.check()
    assert checked.code == 0, checked.out
