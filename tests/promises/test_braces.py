"""Braces in prose are placeholders or 誤り; they are never printed."""

import re

import pytest

from tests.promises.office import USUAL_CELLS, Office
from tests.promises.test_typed_figures import with_prose

WRONG = ("｛as_of｝", "{as_of｝", "｛as_of}", "﹛as_of﹜", "{{as_of}}", "{{as_of}", "{as_of", "as_of}",
         "{}", "{ }", "{as_of!r}", "{as_of:>10}", "{as_of.start}", "{as_of[0]}", "{0}",
         "{", "}", "}as_of{")  # fmt: skip


def test_check_names_each_wrong_brace_and_no_right_one(office: Office) -> None:
    right = {"right": ["{as_of}の状況は、{表:counts}のとおり。", "(as_of)と【注】と［別］"]}
    with_prose(
        office, right | {f"w{number}": [f"今後、{text}に進める。"] for number, text in enumerate(WRONG)}
    )
    checked = office.check()
    assert checked.code == 1
    found = re.findall(r"【誤り】params/2024.yaml \d+行目『t\.(\w+)』: (.+)", checked.said)
    assert {name for name, _ in found} == {f"w{number}" for number in range(len(WRONG))}
    assert [message for _, message in found if "書いてください" not in message and "直して" not in message
            and "してください" not in message] == []  # fmt: skip


def test_nothing_is_filled_in_outside_the_sections(office: Office) -> None:
    office.edit(
        "params/2024.yaml", "見本の報告である。", '"{as_of}の報告である。｛別｝"\n  - "{as_of}について。"'
    )
    office.edit("params/2024.yaml", "title: 見本市", "title: 見本市{as_of}")
    said = office.check().said
    assert "『introduction』: 半角でない波括弧があります" in said
    assert "『introduction』: 差し込む値「as_of」がありません。「t.as_of」ではありませんか。" in said
    assert "『title』: ここには値を差し込めません" in said


@pytest.mark.long
@pytest.mark.parametrize("text", ["｛n｝", "{{n}}", "{n"])
def test_a_notebook_prints_no_brace_either(office: Office, text: str) -> None:
    office.notebook(*USUAL_CELLS[:1], f'say("今後{text}に進める。")', USUAL_CELLS[2])
    built = office.build()
    assert built.code == 3
    assert "波括弧" in built.said
