"""Checks of the page's content: alternative texts, structure, names, links, colours."""

from collections.abc import Iterator
from itertools import pairwise

from progress_report.accessibility.check import CriterionCheck, Looked
from progress_report.accessibility.page import Element, Page, PageLocation
from progress_report.accessibility.style_rules import style_rules
from progress_report.model.colours import contrast

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SCOPES = ("col", "row", "colgroup", "rowgroup")
_LEAST_CONTRAST = 4.5
_BLACK, _WHITE = "#000000", "#ffffff"
_REFERRING = ("aria-labelledby", "aria-describedby", "headers", "popovertarget")
# Screen readers name the first by their text if they have no other name, the second by attributes only.
_NAMED_BY_TEXT = {"button", "summary", "link"}
_NAMED_BY_ATTRIBUTES = {"region", "group", "dialog", "img"}


def _images(page: Page) -> Looked:
    """Check pictures, and drawings without a named parent, for an alternative text."""
    pictures = page.where(lambda one: one.tag == "img" or one.get("role") == "img")
    drawings = [one for one in page.all("svg") if not _is_spoken_for(page, one)]
    wrong = [one.place for one in pictures if not _has_alternative(page, one)]
    return Looked(len(pictures) + len(drawings), [*wrong, *(one.place for one in drawings)])


def _has_alternative(page: Page, element: Element) -> bool:
    if element.tag == "img":
        return "alt" in element.attributes  # empty: an ornament, which says nothing
    return bool(page.given_name(element)) or any(one.tag == "title" and one.text.strip() for one in element)


def _is_spoken_for(page: Page, drawing: Element) -> bool:
    """Return whether the drawing or a parent has an alternative text, or is hidden from screen readers."""
    return any(
        one.get("aria-hidden") == "true"
        or (one.get("role") in ("img", "group") and _has_alternative(page, one))
        for one in drawing.lineage()
    )


def _headings(page: Page) -> Looked:
    """Check for exactly one heading of the first level, and for skipped levels."""
    headings = page.all(*_HEADINGS)
    levels = [int(one.tag[1]) for one in headings]
    wrong = [later.place for (a, b), later in zip(pairwise(levels), headings[1:], strict=True) if b > a + 1]
    if levels.count(1) != 1:
        wrong += [one.place for one in headings if one.tag == "h1"] or [PageLocation(1, "h1 がない")]
    return Looked(len(headings) or 1, wrong)


def _tables(page: Page) -> Looked:
    """Check each table for a caption, the scope of header cells, and the targets of ``headers``."""
    tables = page.all("table")
    return Looked(len(tables), [place for table in tables for place in _violations_of_table(table)])


def _violations_of_table(table: Element) -> Iterator[PageLocation]:
    elements = list(table)
    headers = [one for one in elements if one.tag == "th"]
    named = {one.get("id") for one in headers}
    has_caption = any(one.tag == "caption" and one.text.strip() for one in elements)
    if not headers or not (has_caption or table.get("aria-label") or table.get("aria-labelledby")):
        yield table.place
    yield from (one.place for one in headers if one.get("scope") not in _SCOPES)
    yield from (
        one.place
        for one in elements
        if one.tag in ("td", "th") and not set(one.get("headers").split()) <= named
    )


def _empty_headings(page: Page) -> Looked:
    headings = page.where(lambda one: one.tag in (*_HEADINGS, "caption", "figcaption", "summary"))
    return Looked.at(headings, lambda one: not one.text.strip())


def _links(page: Page) -> Looked:
    """Look at links for a name, and at those within the page for what they lead to."""
    links = page.where(lambda one: one.tag == "a" and "href" in one.attributes)
    return Looked.at(links, lambda one: not page.name_of(one) or _leads_nowhere(page, one.get("href")))


def _leads_nowhere(page: Page, address: str) -> bool:
    return address.startswith("#") and address[1:] not in page.by_id


def _names(page: Page) -> Looked:
    by_text = page.where(lambda one: (one.get("role") or one.tag) in _NAMED_BY_TEXT)
    by_attributes = page.where(lambda one: one.get("role") in _NAMED_BY_ATTRIBUTES)
    unnamed = [one.place for one in by_text if not page.name_of(one)]
    unnamed += [one.place for one in by_attributes if not page.given_name(one)]
    referring = page.where(lambda one: any(name in one.attributes for name in _REFERRING))
    lost = [one.place for one in referring if _references(one) - page.by_id.keys()]
    return Looked(len(by_text) + len(by_attributes) + len(referring), [*unnamed, *lost])


def _references(element: Element) -> set[str]:
    return {identifier for name in _REFERRING for identifier in element.get(name).split()}


def _colours(page: Page) -> Looked:
    """Compare the text and background colours of each rule; a missing one is taken from the page."""
    rules = style_rules(page)
    body = [rule for rule in rules if "body" in rule.place.text.split()]
    ink = next((rule.colour for rule in body if rule.colour), _BLACK)
    paper = next((rule.ground for rule in body if rule.ground), _WHITE)
    pairs = [
        (rule.place, rule.colour or ink, rule.ground or paper) for rule in rules if rule.colour or rule.ground
    ]
    wrong = [
        PageLocation(place.line, f"{place.text}（文字 {text}、地 {ground}）")
        for place, text, ground in pairs
        if contrast(text, ground) < _LEAST_CONTRAST
    ]
    return Looked(len(pairs), wrong)


CONTENT_CHECKS = (
    CriterionCheck(
        "画像と図の代替テキストの有無",
        '画像と図（img、svg、role="img"）に代替テキストがあるか',
        "画像と図",
        {"1.1.1": "代替テキストが、画像や図と同じことを伝えているか"},
        _images,
    ),
    CriterionCheck(
        "見出しの段階",
        "見出しの段階（h1～h6）が飛ばず、h1 が一つか",
        "見出し",
        {"1.3.1": "見出し、段落、箇条書きなどの見た目の区別が、マークアップと合っているか"},
        _headings,
    ),
    CriterionCheck(
        "表の題と見出しのセル",
        "表に題（caption など）と見出しのセルがあり、見出しのセルに scope があり、headers の先があるか",
        "表",
        {"1.3.1": "見出しのセルと値のセルの対応が正しいか"},
        _tables,
    ),
    CriterionCheck(
        "スタイルの色の組のコントラスト比",
        "スタイルに書かれた文字の色と地の色のコントラスト比が4.5以上か（同じ規則の組、ページの地の上の文字、"
        "地の上の本文の文字）",
        "色の組",
        {"1.4.3": "図の中の文字と、重なって決まる色"},
        _colours,
    ),
    CriterionCheck(
        "リンクの名前とページの中の行き先",
        "リンクに名前があり、ページの中へのリンクの先があるか",
        "リンク",
        {"2.4.4": "リンクの言葉か、その文脈から、行き先が分かるか。ほかのファイルへのリンクが開くか"},
        _links,
    ),
    CriterionCheck(
        "見出しと題の有無",
        "見出し、表と図の題、開閉の見出しが空でないか",
        "見出しと題",
        {"2.4.6": "見出しと題が、内容を表しているか"},
        _empty_headings,
    ),
    CriterionCheck(
        "名前の有無と参照先",
        "ボタンと、役割（role）のある部分に名前があり、参照する id があるか",
        "ボタン、役割や参照のある部分",
        {"4.1.2": "名前と役割が適切か。開閉の状態が支援技術に伝わるか"},
        _names,
    ),
)
