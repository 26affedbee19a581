"""Validation of pictures that are embedded unchanged in page and PDF.

The page shows a picture as an image, where a browser runs no script; the PDF draws it with no font but the
report's. So an SVG may contain shapes only: no text, pictures or scripts, and no external references. A PNG
must be complete, and decode to as many rows as its header declares.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

from progress_report.messages import pictures as messages
from progress_report.model.findings import Finding

_SVG = "{http://www.w3.org/2000/svg}"
_HTML = "{http://www.w3.org/1999/xhtml}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_SHAPES = frozenset(
    [
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask"),
    ]
)
# In a style sheet or an attribute: any address except that of a part of the same file.
_ELSEWHERE = re.compile(r"@import|url\(\s*['\"]?\s*(?!#)[^)\s]|javascript:", re.IGNORECASE)
LONGEST_SIDE = 4_000  # pixels: a page of A4 at 300 dots per inch has 3,508
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK = struct.Struct(">L4s")
_HEADER = struct.Struct(">LLBBBBB")
# Samples per pixel by colour type, and the depths that each allows (PNG, 11.2.2).
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# First column and row, and the steps, of the seven passes of an interlaced picture (PNG, 8.2).
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_LAST_FILTER = 4
# Chunks needed for drawing; others, which cameras and editors add (places, names, times), are not published.
_DRAWN = frozenset([b"IHDR", b"PLTE", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"sBIT", b"IDAT", b"IEND"])


def picture_violations(what: str, name: str, content: bytes) -> Iterator[Finding]:
    """Yield the errors that prevent a file from being printed: an SVG by its name, else a PNG."""
    return (svg_violations if name.endswith(".svg") else png_violations)(what, name, content)


def svg_violations(what: str, name: str, content: bytes) -> Iterator[Finding]:
    """Yield the errors that prevent an SVG from being printed; ``what`` names its kind: ロゴ, 写真."""
    if b"<!ENTITY" in content or b"<?xml-stylesheet" in content:
        yield messages.ENTITY.finding(what=what, name=name)
        return
    try:
        root = fromstring(content, XMLParser())
    except (ParseError, ValueError, LookupError):
        yield messages.NO_SVG.finding(what=what, name=name)
        return
    if root.tag != f"{_SVG}svg" or _size(root) is None:
        yield messages.NO_SIZE.finding(what=what, name=name)
    for found in dict.fromkeys(_unusable(root)):
        yield messages.NO_SHAPE.finding(what=what, name=name, found=found)


def png_violations(what: str, name: str, content: bytes) -> Iterator[Finding]:
    """Yield the errors that prevent a PNG from being printed; ``what`` names its kind: ロゴ, 写真."""
    chunks = _chunks(content)
    header = _header(chunks)
    if chunks is None or header is None:
        yield messages.NO_PNG.finding(what=what, name=name)
    elif max(header[:2]) > LONGEST_SIDE:
        width, height = (f"{side:,}" for side in header[:2])
        yield messages.TOO_LARGE.finding(
            what=what, name=name, width=width, height=height, most=f"{LONGEST_SIDE:,}"
        )
    elif not _decodes(chunks, header):
        yield messages.DAMAGED_PNG.finding(what=what, name=name)


def published_png(content: bytes) -> bytes:
    """Return a valid PNG with only the chunks that draw it, without the place or time of a photograph."""
    kept = (part for kind, part in _chunks(content) or () if kind in _DRAWN)
    return _PNG + b"".join(kept)


def svg_size(content: bytes) -> tuple[float, float]:
    """Return width and height of a valid SVG, in its own units."""
    size = _size(fromstring(content, XMLParser()))
    assert size is not None
    return size


def png_size(content: bytes) -> tuple[float, float]:
    """Return width and height of a valid PNG in pixels."""
    header = _header(_chunks(content))
    assert header is not None
    return header[0], header[1]


def _size(root: Element) -> tuple[float, float] | None:
    try:
        _, _, width, height = map(float, re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None


def _unusable(root: Element) -> Iterator[str]:
    """Yield elements and attributes that are not shapes, or that refer to other files.

    Elements that editors add in namespaces of their own are never displayed, but HTML would be.
    """
    for element in root.iter():
        tag = str(element.tag)
        if tag.startswith(_HTML) or (tag.startswith(_SVG) and tag.removeprefix(_SVG) not in _SHAPES):
            yield tag.rpartition("}")[2]
        for name, value in element.attrib.items():
            if name.lower().startswith("on"):
                yield name
            elif (name in _HREFS and not value.startswith("#")) or _ELSEWHERE.search(value):
                yield "ほかのファイルやアドレスへの参照"
        if tag == f"{_SVG}style" and _ELSEWHERE.search(element.text or ""):
            yield "ほかのファイルやアドレスへの参照"


def _chunks(content: bytes) -> list[tuple[bytes, bytes]] | None:
    """Return all chunks with their kinds; None if one is damaged or missing (PNG, 5.3)."""
    if not content.startswith(_PNG):
        return None
    position, found = len(_PNG), []
    while position + 12 <= len(content):
        length, kind = _CHUNK.unpack_from(content, position)
        end = position + 8 + length
        (checksum,) = struct.unpack_from(">L", content, end) if end + 4 <= len(content) else (None,)
        if checksum != zlib.crc32(content[position + 4 : end]):
            return None
        found.append((kind, content[position : end + 4]))
        position = end + 4
        if kind == b"IEND":
            break  # the rest is not part of the picture
    kinds = [kind for kind, _ in found]
    return found if kinds[:1] == [b"IHDR"] and kinds[-1] == b"IEND" and b"IDAT" in kinds else None


def _header(chunks: list[tuple[bytes, bytes]] | None) -> tuple[int, int, int, int, int] | None:
    """Return width, height, depth, colour type and interlacing; None if they are invalid."""
    if not chunks or len(chunks[0][1]) != _HEADER.size + 12:
        return None
    width, height, depth, colour, compression, method, interlaced = _HEADER.unpack_from(chunks[0][1], 8)
    sound = depth in _DEPTHS.get(colour, ()) and width and height and not compression and not method
    palette = colour != 3 or any(kind == b"PLTE" for kind, _ in chunks)
    return (width, height, depth, colour, interlaced) if sound and palette and interlaced < 2 else None


def _decodes(chunks: list[tuple[bytes, bytes]], header: tuple[int, int, int, int, int]) -> bool:
    """Return whether the data decode to the rows of the header, each with a valid filter."""
    width, height, depth, colour, interlaced = header
    bits = depth * _SAMPLES[colour]
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    rows = [
        1 + (bits * -(-(width - left) // across) + 7) // 8
        for left, top, across, down in passes
        if width > left
        for _ in range(top, height, down)
    ]
    decoder = zlib.decompressobj()
    try:
        data = decoder.decompress(
            b"".join(part[8:-4] for kind, part in chunks if kind == b"IDAT"), sum(rows) + 1
        )
    except zlib.error:
        return False
    if len(data) != sum(rows):
        return False
    position = 0
    for length in rows:
        if data[position] > _LAST_FILTER:
            return False
        position += length
    return True
