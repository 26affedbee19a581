"""The base of a Word file: the original text and the source of every paragraph and number.

Each is in a run-level content control and a hidden bookmark. Both name the same slot: LibreOffice drops tags
in some formats and keeps bookmarks in all. The third key is the printed text, which a part of the file
records. Nothing is locked.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import SubElement, tostring

from progress_report.document.document import Document
from progress_report.document.origins import ParameterOrigin, ProseOrigin
from progress_report.document.runs import Date, Number, Placeholder, Run
from progress_report.provenance.embedded import WORD_NAMESPACE
from progress_report.rendering.word.elements import Element, bookmark_name, element, value
from progress_report.rendering.word.printed_paragraphs import (
    BodyLocation,
    margin_texts,
    printed_paragraphs,
    sources,
)
from progress_report.rendering.word.printed_runs import fields, printed

_LONGEST_TAG = 64  # Word's limit for a tag or a title, in characters
_FIRST_CONTROL = 100_001
PROSE, COMPUTED, QUANTITY, DATE, WORDS = "p", "c", "q", "d", "w"
_TITLES = {PROSE: "文章", COMPUTED: "計算した文", QUANTITY: "数値", DATE: "日付", WORDS: "差し込んだ言葉"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that a person may edit. ``tag``: unique in the file for paragraphs, not for numbers."""

    kind: str
    tag: str
    bookmark: str
    title: str


@dataclass(slots=True)
class SlotRecorder:
    """The slots of one file, in reading order."""

    _slots: XmlElement = field(default_factory=lambda: XmlElement("slots"))
    _placed: dict[Element, BodyLocation] = field(default_factory=dict)
    _taken: Counter[str] = field(default_factory=Counter)
    _controls: int = 0
    _bookmarks: int = 0

    def sentence(
        self,
        place: str,
        runs: Sequence[Run],
        origin: ProseOrigin | None = None,
        written: ParameterOrigin | None = None,
    ) -> Slot:
        """Return the slot of a paragraph, item, title or note: prose if it has an origin, else computed.

        ``place``: of computed text, by its cell.
        """
        kind = COMPUTED if origin is None else PROSE
        if origin is not None:
            place = "/".join(filter(None, (origin.section, origin.name, str(origin.index))))
        tag = self._unique(_tag(kind, place))
        slot = Slot(kind, tag, bookmark_name("pr", tag), _TITLES[kind])
        entry = self._entry(slot, printed(runs))
        for one in fields(runs):
            SubElement(entry, "field", name=one.name, start=str(one.start), end=str(one.end))
        if origin is not None:
            named = {"section": origin.section, "name": origin.name, "index": str(origin.index)}
            entry.attrib.update({**named, "file": origin.file, "line": str(origin.line)})
            SubElement(entry, "template").text = origin.template
        elif written is not None:
            entry.attrib.update({"name": written.name, "file": written.file, "line": str(written.line)})
        return slot

    def value(self, run: Run, words: str, placeholder: Placeholder | None, within: Slot | None) -> Slot:
        """Return the slot of a number, a date, or words that replaced a placeholder."""
        match run:
            case Number():
                kind, name = QUANTITY, run.id
            case Date():
                kind, name = DATE, placeholder.name if placeholder else _digest(run.source.model_dump_json())
            case _:
                kind, name = WORDS, placeholder.name if placeholder else ""
        tag = _tag(kind, f"{name}:{placeholder.index}" if placeholder else name)
        key = self._unique(f"{within.tag if within else ''}>{tag}")
        slot = Slot(kind, tag, bookmark_name("pr", key), placeholder.name if placeholder else _TITLES[kind])
        entry = self._entry(slot, words)
        entry.attrib.update({"within": within.tag} if within else {})
        if placeholder:
            entry.attrib.update({"name": placeholder.name, "index": str(placeholder.index)})
        return slot

    def control(self, slot: Slot, content: list[Element]) -> list[Element]:
        """Return the runs in the slot's control and bookmark.

        Never use a block-level control: LibreOffice prints its text three times.
        """
        self._controls += 1
        names = [value("w:alias", slot.title[:_LONGEST_TAG]), value("w:tag", slot.tag)]
        number = value("w:id", _FIRST_CONTROL + self._controls)
        properties = element("w:sdtPr", None, *names, number)
        sdt = element("w:sdt", None, properties, element("w:sdtContent", None, *content))
        return self.bookmarked(slot.bookmark, [sdt])

    def bookmarked(self, name: str, content: list[Element]) -> list[Element]:
        """Return a paragraph's elements enclosed in a bookmark."""
        self._bookmarks += 1
        number = str(self._bookmarks)
        start = element("w:bookmarkStart", {"w:id": number, "w:name": name})
        return [start, *content, element("w:bookmarkEnd", {"w:id": number})]

    def anchored(self, anchor: str, content: list[Element]) -> list[Element]:
        """Return a paragraph's elements as the target of links to the document's anchor."""
        return self.bookmarked(bookmark_name("ref", anchor), content)

    def place(self, elements: Iterable[Element], place: BodyLocation) -> Iterator[Element]:
        """Yield elements of the body, and record their places."""
        for one in elements:
            self._placed[one] = place
            yield one

    def to_xml(
        self,
        document: Document,
        body: Iterable[Element],
        pictures: Mapping[str, bytes],
        margins: Iterable[Element],
    ) -> bytes:
        """Return the embedded part: the record with digests of all inputs, the slots, paragraphs and margins.

        ``body``: the elements whose paragraphs are recorded; ``pictures``: contents by relationship
        identifier; ``margins``: the headers and footers.
        """
        root = XmlElement("report", xmlns=WORD_NAMESPACE)
        SubElement(root, "record").text = json.dumps(document.record, ensure_ascii=False, sort_keys=True)
        sections = {section.name for section in document.sections}
        read = printed_paragraphs(body, self._placed, sections, pictures)
        root.extend((self._slots, read, sources(document, read), margin_texts(margins)))
        return bytes(tostring(root, encoding="utf-8", xml_declaration=True))

    def _entry(self, slot: Slot, words: str) -> XmlElement:
        entry = SubElement(
            self._slots, "slot", {"tag": slot.tag, "bookmark": slot.bookmark, "kind": slot.kind}
        )
        SubElement(entry, "printed").text = words
        return entry

    def _unique(self, key: str) -> str:
        self._taken[key] += 1
        return key if self._taken[key] == 1 else f"{key}~{self._taken[key]}"


def _tag(kind: str, place: str) -> str:
    """Return a tag, leaving room for a number if it is repeated."""
    tag = f"{kind}:{place}"
    return tag if len(tag) <= _LONGEST_TAG - 6 else f"{kind}:#{_digest(place)}"


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
