"""A tagged PDF as assistive technology reads it: structure elements, their words, their places.

pikepdf reads the structure tree; PDFium lists the characters that each piece of marked content draws.
"""

import ctypes
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Object
from pypdfium2 import raw

_LONGEST_NAME = 200  # bytes of a font's name
BLOCKS = {"Title", "H1", "H2", "H3", "H4", "P", "LI", "Caption"}

PageMark = tuple[int, int]  # page index and number of the marked content on the page


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as drawn: its page's index, and its place in points from the lower left corner."""

    character: str
    page: int
    x: float
    baseline: float
    size: float
    font: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element: its tag, its content, and the attributes of tables and figures."""

    tag: str
    kids: tuple["Element | tuple[Glyph, ...]", ...] = ()
    identifier: str = ""
    alternative: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()
    rows: int = 1
    columns: int = 1

    @property
    def children(self) -> list["Element"]:
        return [kid for kid in self.kids if isinstance(kid, Element)]

    @property
    def glyphs(self) -> list[Glyph]:
        found: list[Glyph] = []
        for kid in self.kids:
            found.extend(kid.glyphs if isinstance(kid, Element) else kid)
        return found

    @property
    def text(self) -> str:
        return "".join(glyph.character for glyph in self.glyphs)

    @property
    def glyph_lines(self) -> list[list[Glyph]]:
        """Return the glyphs by lines on the page."""
        glyphs = self.glyphs
        lines = [glyphs[:1]] if glyphs else []
        for before, glyph in itertools.pairwise(glyphs):
            if abs(glyph.baseline - before.baseline) > glyph.size / 3 or glyph.page != before.page:
                lines.append([])
            lines[-1].append(glyph)
        return lines

    @property
    def lines(self) -> list[str]:
        """Return the words by lines on the page."""
        return ["".join(glyph.character for glyph in line) for line in self.glyph_lines]

    @property
    def first_page(self) -> int:
        return self.glyphs[0].page

    @property
    def last_page(self) -> int:
        return self.glyphs[-1].page

    @property
    def blocks(self) -> list["Element"]:
        """Return the descendants that are blocks of lines and have words."""
        return self.outermost()

    def outermost(self, *tags: str) -> list["Element"]:
        """Return the descendant blocks; elements with one of these tags are not divided."""
        if self.tag in BLOCKS or self.tag in tags:
            return [self] if self.glyphs else []
        found = [block for child in self.children for block in child.outermost(*tags)]
        return found or ([self] if self.glyphs else [])

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all descendants, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *tags: str) -> list["Element"]:
        return [element for element in self.walk() if element.tag in tags]

    def without(self, *tags: str) -> "Element":
        """Return a copy of the element without those with these tags."""
        kids = tuple(
            kid.without(*tags) if isinstance(kid, Element) else kid
            for kid in self.kids
            if not (isinstance(kid, Element) and kid.tag in tags)
        )
        return Element(self.tag, kids, self.identifier, self.alternative, self.scope, self.headers)


@dataclass(frozen=True, slots=True)
class TaggedPdf:
    """A PDF's structure, and the marked content outside all elements (there should be none)."""

    root: Element
    orphans: tuple[PageMark, ...]
    _by_identifier: dict[str, Element] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "TaggedPdf":
        glyphs = _marked_glyphs(path)
        with pikepdf.open(path) as pdf:
            reader = _Reader(glyphs, {page.obj.objgen: i for i, page in enumerate(pdf.pages)})
            root = Element("Root", tuple(reader.kids(pdf.Root.StructTreeRoot, None)))
        orphans = tuple(sorted(set(glyphs) - reader.used))
        return cls(root, orphans, {e.identifier: e for e in root.walk() if e.identifier})

    def headers_of(self, cell: Element) -> list[str]:
        """Return the words of the header cells that a cell is linked to."""
        return [squeezed(self._by_identifier[name].text) for name in cell.headers]

    def cell(self, text: str) -> Element:
        """Return the only data cell with these words."""
        found = [cell for cell in self.root.all("TD") if squeezed(cell.text) == squeezed(text)]
        assert len(found) == 1, f"{text}: {len(found)} cells"
        return found[0]


def squeezed(text: str) -> str:
    """Return the text without white space and word joiners."""
    return "".join(text.split()).replace("\u2060", "")


class _Reader:
    def __init__(self, glyphs: dict[PageMark, list[Glyph]], pages: dict[tuple[int, int], int]) -> None:
        self._glyphs = glyphs
        self._pages = pages
        self.used: set[PageMark] = set()

    def kids(self, element: Object, page: Object | None) -> Iterator[Element | tuple[Glyph, ...]]:
        page = element.get("/Pg", page)
        held = element.get("/K", Array())
        for kid in list(held) if isinstance(held, Array) else [held]:
            if not isinstance(kid, Dictionary):
                yield self._marked(page, int(kid))
            elif "/S" in kid:
                yield self._element(kid, page)
            elif "/MCID" in kid:
                yield self._marked(kid.get("/Pg", page), int(kid.MCID))

    def _element(self, element: Object, page: Object | None) -> Element:
        attributes = _table_attributes(element)
        return Element(
            str(element.S).removeprefix("/"),
            tuple(self.kids(element, page)),
            str(element.get("/ID", "")),
            str(element.get("/Alt", "")),
            str(attributes.get("/Scope", "")).removeprefix("/"),
            tuple(str(name) for name in attributes.get("/Headers", Array())),
            int(attributes.get("/RowSpan", 1)),
            int(attributes.get("/ColSpan", 1)),
        )

    def _marked(self, page: Object | None, number: int) -> tuple[Glyph, ...]:
        assert page is not None
        mark = self._pages[page.objgen], number
        self.used.add(mark)
        return tuple(self._glyphs.get(mark, ()))


def _table_attributes(element: Object) -> Object | Dictionary:
    attributes = element.get("/A", Array())
    for one in list(attributes) if isinstance(attributes, Array) else [attributes]:
        if one.get("/O") == "/Table":
            return one
    return Dictionary()


def _marked_glyphs(path: Path) -> dict[PageMark, list[Glyph]]:
    found: dict[PageMark, list[Glyph]] = defaultdict(list)
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf):
            words = page.get_textpage()
            for i in range(words.count_chars()):
                mark = raw.FPDFPageObj_GetMarkedContentID(raw.FPDFText_GetTextObject(words.raw, i))
                if mark >= 0 and not raw.FPDFText_IsGenerated(words.raw, i):
                    found[number, mark].append(_glyph(words, number, i))
    return dict(found)


def _glyph(words: pypdfium2.PdfTextPage, page: int, index: int) -> Glyph:
    x, baseline = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(words.raw, index, x, baseline)
    character = chr(raw.FPDFText_GetUnicode(words.raw, index))
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFText_GetFontInfo(words.raw, index, name, _LONGEST_NAME, ctypes.c_int())
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(words.raw, index, matrix)
    size = raw.FPDFText_GetFontSize(words.raw, index) * math.hypot(matrix.b, matrix.d)
    return Glyph(character, page, x.value, baseline.value, size, name.value.decode())
