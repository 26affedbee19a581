"""The rules of Japanese typesetting (JLReq), measured on a built PDF; each returns the violations."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from tests.support.pdf_structure import Glyph, TaggedPdf

CANNOT_BEGIN = set(
    "、。，．）」』】〕〉》］｝)]}！？ーゝゞ々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ%％"
)
CANNOT_END = set("（「『【〔〈《［｛([{")
NUMERAL = re.compile(r"[0-9][0-9,.]*$")
UNIT = re.compile(r"[0-9,.%％]|[件人名歳年月日時分回課題手続希望四半期％ポイント]")
HEADINGS = ("H1", "H2", "H3", "H4")
CARDS = "Div"  # of the points
CONTENTS_HEADING = "目次"
SHORT = 1  # lines: a paragraph no longer than this only introduces the figure after it
FLUSH = 1.5  # points that a line may end before or after the edge
FULL = 0.9  # of the way to the edge: a line as long as this was meant to be full


def violations(path: Path, tagged: TaggedPdf | None = None) -> dict[str, list[str]]:
    """Return the violations of the rules that every edition keeps, by rule; ``tagged``: if already read."""
    tagged = tagged or TaggedPdf.read(path)
    found = {
        "no line begins or ends where it must not": broken_lines(lines_of(tagged)),
        "no heading or caption is left behind": stranded(tagged),
        "no words are set over others": overlapping(tagged),
        "headings are in a bold font": not_bold(tagged),
        "all fonts are embedded": unembedded_fonts(path),
        "a page is drawn in the order it is read": out_of_order(path),
    }
    return {rule: places for rule, places in found.items() if places}


def lines_of(tagged: TaggedPdf) -> Iterator[list[str]]:
    """Yield the lines of each paragraph, heading, item and cell."""
    for block in tagged.root.without("Figure").outermost("TH", "TD"):
        yield from [piece.lines for piece in (block.blocks if block.tag in ("TH", "TD") else [block])]


def broken_lines(blocks_of_lines: Iterable[list[str]]) -> list[str]:
    """Return the line ends that the rules of Japanese typesetting forbid."""
    violations = []
    for lines in blocks_of_lines:
        for before, after in pairwise(line.strip() for line in lines):
            parted = NUMERAL.search(before) and UNIT.match(after)
            if parted or after[:1] in CANNOT_BEGIN or before[-1:] in CANNOT_END:
                violations.append(f"{before[-12:]} / {after[:12]}")
    return violations


def stranded(tagged: TaggedPdf) -> list[str]:
    """Return headings and captions at a page's foot, alone or with only a short paragraph before a figure."""
    leaves = [e for e in tagged.root.without("TOC").outermost("Figure", "Table") if e.glyphs]
    violations = []
    for before, after in pairwise(leaves):
        if before.tag in (*HEADINGS, "Caption") and before.text != CONTENTS_HEADING:
            violations += [before.text] * (before.last_page != after.first_page)
    for before, between, after in zip(leaves, leaves[1:], leaves[2:], strict=False):
        leads_up = before.tag in HEADINGS and between.tag == "P" and len(between.lines) <= SHORT
        if leads_up and after.tag == "Caption" and between.last_page != after.first_page:
            violations.append(f"{before.text} {between.text}")
    return violations


def unflushed(tagged: TaggedPdf) -> tuple[int, int]:
    """Return the number of full lines of running text that miss the right edge, and of all full lines."""
    running = tagged.root.without("TOC", "Table", "Figure", CARDS)
    paragraphs = [block for block in running.blocks if block.tag == "P"]
    last = [_last_drawn(line) for block in paragraphs for line in block.glyph_lines[:-1]]
    edge = Counter(round(glyph.x + glyph.size) for glyph in last).most_common(1)[0][0]
    full = [glyph for glyph in last if glyph.x + glyph.size > edge * FULL]
    # A closing mark at a line's end takes half of its full width.
    ragged = [glyph for glyph in full if abs(glyph.x + glyph.size - edge) > glyph.size / 2 + FLUSH]
    return len(ragged), len(full)


def _last_drawn(line: list[Glyph]) -> Glyph:
    return next(glyph for glyph in reversed(line) if not glyph.character.isspace())


def overlapping(tagged: TaggedPdf) -> list[str]:
    """Return words set over other words: two characters of a line that begin almost at the same place."""
    lines: dict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in tagged.root.without("Figure").glyphs:
        if not glyph.character.isspace():
            lines[glyph.page, round(glyph.baseline)].append(glyph)
    violations = []
    for line in lines.values():
        line.sort(key=ink_begins)
        violations += [
            f"p. {one.page + 1}: {one.character}{other.character}"
            for one, other in pairwise(line)
            if ink_begins(other) - ink_begins(one) < min(one.size, other.size) / 6
        ]
    return violations


def ink_begins(glyph: Glyph) -> float:
    """Return where the ink begins: an opening bracket's empty left half may cover the sign before it."""
    wide = unicodedata.east_asian_width(glyph.character) in "WF"
    return glyph.x + (glyph.size / 2 if wide and unicodedata.category(glyph.character) == "Ps" else 0)


def not_bold(tagged: TaggedPdf) -> list[str]:
    """Return headings, captions and titles that are not in a real bold font.

    Of a caption, only the line with its number counts; the lines below describe the figure.
    """
    elements = tagged.root.all("Title", *HEADINGS)
    words = [(element, glyph) for element in elements for glyph in element.glyphs]
    words += [(one, glyph) for one in tagged.root.all("Caption") for glyph in one.glyph_lines[0]]
    return list(dict.fromkeys(element.text for element, glyph in words if "Bold" not in glyph.font))


def font_names(path: Path) -> set[str]:
    """Return the names of the fonts in which the file's words are set."""
    with pikepdf.open(path) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, Dictionary)]
        return {
            str(font.BaseFont).split("+")[1].removesuffix("-Identity-H")
            for font in fonts
            if font.get("/Type") == Name.Font
        }


def unembedded_fonts(path: Path) -> list[str]:
    """Return fonts without embedded glyphs, for which a reader would substitute others."""
    with pikepdf.open(path) as pdf:
        fonts = [
            thing
            for thing in pdf.objects
            if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor
        ]
        assert fonts
        held = ("/FontFile", "/FontFile2", "/FontFile3")
        return [str(font.FontName) for font in fonts if not any(name in font for name in held)]


def out_of_order(path: Path) -> list[str]:
    """Return places where a page is drawn in another order than that of the structure tree.

    Read with pikepdf alone, from the marks of the content streams and of the tree. A table counts as one
    piece: Typst draws its merged cells after the others, and only the tree has their order.
    """
    with pikepdf.open(path) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        reported: dict[int, list[int]] = defaultdict(list)
        whole: dict[tuple[int, int], int] = {}
        for page_number, mark, table in _marks(pdf.Root.StructTreeRoot, None, pages):
            reported[page_number].append(mark)
            if table:
                whole[page_number, mark] = table
        violations = []
        for number, page in enumerate(pdf.pages):
            drawn = [
                int(drawing.operands[1].MCID)
                for drawing in pikepdf.parse_content_stream(page, "BDC")
                if isinstance(drawing.operands[1], Dictionary) and "/MCID" in drawing.operands[1]
            ]
            seen, read = (
                list(
                    dict.fromkeys(
                        (0, mark) if (number, mark) not in whole else (whole[number, mark], 0)
                        for mark in marks
                    )
                )
                for marks in (drawn, reported[number])
            )
            violations += [
                f"p. {number + 1}: {one} is read as {other}"
                for one, other in zip(seen, read, strict=True)
                if one != other
            ]
        return violations


def _marks(
    element: Object, page: Object | None, pages: dict[tuple[int, int], int], table: int = 0
) -> Iterator[tuple[int, int, int]]:
    """Yield page, number and table (0: none) of each mark in the tree's order."""
    page = element.get("/Pg", page)
    table = element.objgen[0] if element.get("/S") == Name.Table else table
    held = element.get("/K", Array())
    for kid in list(held) if isinstance(held, Array) else [held]:
        if not isinstance(kid, Dictionary):
            assert page is not None
            yield pages[page.objgen], int(kid), table
        elif "/S" in kid:
            yield from _marks(kid, page, pages, table)
        elif "/MCID" in kid:
            own = kid.get("/Pg", page)
            assert own is not None
            yield pages[own.objgen], int(kid.MCID), table
