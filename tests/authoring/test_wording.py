"""Sentences: verbs follow the sign, values keep their identity, no number is typed by hand."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.authoring.movements import change, movement, movement_and_change
from progress_report.authoring.wording import compose, heading, items, phrase, say
from progress_report.inputs.notebooks.section import OPENED
from progress_report.model.blocks import Heading, Paragraph
from progress_report.model.findings import ReportError, Severity
from progress_report.model.inline import LineBreak, LiteralText, Number, plain_text
from progress_report.model.quantity import Parameter, Quantity
from tests.authoring.frames import SECTION, count, of_years, sourced
from tests.inputs.ward_files import WardFiles

SOURCE = Parameter("params/2024.yaml", 12, "prose")


def share(part: int, whole: int) -> Quantity:
    return count(part) / count(whole)


@pytest.mark.parametrize(
    ("before", "after", "moved", "changed"),
    [
        (count(241), count(302), "241手続から302手続に増加しており", "61手続増"),
        (count(302), count(230), "302手続から230手続に減少しており", "72手続減"),
        (count(302), count(302), "302手続で変わらず", "増減なし"),
        (count(0), count(1), "0手続から1手続に増加しており", "1手続増"),
        (share(241, 618), share(302, 717), "39.0%から42.1%に増加しており", "3.1ポイント増"),
        (share(302, 717), share(241, 618), "42.1%から39.0%に減少しており", "3.1ポイント減"),
        (share(0, 7), share(0, 9), "0.0%で変わらず", "増減なし"),
        # The very first report, and shares of nothing.
        (None, count(302), "302手続であり", "302手続"),
        (None, share(302, 717), "42.1%であり", "42.1%"),
        (None, share(0, 0), "－（算出の対象なし）であり", "－（算出の対象なし）"),
        (share(1, 2), share(0, 0), "－（算出の対象なし）であり", "増減を比べられない値"),
        (share(0, 0), share(1, 2), "－（算出の対象なし）から50.0%となり", "増減を比べられない値"),
        (share(0, 0), share(0, 0), "－（算出の対象なし）であり", "増減を比べられない値"),
        # Different values that are displayed alike: a reader would see no change.
        (share(39000, 100000), share(39001, 100000), "39.0%で変わらず", "増減なし"),
    ],
)
def test_the_verb_follows_the_sign(
    before: Quantity | None, after: Quantity, moved: str, changed: str
) -> None:
    assert plain_text(movement(before, after)) == moved
    assert plain_text(change(before, after)) == changed
    assert plain_text(movement_and_change(before, after)) == (f"{moved}、{changed}" if before else changed)


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(1, 2000), st.integers(1, 2000))
def test_a_change_in_points_can_be_checked_by_hand(a: int, b: int, c: int, d: int) -> None:
    before, after = share(min(a, c), c), share(min(b, d), d)
    said = plain_text(change(before, after))
    assert before.displayed is not None
    assert after.displayed is not None
    difference = after.displayed - before.displayed
    if difference == 0:
        assert said == "増減なし"
    else:
        assert said == f"{float(abs(difference)):,.1f}ポイント{'増' if difference > 0 else '減'}"
        assert ("増加" in plain_text(movement(before, after))) is (difference > 0)


_SHARES = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: share(min(pair), max(pair)))


@given(st.none() | _SHARES, _SHARES)
def test_every_pair_of_shares_has_its_words(before: Quantity | None, after: Quantity) -> None:
    """Every pair of shares has words, and the words claim only what is true of both values."""
    said = plain_text(movement_and_change(before, after))
    comparable = before is not None and None not in (before.displayed, after.displayed)
    assert any(word in said for word in ("増加", "減少", "変わらず")) is comparable
    assert ("比べられない" in said) is (before is not None and not comparable)
    assert after.text in said or not comparable


def test_values_keep_their_identity() -> None:
    done = count(302)
    block = say("対応済は{done}、うち{done}。", done=done).block
    assert isinstance(block, Paragraph)
    numbers = [run.quantity for run in block.content if isinstance(run, Number)]
    assert numbers == [done, done]
    assert plain_text(block.content) == "対応済は302手続、うち302手続。"


def test_a_number_without_its_unit() -> None:
    assert plain_text(phrase("{n:number}", n=count(1053, "件"))) == "1,053"


@pytest.mark.parametrize(
    ("template", "values", "reported"),
    [
        ("対応済は302手続", {}, "文に数字を直接書くことはできません"),
        ("対応済は３０２手続", {}, "文に数字を直接書くことはできません"),
        ("{done}と{other}", {"done": count(1)}, "差し込む値「other」がありません"),
        ("言うだけ", {"done": count(1)}, "置き場所のない値があります（done）"),
        ("{done:.1f}", {"done": count(1)}, "{名前} か {名前:書き方}"),
        ("{done!r}", {"done": count(1)}, "{名前} か {名前:書き方}"),
        ("{done", {"done": count(1)}, "波括弧の対応"),
        ("{}", {}, "{名前} か {名前:書き方}"),
    ],
)
def test_a_sentence_that_cannot_be_trusted_is_refused(
    template: str, values: dict[str, Quantity], reported: str
) -> None:
    with pytest.raises(ValueError, match=reported):
        say(template, **values)


def test_digits_in_prose_become_literal_numerals_of_their_line() -> None:
    runs = compose("国の「令和6年度検証事業（第2回）」", {}, SOURCE)
    assert [run.text for run in runs if isinstance(run, LiteralText)] == ["6", "2"]
    assert all(run.source == SOURCE for run in runs if isinstance(run, LiteralText))


def test_prose_with_an_unknown_name_lists_the_names_of_its_section(tmp_path: Path) -> None:
    ward = WardFiles.copied(tmp_path)
    line = ward.change("params/2024.yaml", "{test_start}", "{tset_start}")
    with pytest.raises(ReportError) as caught:
        items(ward.section("4_standardization"), "outlook")
    (finding,) = caught.value.findings
    assert (finding.file, finding.row) == ("params/2024.yaml", line)
    assert "tset_start" in finding.message
    assert "使える名前: fiscal_year、as_of、analysis、migration、test_start、target" in str(caught.value)


@pytest.mark.parametrize(("template", "level"), [("# 章", 1), ("#### 細目", 4)])
def test_a_heading_is_marked_as_in_markdown(template: str, level: int) -> None:
    block = heading(template).block
    assert isinstance(block, Heading)
    assert block.level == level


@pytest.mark.parametrize("template", ["見出し", "#見出し", "= 見出し", "# "])
def test_a_heading_without_its_mark_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="見出しは # から ####"):
        heading(template)


def test_points_that_round_otherwise_are_to_be_reviewed() -> None:
    """0.05% and 0.14% are both shown as 0.1%; the unrounded difference, 0.09, would be shown as 0.1."""
    before, after = share(5, 10000), share(24, 10000)
    block = say("その割合は{change}", change=change(before, after)).block
    assert plain_text(block.inlines().__iter__().__next__()) == "その割合は0.1ポイント増"
    (finding,) = block.findings
    assert finding.severity is Severity.REVIEW


@pytest.mark.parametrize(
    ("value", "reported"),
    [
        (None, "「{done}」に値がありません（None）。表の空欄を選んでいないか"),
        ("302", "「{done}」に文字列（「302」）が渡されています。"),
        (302, "「{done}」に出どころのない数（302）が渡されています。表の値（数量）を渡してください。"),
        (Fraction(1, 3), "「{done}」に出どころのない数（1/3）が渡されています。"),
        (pd.Series([count(302)]), "「{done}」に列の全体（Series）が渡されています。値を一つ選んでください"),
        (pd.DataFrame({"a": [count(302)]}), "「{done}」に表の全体（DataFrame）が渡されています。"),
        (say("本文である。"), "「{done}」に文や表そのものが渡されています。"),
        ([count(302)], "「{done}」に使えない値（list）が渡されています。"),
        ((count(302),), "「{done}」に使えない値（tuple）が渡されています。"),
    ],
)
def test_an_argument_that_is_not_a_value_is_reported_with_the_remedy(value: Any, reported: str) -> None:
    with pytest.raises(TypeError) as raised:
        say("対応済は{done}である。", done=value)
    assert str(raised.value).startswith(reported)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{n}", "3件"),
        ("{n:moved}", "2件から3件に増加しており"),
        ("{n:change}", "1件増"),
        ("{n:streak}", "（2年連続で増加）"),
        ("{n:moved, change}", "2件から3件に増加しており、1件増"),
        ("{n:moved, streak, change}", "2件から3件に増加しており（2年連続で増加）、1件増"),
        ("{as_of}の{n}", "令和5年度の3件"),
    ],
)
def test_a_column_of_years_is_written_in_every_form(
    template: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OPENED, "section", SECTION)
    assert plain_text(phrase(template, n=of_years([1, 2, 3])["n"])) == said


@pytest.mark.parametrize(
    ("form", "value", "message"),
    [
        (
            "moved",
            count(1),
            "「{n:moved}」と書けるのは年度ごとの数量の列だけです（一つの数量が渡されています）。",
        ),
        ("number", of_years([1, 2])["n"], "「{n:number}」と書けるのは数量だけです（列の全体"),
        (
            "streak",
            sourced({"n": [count(1)]})["n"],
            "「{n:streak}」と書けるのは年度ごとの数量の列だけです（列の全体",
        ),
    ],
)
def test_a_form_of_another_kind_of_value_is_refused(form: str, value: Any, message: str) -> None:
    with pytest.raises(TypeError) as raised:
        say(f"{{n:{form}}}", n=value)
    assert str(raised.value).startswith(message)


def _with(name: str, *values: Any) -> "pd.Series[Any]":
    """Return a column of years whose values are not counts."""
    frame = of_years([1, 2, 3])
    frame[name] = pd.Series(list(values), index=frame.index, dtype=object)
    return frame[name]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (_with("w", "甲", "乙", "丙"), "「{n:moved}」と書けるのは年度ごとの数量の列だけです"),
        (of_years([1, 2, 3])["fiscal_year"], "「{n:moved}」と書けるのは年度ごとの数量の列だけです"),
        (_with("f", 1.5, 2.5, 3.5), "列「f」に出どころのない数（2.5）が渡されています。"),
        (_with("f", count(1), count(2), None), "「{n}」に値がありません（None）。"),
        (_with("f", count(1), count(2), float("nan")), "「{n}」に値がありません（None）。"),
    ],
)
def test_a_column_that_cannot_move_is_refused(value: "pd.Series[Any]", message: str) -> None:
    with pytest.raises(TypeError) as raised:
        say("{n:moved}である。", n=value)
    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    ("cut", "message"),
    [
        (lambda frame: frame.iloc[:-1], "列「n」に、令和5年度の値がありません。"),
        (lambda frame: frame.iloc[:0], "列「n」に、令和4年度の値がありません。"),
        (lambda frame: pd.concat([frame, frame]), "列「n」に、令和4年度の値が二つ以上あります。"),
    ],
)
@pytest.mark.parametrize("form", ["", ":moved", ":streak"])
def test_a_column_without_the_years_compared_is_refused(cut: Any, message: str, form: str) -> None:
    with pytest.raises(ReportError, match=message):
        say(f"{{n{form}}}である。", n=cut(of_years([1, 2, 3]))["n"])


def test_a_text_names_the_dates_and_quantities_of_the_opened_section_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(OPENED, "section", None)
    with pytest.raises(ValueError, match="差し込む値「plan」がありません"):
        say("{plan}の予定")
    monkeypatch.setattr(OPENED, "section", SECTION)
    assert plain_text(next(iter(say("{plan}の予定").block.inlines()))) == "令和6年度の予定"
    with pytest.raises(ValueError, match="使える名前: fiscal_year、as_of"):
        say("{plans}の予定")


NAMES = st.sampled_from(["甲", "乙", "丙"])
PARTS = st.lists(st.tuples(st.text("あいうえお。、 第年2", max_size=6), NAMES), max_size=5)


@given(PARTS, st.text("あいうえお2", max_size=4))
def test_each_run_knows_the_placeholder_that_it_was_put_in_for(
    parts: list[tuple[str, str]], last: str
) -> None:
    """The words of the runs, joined with their placeholders, give the template."""
    template = "".join(f"{words}{{{name}}}" for words, name in parts) + last
    values = {"甲": count(1), "乙": share(1, 3), "丙": (*change(count(1), count(3)), LineBreak())}
    written, seen = "", -1
    for run in compose(template, values, SOURCE):
        placeholder = getattr(run, "placeholder", None)
        if placeholder is None:
            written += run.text
        elif placeholder.index > seen:
            written, seen = written + f"{{{placeholder.name}}}", placeholder.index
    assert written == template
    assert compose(template, values, SOURCE) == compose(
        template.replace("甲", "丁"), {**values, "丁": count(1)}, SOURCE
    )
