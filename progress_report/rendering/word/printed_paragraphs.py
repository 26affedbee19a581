"""The text of each paragraph of a Word file in reading order, for comparison with an edited copy.

Table cells are included. A paragraph has its text, its style, its slots and values (by character positions),
and the place named by a new block directly after it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import SubElement

from docx.oxml.ns import qn

from progress_report.document.blocks import AnyBlock, Figure, Heading
from progress_report.document.document import Document
from progress_report.document.runs import Date, NoteMark, Number, runs_text
from progress_report.model.comparable import comparable
from progress_report.provenance.ledger import describe, leaves
from progress_report.rendering.word.elements import Element

_BREAKS = {qn("w:br"): "\n", qn("w:tab"): "\t"}


@dataclass(frozen=True, slots=True)
class BodyLocation:
    """The place of an element of the body.

    ``cell``: the notebook's cell; ``after``: the name with which ``blocks`` of the parameters place a block
    directly after it, empty if there is none; ``entry``: the entry of ``blocks`` of the element, whose table
    or picture is named in ``after``.
    """

    section: str = ""
    cell: str = ""
    after: str = ""
    entry: str = ""


def places(blocks: Sequence[AnyBlock], section: str) -> list[BodyLocation]:
    """Return the place of each block of a section."""
    own = [block for block in blocks if block.written is None]
    last_of_cell = {block.cell or "": id(block) for block in own}
    named = {comparable(words): id(block) for block in reversed(own) if (words := _name(block))}
    made = []
    for block in blocks:
        cell = (block.cell or "").removeprefix(f"{section}-")
        name = _name(block)
        if block.written is not None:
            made.append(BodyLocation(section, cell, name, block.written.name))
            continue
        if not name or named.get(comparable(name)) != id(block):
            name = cell if last_of_cell[block.cell or ""] == id(block) else ""
        made.append(BodyLocation(section, cell, name))
    return made


def _name(block: AnyBlock) -> str:
    """Return the words of a heading without values, or the name of a figure."""
    match block:
        case Heading() if not any(isinstance(run, Number | Date | NoteMark) for run in block.content):
            return runs_text(block.content)
        case Figure():
            return block.name
    return ""


def printed_paragraphs(
    body: Iterable[Element],
    placed: Mapping[Element, BodyLocation],
    sections: set[str],
    pictures: Mapping[str, bytes],
) -> XmlElement:
    """Return ``paragraphs`` of the base.

    ``body``: the elements of the document, in order; ``sections``: the names of sections to which blocks may
    be added; ``pictures``: contents by relationship identifier.
    """
    made = XmlElement("paragraphs")
    for element in body:
        place = placed.get(element, BodyLocation())
        if place.section not in sections:
            place = BodyLocation()
        for one in element.iter(qn("w:p")):
            entry = SubElement(made, "paragraph", style=_style(one))
            given = {"section": place.section, "cell": place.cell, "after": place.after, "entry": place.entry}
            entry.attrib.update({name: text for name, text in given.items() if text})
            if one is not element:
                entry.set("table", "1")
            text, pieces = _read(one)
            SubElement(entry, "text").text = text
            entry.extend(pieces)
            for drawing in one.iter(qn("w:drawing")):
                SubElement(entry, "picture", _described(drawing, pictures))
    return made


def sources(document: Document, read: XmlElement) -> XmlElement:
    """Return ``sources`` of the base: the cells from which each number was read or computed.

    ``read``: the paragraphs, whose controls name the numbers.
    """
    made = XmlElement("sources")
    quantities = {name: one for block in document.blocks for name, one in block.quantities.items()}
    named = {piece.get("tag", "").split(":")[1] for piece in read.iter("piece")}
    for name in sorted(named & quantities.keys()):
        SubElement(made, "source", id=name).text = "、".join(map(describe, leaves(name, quantities)))
    return made


def margin_texts(margins: Iterable[Element]) -> XmlElement:
    """Return ``margins`` of the base: each text of headers and footers, except page numbers."""
    made = XmlElement("margins")
    every = (one for margin in margins for one in margin.iter(qn("w:p")) if not _is_page_number(one))
    for text in dict.fromkeys("".join(words.text or "" for words in one.iter(qn("w:t"))) for one in every):
        if text:
            SubElement(made, "text").text = text
    return made


def _is_page_number(paragraph: Element) -> bool:
    return next(paragraph.iter(qn("w:fldChar")), None) is not None


def _described(drawing: Element, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Return the identification of a picture: digest, alternative text, and size in pixels."""
    content = pictures[next(drawing.iter(qn("a:blip"))).get(qn("r:embed"))]
    width, height = (str(int.from_bytes(content[start : start + 4])) for start in (16, 20))  # of a PNG
    alternative = next(drawing.iter(qn("wp:docPr"))).get("descr", "")
    return {"digest": sha256(content).hexdigest(), "alt": alternative, "width": width, "height": height}


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val")))


def _read(paragraph: Element) -> tuple[str, list[XmlElement]]:
    """Return the text of a paragraph, and its slots and values with the characters that they cover."""
    text = ""
    pieces: list[XmlElement] = []

    def walk(element: Element) -> Iterator[str]:
        for child in element:
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            elif child.tag == qn("w:sdt"):
                properties = child.find(qn("w:sdtPr"))
                names = [properties.find(qn(name)).get(qn("w:val")) for name in ("w:tag", "w:alias")]
                piece = XmlElement("piece", {"tag": names[0], "title": names[1], "start": str(len(text))})
                pieces.append(piece)
                yield from walk(child.find(qn("w:sdtContent")))
                piece.set("end", str(len(text)))
            elif child.tag != qn("w:pPr"):
                yield from walk(child)

    for words in walk(paragraph):
        text += words
    return text, pieces
