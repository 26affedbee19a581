"""The parts of a received Word file, read within limits.

A few kilobytes can decompress to more than a machine's memory. Only the required parts are decompressed, each
up to its limit; links of the file are never opened.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, iterparse

from progress_report.inputs.parsing.text_files import MEGABYTE, read_bytes
from progress_report.inputs.readers.file_kinds import OLE_MARK, ZIP_MARK
from progress_report.messages import word_import as messages
from progress_report.model.findings import ReportError
from progress_report.provenance.embedded import WORD_NAMESPACE

# The tag of WordprocessingML elements, and that of what programs without newer features show instead.
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_FILE = 100 * MEGABYTE
_MOST_PART = 50 * MEGABYTE  # decompressed
_MOST_PICTURES = 200 * MEGABYTE  # of all pictures, decompressed
_MOST_PARTS = 5_000
_MOST_ELEMENTS = 1_000_000  # of all parts that are read
_DEEPEST = 100
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MACROS = re.compile(r"(?:.*/)?vbaProject.*\.bin", re.IGNORECASE)
_CUSTOM = re.compile(r"customXml/[^/]+\.xml")
_MARGINS = re.compile(r"word/(?:header|footer)[0-9]*\.xml")
_PROPERTIES, _DIGEST = "docProps/custom.xml", "progress-report-base"
_BODY, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
# Permitted external references: neither is part of the document's content.
_HARMLESS = ("/hyperlink", "/attachedTemplate")


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts read from a Word file.

    ``parts``: parsed XML by name; ``media``: the pictures of the body by relationship identifier; ``base``:
    the original content, None if lost; ``digest``: of the base, empty if even that is lost.
    """

    name: str
    parts: dict[str, Element]
    media: dict[str, bytes]
    base: Element | None
    digest: str

    @property
    def body(self) -> Element:
        return self.parts[_BODY]

    @property
    def margins(self) -> list[Element]:
        """The headers and footers."""
        return [part for name, part in self.parts.items() if _MARGINS.fullmatch(name)]


def read_word_file(path: Path) -> WordPackage:
    """Read a Word file. ReportError if it is not one, is damaged, or is unsafe to read."""
    name = path.name
    content = read_bytes(path, name, _MOST_FILE)
    if not content.startswith(ZIP_MARK):
        kind = "古いWordの文書か、パスワードの付いた文書" if content.startswith(OLE_MARK) else "別の形式"
        raise messages.NOT_WORD.error(name, kind=kind)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, name)
    except ReportError:
        raise
    except Exception:  # zipfile does not wrap the decompressors' exceptions on damaged archives
        raise messages.DAMAGED_WORD.error(name) from None


def _read(archive: zipfile.ZipFile, name: str) -> WordPackage:
    names = archive.namelist()
    if len(names) > _MOST_PARTS:
        raise messages.WORD_TOO_LARGE.error(name, what="部品の数", most=f"{_MOST_PARTS:,}個")
    if any(map(_MACROS.fullmatch, names)):
        raise messages.WORD_MACROS.error(name)
    if _BODY not in names:
        raise messages.NOT_WORD.error(name, kind="別の形式")
    parser = _Parser(archive, name)
    for part in names:
        if part.endswith(".rels"):
            _require_inside(parser.part(part), name)
    wanted = [_BODY, "word/styles.xml", "word/comments.xml", "word/footnotes.xml", "word/endnotes.xml"]
    wanted += filter(_MARGINS.fullmatch, names)
    parts = {part: parser.part(part) for part in wanted if part in names}
    media = dict(_media(archive, name, parser.part(_RELATIONS))) if _RELATIONS in names else {}
    custom = [parser.part(part) for part in names if _CUSTOM.fullmatch(part)]
    base = next((one for one in custom if one.tag == f"{{{WORD_NAMESPACE}}}report"), None)
    properties = parser.part(_PROPERTIES) if _PROPERTIES in names else ()
    digests = ("".join(one.itertext()).strip() for one in properties if one.get("name") == _DIGEST)
    return WordPackage(name, parts, media, base, next(digests, ""))


@dataclass(slots=True)
class _Parser:
    """Parses parts of one archive within the limits of the whole."""

    archive: zipfile.ZipFile
    name: str
    left: int = _MOST_ELEMENTS

    def part(self, part: str) -> Element:
        """Return a part's root. ReportError for a DTD, or if a limit is exceeded."""
        with self.archive.open(part) as unfolded:
            content = unfolded.read(_MOST_PART + 1)
        if len(content) > _MOST_PART:
            raise self._too_large("部品", _megabytes(_MOST_PART))
        if _DTD.search(content.replace(b"\0", b"")):  # UTF-16 has them between the letters
            raise messages.WORD_DOCUMENT_TYPE.error(self.name)
        root: Element | None = None
        depth = 0
        try:
            for event, element in iterparse(io.BytesIO(content), ("start", "end")):
                if event == "end":
                    depth -= 1
                    continue
                root = element if root is None else root
                depth += 1
                self.left -= 1
                if self.left < 0:
                    raise self._too_large("要素の数", f"{_MOST_ELEMENTS:,}個")
                if depth > _DEEPEST:
                    raise self._too_large("要素の深さ", f"{_DEEPEST}段")
        except ParseError:
            raise messages.DAMAGED_WORD.error(self.name) from None
        assert root is not None
        return root

    def _too_large(self, what: str, most: str) -> ReportError:
        return messages.WORD_TOO_LARGE.error(self.name, what=what, most=most)


def _media(archive: zipfile.ZipFile, name: str, relations: Element) -> Iterator[tuple[str, bytes]]:
    """Yield the pictures of the body by relationship identifier. ReportError if the limit is exceeded."""
    left = _MOST_PICTURES
    there = {*archive.namelist()}
    for one in relations:
        part = posixpath.normpath(posixpath.join("/word", one.get("Target", ""))).removeprefix("/")
        if not one.get("Type", "").endswith("/image") or part not in there:
            continue
        with archive.open(part) as unfolded:
            content = unfolded.read(left + 1)
        left -= len(content)
        if left < 0:
            raise messages.WORD_TOO_LARGE.error(name, what="図や写真", most=_megabytes(_MOST_PICTURES))
        yield one.get("Id", ""), content


def _megabytes(count: int) -> str:
    return f"{count // MEGABYTE} MB"


def _require_inside(relations: Element, name: str) -> None:
    for one in relations:
        if one.get("TargetMode") == "External" and not one.get("Type", "").endswith(_HARMLESS):
            raise messages.WORD_LINKS.error(name, target=one.get("Target", ""))
