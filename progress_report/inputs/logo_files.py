"""Whether a theme's logo can be put into page and PDF as it is: a whole picture that needs nothing else.

The page shows it as an image, where a browser runs no script; the PDF draws it with no font but the report's.
So an SVG may hold shapes alone: no words, no pictures, no scripts, and nothing from elsewhere.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, XMLParser, fromstring

from progress_report.inputs.similar_files import similar_file_remedy
from progress_report.inputs.text_files import is_file
from progress_report.inputs.theme import Theme
from progress_report.model.findings import Finding, refused

LARGEST_BYTES = 200_000  # it stands in the page and in both PDFs
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
# In a style sheet or an attribute: any address but that of a part of the same file.
_ELSEWHERE = re.compile(r"@import|url\(\s*['\"]?\s*(?!#)[^)\s]|javascript:", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNK = struct.Struct(">L4s")
_REMEDY = "図形だけの SVG（文字はアウトライン、つまり図形に変えたもの）にして、保存し直してください。"


def logo_findings(theme: Theme) -> Iterator[Finding]:
    """Yield what keeps the logo from being printed."""
    if theme.logo is None:
        return
    path, row = theme.logo.path, theme.lines["logo", "file"]
    for message, remedy in _faults(path):
        yield Finding(message, remedy, theme.file, row, "logo.file")


def _faults(path: Path) -> Iterator[tuple[str, str]]:
    if not is_file(path):
        remedy = similar_file_remedy(path) or "params フォルダーに置くか、名前を直してください。"
        yield f"ロゴのファイルがありません（{path.name}）。", remedy
        return
    try:
        content = path.read_bytes()
    except OSError as error:
        yield f"ロゴのファイルを読めません（{refused(error)}）。", "権限を確かめてください。"
        return
    if len(content) > LARGEST_BYTES:
        message = f"ロゴのファイルが大きすぎます（{path.name}、{len(content):,}バイト）。"
        yield message, f"{LARGEST_BYTES:,}バイトまでにしてください。"
    elif path.suffix == ".svg":
        yield from _svg_faults(path.name, content)
    elif not _is_whole_png(content):
        message = f"ロゴのファイルがこわれているか、PNGではありません（{path.name}）。"
        yield message, "PNGで保存し直してください。"


def _svg_faults(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if b"<!ENTITY" in content or b"<?xml-stylesheet" in content:
        yield f"ロゴに、使えないもの（実体や書式の宣言）があります（{name}）。", _REMEDY
        return
    try:
        root = fromstring(content, XMLParser())
    except (ParseError, ValueError, LookupError):
        yield f"ロゴのファイルがこわれているか、SVGではありません（{name}）。", "SVGで保存し直してください。"
        return
    if root.tag != f"{_SVG}svg" or not _has_size(root):
        message = f"ロゴの大きさ（viewBox）が分かりません（{name}）。"
        yield message, "viewBox を付けて、SVGで保存し直してください。"
    for what in dict.fromkeys(_unusable(root)):
        yield f"ロゴに、使えないもの（{what}）があります（{name}）。", _REMEDY


def _has_size(root: Element) -> bool:
    try:
        _, _, width, height = map(float, re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError:
        return False
    return width > 0 and height > 0


def _unusable(root: Element) -> Iterator[str]:
    """Name elements and attributes that are no shapes, or that lead out of the file.

    What editors add in namespaces of their own is shown nowhere; but HTML would be.
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


def _is_whole_png(content: bytes) -> bool:
    """Whether all chunks up to the last are there, each with its checksum (PNG, 5.3)."""
    if not content.startswith(_PNG):
        return False
    position, kinds = len(_PNG), []
    while position + 12 <= len(content):
        length, kind = _CHUNK.unpack_from(content, position)
        end = position + 8 + length
        (checksum,) = struct.unpack_from(">L", content, end) if end + 4 <= len(content) else (None,)
        if checksum != zlib.crc32(content[position + 4 : end]):
            return False
        kinds.append(kind)
        position = end + 4
    return bool(kinds) and kinds[0] == b"IHDR" and kinds[-1] == b"IEND" and b"IDAT" in kinds
