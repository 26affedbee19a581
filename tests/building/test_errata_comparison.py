"""Two editions compared: every place that differs is named, and nothing else."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from progress_report.building.errata_comparison import Difference, differences, is_printed
from progress_report.building.errata_items import items_of
from progress_report.inputs.errata import ABSENT
from tests.support.project_copy import Built

Json = dict[str, Any]


@pytest.fixture(scope="module")
def document(built: Built) -> Json:
    loaded: Json = json.loads((built.folder / "document.json").read_bytes())
    return loaded


def _blocks(document: Json) -> list[Json]:
    return [block for section in document["sections"] for block in section["blocks"]]


def _named(document: Json, name: str) -> Json:
    (found,) = (block for block in _blocks(document) if block.get("name") == name)
    return found


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": text}]


def _changed(document: Json, change: Callable[[Json], object]) -> list[Difference]:
    present = copy.deepcopy(document)
    change(present)
    return differences(document, present)


def test_the_same_report_has_no_differences(document: Json) -> None:
    present = copy.deepcopy(document)
    present["record"], present["draft"], present["errata"] = {"date": ""}, None, []
    assert differences(document, present) == []


def test_a_tables_cell_is_named_by_its_headers(document: Json) -> None:
    def change(present: Json) -> None:
        cell = _named(present, "online_status")["grid"]["body"][1][1]
        cell["content"] = _words("三百")

    where = "表1 令和5年度『オンライン対応可能手続・オンライン対応済手続数 (割合)』"
    assert _changed(document, change) == [Difference(where, "302 (42.1%)", "三百")]


def test_rows_in_another_order_are_no_correction(document: Json) -> None:
    body = _named(document, "online_status")["grid"]["body"]
    assert len(body) == 2
    assert (
        _changed(document, lambda present: _named(present, "online_status")["grid"]["body"].reverse()) == []
    )


def test_an_added_row_and_a_removed_one(document: Json) -> None:
    def add(present: Json) -> None:
        body = _named(present, "online_status")["grid"]["body"]
        body.append(copy.deepcopy(body[1]))
        body[2][0]["content"] = _words("翌年度")

    found = _changed(document, add)
    assert {(one.wrong, one.where.split("『")[0]) for one in found} == {(ABSENT, "表1 翌年度")}
    assert "302 (42.1%)" in {one.right for one in found}
    found = _changed(document, lambda present: _named(present, "online_status")["grid"]["body"].pop())
    assert {one.right for one in found} == {ABSENT}
    assert "302 (42.1%)" in {one.wrong for one in found}


def test_a_renamed_header_is_one_difference(document: Json) -> None:
    def rename(present: Json) -> None:
        _named(present, "online_status")["grid"]["body"][1][0]["content"] = _words("当年度")

    assert _changed(document, rename) == [Difference("表1 見出し『当年度』", "令和5年度", "当年度")]


@pytest.mark.parametrize(("section", "place"), [(0, "報告のポイント"), (1, "1(1)①")])
def test_a_paragraph_is_named_by_heading_and_place_and_only_its_sentence_is_shown(
    document: Json, section: int, place: str
) -> None:
    def paragraph(edition: Json) -> Json:
        blocks = edition["sections"][section]["blocks"]
        return next(block for block in blocks if block["type"] == "paragraph")

    def change(present: Json) -> None:
        paragraph(present)["content"] = _words("前。誤り。後。")

    former = copy.deepcopy(document)
    paragraph(former)["content"] = _words("前。正しい。後。")
    assert _changed(former, change) == [Difference(f"本文 {place} 第1段落", "正しい。", "誤り。")]


def test_an_added_paragraph_does_not_shift_those_behind_it(document: Json) -> None:
    first = copy.deepcopy(document["introduction"][0])
    first["content"] = _words("はじめに。")
    found = _changed(document, lambda present: present["introduction"].insert(0, first))
    assert found == [Difference("前文 第1段落", ABSENT, "はじめに。")]


def test_a_charts_words_and_values(document: Json) -> None:
    def change(present: Json) -> None:
        chart = _named(present, "online_status_chart")
        chart["alternative"] = _words("代わり")
        chart["labels"][0] = _words("札")
        chart["facts"][0]["content"] = _words("事実")

    wheres = [one.where for one in _changed(document, change)]
    label = _named(document, "online_status_chart")["facts"][0]["label"]
    assert wheres == ["図4 図中の文字", "図4 代替文", f"図4 {label}"]


def test_a_figure_that_only_one_edition_has_is_one_difference(document: Json) -> None:
    def remove(present: Json) -> None:
        for section in present["sections"]:
            section["blocks"] = [b for b in section["blocks"] if b.get("name") != "online_status"]

    (found,) = _changed(document, remove)
    assert (found.where, found.wrong, found.right) == ("表1 題", "オンライン対応状況", ABSENT)


def test_cover_and_title(document: Json) -> None:
    def change(present: Json) -> None:
        present["title"] = _words("別の題")
        present["cover"].append({"label": "所管課", "content": _words("情報課")})

    former = "令和6年度 区のデジタル化に関する取組進捗について"
    assert _changed(document, change) == [
        Difference("表題", former, "別の題"),
        Difference("表紙 所管課", ABSENT, "情報課"),
    ]


@pytest.mark.long
def test_any_fragment_changed_anywhere_is_found(document: Json) -> None:
    """Whatever is printed: each item's words altered, one at a time, give exactly that place."""
    texts = [item for item in items_of(document) if item.text]
    assert len(texts) > 300
    for block in _blocks(document):
        members = [block.get("content"), block.get("alternative"), *block.get("labels", [])]
        members += [note["content"] for note in block.get("notes", [])]
        members += [fact["content"] for fact in block.get("facts", [])] + list(block.get("items", []))
        for fragment in members:
            if not fragment:
                continue
            kept, fragment[:] = list(fragment), [*fragment, {"type": "text", "text": "※追記"}]
            present = copy.deepcopy(document)
            fragment[:] = kept
            assert len(differences(document, present)) == 1


def test_what_is_right_must_be_printed(document: Json) -> None:
    assert is_printed(document, "302 (42.1%)")
    assert is_printed(document, ABSENT)
    assert not is_printed(document, "303 (42.2%)")
