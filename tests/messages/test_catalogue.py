"""Every message of the catalogue is complete, has its own code and can be formatted."""

import re
from string import Formatter

import pytest

from progress_report.document.blocks import BlockFinding
from progress_report.messages.appendix import with_catalogue
from progress_report.messages.catalogue import CATALOGUE, GROUPS, messages_of
from progress_report.messages.message import Message, MessageError
from progress_report.model.findings import Finding, ReportError, Severity, group_findings

_GUIDE = """# x
## 付録

説明です。

### 消えた見出し

| 表示される文 | 意味と、すること |
|---|---|
| 消えた文。 〔F999〕 | もうありません。 |
"""


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.fixture(params=list(CATALOGUE.values()), ids=list(CATALOGUE))
def message(request: pytest.FixtureRequest) -> Message:
    return request.param  # type: ignore[no-any-return]


def test_codes_are_unique_and_a_letter_belongs_to_one_heading() -> None:
    groups = [messages_of(group) for group in GROUPS.values()]
    assert sum(map(len, groups)) == len(CATALOGUE)
    letters = [{message.code[0] for message in group} for group in groups]
    assert len(set.union(*letters)) == sum(map(len, letters))
    modules = [module for group in GROUPS.values() for module in group]
    assert all(len({message.code[0] for message in messages_of((one,))}) == 1 for one in modules)


def test_each_is_whole(message: Message) -> None:
    assert re.fullmatch(r"[A-Z][0-9]{3}", message.code)
    assert message.text.endswith(("。", "。{reason}"))
    assert message.explanation.endswith("。")
    assert message.remedy or message.severity is Severity.NOTE
    assert "|" not in message.pattern + message.explanation
    assert not message.kind or message.severity is Severity.REVIEW


def test_each_is_put_together_from_its_gaps_alone(message: Message) -> None:
    names = gaps(message.text) | gaps(message.remedy)
    assert not names & {"file", "row", "column", "remedy"}
    finding = message.finding("a.yaml", 3, "列", **{name: f"<{name}>" for name in names})
    assert (finding.place, finding.code, finding.severity) == (
        "a.yaml 3行目『列』",
        message.code,
        message.severity,
    )
    assert all(f"<{name}>" in finding.message for name in gaps(message.text))
    if gaps(message.text):
        with pytest.raises(KeyError):
            message.finding("a.yaml", 3)


def test_what_is_filled_in_is_never_filled_in_again() -> None:
    message = Message("X001", "「{name}」{{x}}。", "{name} を直す。", "説明。")
    finding = message.finding(name="{file}…{}")
    assert (finding.message, finding.remedy) == ("「{file}…{}」{x}。", "{file}…{} を直す。")
    assert message.pattern == "「…」{x}。"


def test_errors_have_the_finding() -> None:
    message = Message("X001", "「{name}」。", "直す。", "説明。")
    error = message.error("f", 1, name="a")
    assert isinstance(error, ReportError) and error.findings == (message.finding("f", 1, name="a"),)
    invalid = message.value_error(remedy="消す。", name="a")
    assert isinstance(invalid, MessageError) and str(invalid) == "「a」。消す。"
    assert invalid.finding.code == "X001"


def test_a_code_survives_grouping_json_and_the_document() -> None:
    message = Message("X001", "だめです（「{value}」）。", "直す。", "説明。")
    joined = group_findings([message.finding("f", 1, value="a"), message.finding("f", 2, value="a")])
    assert [(one.code, one.rows) for one in joined] == [("X001", (1, 2))]
    assert Finding.from_json(joined[0].to_json()) == joined[0]
    assert BlockFinding.model_validate(joined[0].to_json()).finding == joined[0]
    assert "code" not in Finding("x").to_json()


def test_the_guides_appendix_is_rewritten_after_its_introduction() -> None:
    guide = with_catalogue(_GUIDE)
    assert "F999" not in guide and "消えた見出し" not in guide
    assert guide.startswith("# x\n## 付録\n\n説明です。\n\n### 共通")
    rows = [line for line in guide.splitlines() if "〔F" in line]
    assert len(rows) == len(messages_of(GROUPS["共通（ファイルの読み方と書き方）"]))
    assert with_catalogue(guide) == guide
