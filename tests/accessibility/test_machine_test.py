"""What a machine tests of a page, what it finds, and what it leaves to people."""

import base64
from collections.abc import Callable

import pytest

from progress_report.accessibility.criteria import CRITERIA
from progress_report.accessibility.machine_test import (
    ABSENT,
    CHECKS,
    NO,
    UNKNOWN,
    UNTESTED,
    YES,
    CriterionRow,
    MachineTest,
    inspect_page,
)
from progress_report.accessibility.page_checks import ABSENCES

SOUND = """<!doctype html>
<html lang="ja">
<head>
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>報告</title>
<style>
:root { --ink: #1a1a1a; --key: #0017C1; }
body { color: var(--ink); background: #fff; }
a { color: var(--key); } /* #ddd */
@media print { th { background: #e8f1fe; } }
.banner { color: #fff; background: #c00; }
</style>
</head>
<body>
<a href="#main">本文へ移動</a>
<main id="main" tabindex="-1">
<h1>報告</h1>
<h2>手続</h2>
<p>詳しくは<a href="review.html">点検用のページ</a>。<br></p>
<img src="data:image/png;base64,AAAA" alt="区の印">
<div role="img" aria-label="手続の数の図"><svg viewBox="0 0 1 1"><path d="M0 0"/></svg></div>
<div role="region" aria-labelledby="t1" tabindex="0">
<table><caption id="t1">表1</caption>
<thead><tr><th scope="col" id="h1">区分</th><th scope="col" id="h2">件数</th></tr></thead>
<tbody><tr><th scope="row" id="h3">受付</th><td headers="h2 h3">302</td></tr></tbody>
</table>
</div>
<details><summary>図の値</summary><p>302</p></details>
<button type="button" popovertarget="more">算出根拠</button>
<div popover id="more" role="dialog" aria-label="算出根拠">302</div>
</main>
</body>
</html>
"""
ANIMATED_PNG = base64.b64encode(b"\x89PNG....acTL....").decode()
# What is put in the place of what, and the criteria that it touches.
DAMAGES = {
    "an image without an alternative": (' alt="区の印"', "", {"1.1.1"}),
    "a drawing without a name": (' aria-label="手続の数の図"', "", {"1.1.1", "4.1.2"}),
    "a drawing outside of what names it": ("<h2>手続", "<svg></svg><h2>手続", {"1.1.1"}),
    "a level that is skipped": ("h2>", "h3>", {"1.3.1"}),
    "two first headings": ("h2>", "h1>", {"1.3.1"}),
    "no first heading": ("h1>", "h2>", {"1.3.1"}),
    "a table without a caption": ('<caption id="t1">表1</caption>', '<caption id="t1"></caption>',
                                  {"1.3.1", "2.4.6", "4.1.2"}),
    "a header cell without a scope": ('<th scope="row" id="h3"', '<th id="h3"', {"1.3.1"}),
    "a link to no header cell": ('headers="h2 h3"', 'headers="h2 main"', {"1.3.1"}),
    "a light text": ("--key: #0017C1", "--key: #7096F8", {"1.4.3"}),
    "a light text on its own ground": ("background: #c00", "background: #f99", {"1.4.3"}),
    "a dark ground": ("#e8f1fe", "#666666", {"1.4.3"}),
    "a page that does not become larger": ("initial-scale=1", "maximum-scale=1", {"1.4.4"}),
    "a page that is not to become larger": ("initial-scale=1", "user-scalable=no", {"1.4.4"}),
    "no link past the contents": ('<a href="#main">本文へ移動</a>', "", {"2.4.1"}),
    "a first link that leads elsewhere": ("#main", "#t1", {"2.4.1"}),
    "an empty title": ("<title>報告", "<title> ", {"2.4.2"}),
    "no title": ("<title>報告</title>", "", {"2.4.2"}),
    "an order of its own": ('tabindex="0"', 'tabindex="2"', {"2.4.3"}),
    "a link without a name": (">点検用のページ<", "> <", {"2.4.4"}),
    "a link to nothing in the page": ("review.html", "#nothing", {"2.4.4"}),
    "an empty heading": ("<h2>手続", "<h2> ", {"2.4.6"}),
    "another language": ('lang="ja"', 'lang="en"', {"3.1.1"}),
    "no language": (' lang="ja"', "", {"3.1.1"}),
    "an element that is not closed": ("</p>\n<img", "\n<img", {"4.1.1"}),
    "a slash that closes nothing": ("<p>302</p>", "<div/>", {"4.1.1"}),
    "an attribute twice": ('<button type="button"', '<button type="button" type="submit"', {"4.1.1"}),
    "an identifier twice": ('id="h3"', 'id="h2"', {"1.3.1", "4.1.1", "4.1.2"}),
    "a button without a name": (">算出根拠<", "><", {"4.1.2"}),
    "a label that is not there": ('aria-labelledby="t1"', 'aria-labelledby="t2"', {"4.1.2"}),
    "a popover that is not there": ('popovertarget="more"', 'popovertarget="less"', {"4.1.2"}),
}  # fmt: skip
SCRIPTED = {"1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.4.2", "2.2.1", "2.2.2", "2.3.1",
            "3.3.1", "3.3.2", "3.3.3", "3.3.4"}  # fmt: skip
PLAYED = {"1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.4.2", "2.2.2", "2.3.1"}
MOVED = {"1.2.1", "2.2.2", "2.3.1"}
# What is added to the page, and the criteria that apply then, or may.
ADDED = {
    "a film": ("<video></video>", PLAYED),
    "a frame": ("<iframe></iframe>", PLAYED),
    "a drawing that moves": ('<div aria-hidden="true"><svg><animate/></svg></div>', MOVED),
    "a rule that moves": ("<style>p { animation: x 1s }</style>", MOVED),
    "a picture that moves": (f'<img alt="" src="data:image/png;base64,{ANIMATED_PNG}">', MOVED),
    "a picture of another kind": ('<img alt="" src="x.gif">', MOVED),
    "a page that loads again": ('<meta http-equiv="Refresh" content="9">', {"2.2.1"}),
    "a field": ('<input aria-label="件名">', {"3.3.1", "3.3.2", "3.3.3", "3.3.4"}),
    "a text to be changed": ("<p contenteditable>文</p>", {"3.3.1", "3.3.2", "3.3.3", "3.3.4"}),
}


def _by_number(test: MachineTest) -> dict[str, CriterionRow]:
    return {row.criterion.number: row for row in test.rows}


def _failed(test: MachineTest) -> set[str]:
    return {row.criterion.number for row in test.rows if "問題あり" in row.result}


def test_the_criteria_are_those_of_the_standard() -> None:
    """25 of level A and 13 of AA, in order, under the four principles."""
    numbers = [tuple(map(int, one.number.split("."))) for one in CRITERIA]
    assert numbers == sorted(set(numbers))
    assert [one.level for one in CRITERIA].count("A") == 25
    assert [one.level for one in CRITERIA].count("AA") == 13
    guidelines = {number[:2] for number in numbers}
    assert guidelines == {(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4),
                          (3, 1), (3, 2), (3, 3), (4, 1)}  # fmt: skip
    assert len({one.title for one in CRITERIA}) == 38


def test_every_check_belongs_to_criteria_of_the_form() -> None:
    named = {number for check in CHECKS for number in check.rest}
    named |= {number for absence in ABSENCES for number in absence.criteria}
    assert named < {one.number for one in CRITERIA}


def test_nothing_is_found_against_a_sound_page() -> None:
    test = inspect_page(SOUND)
    assert [(one.asks, one.places) for one in test.tested if one.looked.places] == []
    assert all(one.looked.total for one in test.tested)


def test_a_row_says_what_was_tested_and_what_was_not() -> None:
    rows = _by_number(inspect_page(SOUND))
    assert len(rows) == 38
    language, media, sense = rows["3.1.1"], rows["1.2.2"], rows["1.3.3"]
    assert (language.applies, language.result) == (
        YES,
        "一部を機械で確認（ページの言語の指定）、残りは未確認（人による確認が必要）",
    )
    assert "人が確かめること: ページの主な言語が日本語か" in language.note
    assert (media.applies, media.result) == (NO, ABSENT)
    assert (sense.applies, sense.result, sense.note) == (UNKNOWN, UNTESTED, "")
    for row in rows.values():  # none says that a criterion is met
        assert row.result == ABSENT or row.result.endswith(UNTESTED)
        assert "適合" not in row.result + row.note and "満たし" not in row.result + row.note


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_wrong_is_found_with_its_place(name: str) -> None:
    old, new, criteria = DAMAGES[name]
    assert old in SOUND
    test = inspect_page(SOUND.replace(old, new))
    assert _failed(test) == criteria
    assert {number for one in test.failed for number in one.criteria} == criteria
    for row in test.rows:
        if row.criterion.number in criteria:
            assert row.result.endswith(f"残りは{UNTESTED}")
            assert "行目 " in row.note


@pytest.mark.parametrize("name", ADDED)
def test_what_criteria_apply_to_is_not_called_absent(name: str) -> None:
    added, criteria = ADDED[name]
    before, after = inspect_page(SOUND), inspect_page(SOUND.replace("</main>", f"{added}</main>"))
    absent = {number for number, row in _by_number(before).items() if row.result == ABSENT}
    assert {number for number in absent if _by_number(after)[number].result != ABSENT} == criteria
    for number in criteria:
        row = _by_number(after)[number]
        assert (row.applies, row.result) == (UNKNOWN, UNTESTED)
        assert "1か所にある" in row.note and "行目" in row.note


@pytest.mark.parametrize(
    "script",
    [
        "<script>x</script>",
        '<p onclick="x">文</p>',
        '<a href=" JavaScript:x">文</a>',
    ],
)
def test_a_page_with_scripts_is_left_to_people(script: str) -> None:
    """What a script does, nobody reads from the page: it may play, move, end or ask for anything."""
    test = inspect_page(SOUND.replace("</main>", f"{script}</main>"))
    rows = _by_number(test)
    assert {number for number in SCRIPTED if rows[number].result == ABSENT} == set()
    assert _failed(test) == {"2.1.1", "2.1.2", "3.2.1", "3.2.2"}


def test_many_places_are_counted_and_the_first_are_named() -> None:
    page = SOUND.replace("</main>", "<button></button>" * 12 + "</main>")
    (names,) = inspect_page(page).failed
    assert names.finding == "12か所に問題がある"
    assert names.places.count("行目 <button>") == 5
    assert names.places.endswith("ほか7か所")


@pytest.mark.parametrize(
    "hidden",
    [
        lambda page: page.replace("#ddd", "a { color: #ddd }"),
        lambda page: page.replace("302</p>", "&lt;script&gt; &lt;h5&gt;</p>"),
        lambda page: page.replace("302</p>", "<!-- <script></script> -->302</p>"),
    ],
)
def test_what_is_only_written_about_is_not_found(hidden: Callable[[str], str]) -> None:
    page = hidden(SOUND)
    assert page != SOUND
    assert inspect_page(page).failed == []
