"""Pictures of an edited Word file: what they show, their alternative texts, and why one cannot be taken."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from xml.etree.ElementTree import Element

from progress_report.inputs.picture_checks import picture_faults

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_PNG, _PNG_MARK, _SVG = ".png", b"\x89PNG\r\n\x1a\n", ".svg"
_OTHER_KINDS = {
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"\xd7\xcd\xc6\x9a": "WMF",
    b"\1\0\0\0": "EMF",
}
# What programs write where nobody wrote an alternative text: the file's name, or what a machine saw.
_FILE_NAME = re.compile(r"(?:.*[/\\])?[^/\\\s]+\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf|heic|webp)", re.I)
_MACHINE = re.compile(
    r"\s*(?:自動的に生成された説明|AI によって生成|AI 生成コンテンツ|Description automatically generated).*",
    re.DOTALL,
)
_LEAST_CUT = 0.5  # per cent
_NO_PICTURE = "図形、グラフ、埋め込まれた表など、写真や絵でないもの"
_CROPPED = "トリミングされていて、見えない所がファイルに残っている"
_TURNED = "回転か反転をしている"


@dataclass(frozen=True, slots=True)
class Picture:
    """What stands in the place of a picture.

    ``contents``: of its files, the best first; ``alt``: what a person, or a machine (``guessed``), wrote to
    be read aloud; ``fault``: why it cannot be a picture of the report, as far as that is plain at once.
    """

    contents: tuple[bytes, ...] = ()
    alt: str = ""
    guessed: bool = False
    fault: str = ""

    @property
    def digests(self) -> set[str]:
        return {sha256(content).hexdigest() for content in self.contents}

    @property
    def shape(self) -> float:
        """Its width by its height in pixels; 0 where that is not known."""
        png = next((one for one in self.contents if one.startswith(_PNG_MARK)), b"")
        width, height = (int.from_bytes(png[start : start + 4]) for start in (16, 20))
        return width / height if height else 0

    def file(self) -> tuple[bytes, str, str]:
        """Return content and suffix of the file that it would be, and else why it can be none."""
        faults = [self.fault] if self.fault else []
        for content in () if faults else self.contents:
            suffix = _suffix(content)
            if not suffix:
                kind = next((kind for mark, kind in _OTHER_KINDS.items() if content.startswith(mark)), "ほか")
                faults.append(f"形式が{kind}で、PNG でも SVG でもない")
            elif found := next(picture_faults("図", suffix, content), None):
                faults.append(found.message.rstrip("。"))
            else:
                return content, suffix, ""
        return b"", "", faults[0] if faults else _NO_PICTURE


def picture_of(element: Element, media: Mapping[str, bytes]) -> Picture | None:
    """Return what a drawing, a picture of older programs or an embedded object shows.

    None for a text box, whose words are read. ``media``: the pictures of the body by their names.
    """
    inner = list(_shown(element))
    # The SVG first: the PNG beside it is for programs that cannot draw one.
    drawn = [one.get(f"{_R}embed", "") for one in inner if _local(one) == "svgBlip"]
    names = [one.get(f"{_R}embed", "") for one in inner if one.tag == f"{_A}blip"]
    names += [one.get(f"{_R}id", "") for one in inner if one.tag == f"{_V}imagedata"]
    if not names and any(_local(one) == "txbxContent" for one in inner):
        return None
    written = next(_described(inner), "").strip()
    alt = " ".join(_MACHINE.sub("", written).split())
    return Picture(
        contents=tuple(media[name] for name in (*drawn, *names) if name in media),
        alt="" if _FILE_NAME.fullmatch(alt) else alt,
        guessed=bool(_MACHINE.search(written)),
        fault=_fault(element, inner, names),
    )


def _fault(element: Element, inner: list[Element], names: list[str]) -> str:
    """Return why a drawing cannot be a picture of the report; nothing where it can."""
    kinds = [one.get("uri", "") for one in inner if one.tag == f"{_A}graphicData"]
    if len(names) != 1 or any(kind != _PICTURE for kind in kinds) or _local(element) == "object":
        return _NO_PICTURE
    for one in inner:
        sides = one.attrib if one.tag == f"{_A}srcRect" else {}
        crops = (
            [name for name in one.attrib if name.startswith("crop")] if one.tag == f"{_V}imagedata" else []
        )
        if crops or any(map(_is_cut, sides.values())):
            return _CROPPED
        ways = [one.get(name, "0") for name in ("rot", "flipH", "flipV")] if one.tag == f"{_A}xfrm" else []
        if any(way not in ("0", "false") for way in ways):
            return _TURNED
    return ""


def _is_cut(side: str) -> bool:
    """Return whether something of a side is hidden: programs round, and add a margin where it is negative."""
    try:
        return float(side.rstrip("%")) * (1 if side.endswith("%") else 0.001) > _LEAST_CUT
    except ValueError:
        return True


def _described(inner: list[Element]) -> Iterator[str]:
    for one in inner:
        if _local(one) == "docPr":
            yield one.get("descr", "")
        elif one.tag == f"{_V}shape":
            yield one.get("alt", "")


def _suffix(content: bytes) -> str:
    """Return the suffix of a picture that a report can have; nothing for another kind."""
    if content.startswith(_PNG_MARK):
        return _PNG
    return _SVG if b"<svg" in content[:2000] else ""


def _shown(element: Element) -> Iterator[Element]:
    """Yield an element and all in it, but the paragraphs of a text box, and what older programs show in the
    place of something newer."""
    yield element
    for child in () if _local(element) == "txbxContent" else element:
        if child.tag != _FALLBACK:
            yield from _shown(child)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
