"""WordprocessingML elements: paragraphs, runs and links, with children in the order of the schema.

Lengths are in points; the format counts in twentieths of a point.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Element = Any  # lxml's elements: python-docx has no type for them


class RunLook(NamedTuple):
    """A run's differences from its paragraph's style: ``style`` is a character style's identifier."""

    bold: bool = False
    raised: bool = False
    style: str = ""
    size: float | None = None


PLAIN = RunLook()


def element(tag: str, attributes: Mapping[str, str] | None = None, *children: Element) -> Element:
    """Return an element with its prefixed tag and attributes."""
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    made.extend(children)
    return made


def value(tag: str, content: str | int) -> Element:
    """Return an element with ``w:val`` as its only attribute."""
    return element(tag, {"w:val": str(content)})


def twips(points: float) -> str:
    return str(round(points * 20))


def hex_digits(colour: str) -> str:
    """Return a colour (``#rrggbb``) as the format writes it."""
    return colour.removeprefix("#").upper()


def text_run(text: str, look: RunLook = PLAIN) -> Element:
    """Return a run of text."""
    return _run(look, text_element("w:t", text))


def text_element(tag: str, text: str) -> Element:
    """Return an element with a text that keeps its blanks."""
    made = element(tag, {"xml:space": "preserve"})
    made.text = text
    return made


def line_break() -> Element:
    return element("w:r", None, element("w:br"))


def _run(look: RunLook, *content: Element) -> Element:
    properties = []
    if look.style:
        properties.append(value("w:rStyle", look.style))
    if look.bold:
        properties.append(element("w:b"))
    if look.size is not None:
        properties += [value(tag, round(look.size * 2)) for tag in ("w:sz", "w:szCs")]
    if look.raised:
        properties.append(value("w:vertAlign", "superscript"))
    return element("w:r", None, *([element("w:rPr", None, *properties)] if properties else []), *content)


def field(code: str, result: str) -> list[Element]:
    """Return the runs of a field with its result."""
    return [*field_begin(code), text_run(result), field_end()]


def field_begin(code: str) -> list[Element]:
    return [
        element("w:r", None, element("w:fldChar", {"w:fldCharType": "begin"})),
        element("w:r", None, text_element("w:instrText", f" {code} ")),
        element("w:r", None, element("w:fldChar", {"w:fldCharType": "separate"})),
    ]


def field_end() -> Element:
    return element("w:r", None, element("w:fldChar", {"w:fldCharType": "end"}))


def bookmark_name(prefix: str, key: str) -> str:
    """Return a bookmark's name, the same for the same key. A leading underscore hides it in Word's list."""
    return f"_{prefix}_{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def link(anchor: str, *content: Element) -> Element:
    """Return a link to the element with the document's anchor."""
    return element("w:hyperlink", {"w:anchor": bookmark_name("ref", anchor), "w:history": "1"}, *content)


def paragraph(
    style: str,
    content: Iterable[Element],
    *,
    align: str = "",
    keep_next: bool = False,
    page_before: bool = False,
    first_line: float | None = None,
) -> Element:
    """Return a paragraph with a style, given by its identifier, and with deviations from the style."""
    properties = [value("w:pStyle", style)]
    if keep_next:
        properties.append(element("w:keepNext"))
    if page_before:
        properties.append(element("w:pageBreakBefore"))
    if first_line is not None:
        properties.append(element("w:ind", {"w:firstLine": twips(first_line)}))
    if align:
        properties.append(value("w:jc", align))
    return element("w:p", None, element("w:pPr", None, *properties), *content)
