"""Checks of the page as a whole: language, title, operation, and the absence of media, motion and forms."""

import re
from base64 import b64decode
from binascii import Error

from progress_report.accessibility.check import Absence, CriterionCheck, Looked
from progress_report.accessibility.page import Element, Page, PageLocation
from progress_report.accessibility.style_rules import style_rules

_PLAYED = ("audio", "video", "object", "embed", "iframe", "applet")
_MOVING = ("marquee", "blink", "animate", "animatetransform", "animatemotion", "set")
_ENTERED = ("form", "input", "select", "textarea")
_PICTURE = re.compile(r"data:image/(png|svg\+xml)(;base64)?,(.*)", re.DOTALL)
_SIGNS_OF_MOVEMENT = (b"acTL", b"<animate", b"<set", b"@keyframes")  # in PNG and SVG
_SMALLEST_ZOOM = 2.0


def _language(page: Page) -> Looked:
    return Looked.at(page.all("html"), lambda one: one.get("lang").split("-")[0].lower() != "ja")


def _title(page: Page) -> Looked:
    titles = [one for one in page.all("title") if not any(up.tag == "svg" for up in one.lineage())]
    if len(titles) != 1:
        return Looked(len(titles) or 1, [one.place for one in titles] or [PageLocation(1, "title がない")])
    return Looked.at(titles, lambda one: not one.text.strip())


def _zoom(page: Page) -> Looked:
    return Looked.at([one for one in page.all("meta") if one.get("name") == "viewport"], _forbids_zoom)


def _forbids_zoom(viewport: Element) -> bool:
    literal = (part.split("=", 1) for part in viewport.get("content").lower().split(",") if "=" in part)
    said = {name.strip(): value.strip() for name, value in literal}
    try:
        too_small = float(said.get("maximum-scale", _SMALLEST_ZOOM)) < _SMALLEST_ZOOM
    except ValueError:
        too_small = True
    return too_small or said.get("user-scalable", "yes") in ("no", "0")


def _skip_link(page: Page) -> Looked:
    """Check whether the first link leads to the main part of the page."""
    first = page.where(lambda one: one.tag == "a" and "href" in one.attributes)[:1]
    if not first:
        return Looked(1, [PageLocation(1, "リンクがない")])
    return Looked.at(first, lambda one: not _leads_to_main(page, one.get("href")))


def _leads_to_main(page: Page, address: str) -> bool:
    target = page.by_id.get(address[1:]) if address.startswith("#") else None
    return target is not None and (target.tag == "main" or target.get("role") == "main")


def _order(page: Page) -> Looked:
    """Check that no ``tabindex`` changes the order of the Tab key."""
    return Looked.at(page.where(lambda one: "tabindex" in one.attributes), _comes_first)


def _comes_first(element: Element) -> bool:
    return not re.fullmatch(r"-\d+|0", element.get("tabindex").strip())


def _scripts(page: Page) -> Looked:
    return Looked.at(page.elements, _is_scripted)


def _is_scripted(element: Element) -> bool:
    handlers = any(name.startswith("on") for name in element.attributes)
    addresses = (element.get("href"), element.get("src"), element.get("xlink:href"))
    return (
        element.tag == "script"
        or handlers
        or any(one.strip().lower().startswith("javascript:") for one in addresses)
    )


def _markup(page: Page) -> Looked:
    return Looked(len(page.elements), page.violations)


def _played(page: Page) -> Looked:
    return Looked.at(page.elements, lambda one: one.tag in _PLAYED or _is_scripted(one))


def _moving(page: Page) -> Looked:
    elements = Looked.at(
        page.elements, lambda one: one.tag in (*_MOVING, *_PLAYED) or _is_scripted(one) or _may_move(one)
    )
    rules = style_rules(page)
    moved = [rule.place for rule in rules if any("animation" in name for name in rule.properties)]
    return Looked(elements.total + len(rules), [*elements.places, *moved])


def _may_move(picture: Element) -> bool:
    """Return whether a picture may be animated: any but an embedded PNG or SVG without animation."""
    if picture.tag not in ("img", "image"):
        return False
    address = picture.get("src") or picture.get("href") or picture.get("xlink:href")
    match = _PICTURE.fullmatch(address)
    if match is None or not match[2]:
        return True
    try:
        content = b64decode(match[3])
    except Error:
        return True
    return any(sign in content for sign in _SIGNS_OF_MOVEMENT)


def _timed(page: Page) -> Looked:
    return Looked.at(
        page.elements,
        lambda one: _is_scripted(one) or (one.tag == "meta" and one.get("http-equiv").lower() == "refresh"),
    )


def _entered(page: Page) -> Looked:
    return Looked.at(page.elements, _is_entered)


def _is_entered(element: Element) -> bool:
    return element.tag in _ENTERED or "contenteditable" in element.attributes or _is_scripted(element)


PAGE_CHECKS = (
    CriterionCheck(
        "ページの言語の指定",
        "ページの言語（html の lang）が日本語か",
        "html",
        {"3.1.1": "ページの主な言語が日本語か"},
        _language,
    ),
    CriterionCheck(
        "ページの題の有無",
        "ページの題（title）が一つあり、空でないか",
        "title",
        {"2.4.2": "題が、ページの内容を表しているか"},
        _title,
    ),
    CriterionCheck(
        "拡大を妨げる指定がないこと",
        "拡大を妨げる指定（viewport）がないか",
        "viewport",
        {"1.4.4": "200%に拡大しても、内容と機能が損なわれないか"},
        _zoom,
    ),
    CriterionCheck(
        "本文へ移動するリンク",
        "最初のリンクが本文（main）へ移動するリンクか",
        "最初のリンク",
        {"2.4.1": "移動したあと、本文から読まれるか"},
        _skip_link,
    ),
    CriterionCheck(
        "順番を変える指定がないこと",
        "Tabキーの順番を変える指定（正の tabindex）がないか",
        "tabindex",
        {"2.4.3": "順番に意味が通るか"},
        _order,
    ),
    CriterionCheck(
        "スクリプトがないこと",
        "スクリプトがなく、操作するのはブラウザーの標準の部品（リンク、ボタン、開閉）だけか",
        "要素",
        {
            "2.1.1": "すべての機能を、キーボードだけで実際に使えるか",
            "2.1.2": "キーボードで入った所から、キーボードで出られるか",
            "3.2.1": "フォーカスで、状況が変わらないか",
            "3.2.2": "開閉などの操作で、状況が予測できないように変わらないか",
        },
        _scripts,
    ),
    CriterionCheck(
        "タグ、属性、id の書き方",
        "開始タグと終了タグが対になって入れ子になり、属性と id が重複していないか",
        "要素",
        {"4.1.1": "要素の入れ子が、HTMLの仕様が許すものか"},
        _markup,
    ),
)
ABSENCES = (
    Absence(
        "音声や動画を再生するもの（audio、video、object、embed、iframe、スクリプト）がないか",
        ("1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.4.2"),
        _played,
    ),
    Absence(
        "動くもの、点滅するもの（アニメーションの要素とスタイル、動く画像、スクリプト）がないか",
        ("1.2.1", "2.2.2", "2.3.1"),
        _moving,
    ),
    Absence("制限時間のあるもの（自動の再読み込み、スクリプト）がないか", ("2.2.1",), _timed),
    Absence(
        "入力するもの（form、input、select、textarea、スクリプト）がないか",
        ("3.3.1", "3.3.2", "3.3.3", "3.3.4"),
        _entered,
    ),
)
