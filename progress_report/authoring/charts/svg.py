"""Figures as SVG that can be embedded repeatedly in one HTML page, and in Typst."""

import io
import re
import xml.etree.ElementTree as ET

from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

_SVG = "http://www.w3.org/2000/svg"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def svg_of(figure: Figure, name: str) -> str:
    """Return the figure as an SVG with real text, its ids beginning with ``name``."""
    buffer = io.StringIO()
    FigureCanvasSVG(figure)
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return _embeddable(buffer.getvalue(), name)


def _embeddable(text: str, prefix: str) -> str:
    """Make ids unique with ``prefix``; remove prolog, comments, and style sheets that would affect the page.

    Styles become presentation attributes, which a strict content security policy also allows.
    """
    root = ET.fromstring(text)
    for parent in reversed(list(root.iter())):  # parents last, when definitions have lost their styles
        for child in list(parent):
            tag = _local(child.tag)
            if tag in ("metadata", "style") or (tag == "defs" and not len(child)):
                parent.remove(child)
    for element in root.iter():
        element.tag = _local(element.tag)
        element.attrib = _attributes(element.attrib, prefix)
        element.text = (element.text or "").strip() or None
        if element.tag == "text":
            # As an image (JupyterLab), an SVG can use only the reader's own fonts.
            element.set("font-family", f"{element.get('font-family')}, sans-serif")
        element.tail = None
    # The removed style sheet set these for every element.
    root.attrib = {"xmlns": _SVG, **root.attrib, "stroke-linejoin": "round", "stroke-linecap": "butt"}
    return ET.tostring(root, encoding="unicode")


def _attributes(attributes: dict[str, str], prefix: str) -> dict[str, str]:
    result: dict[str, str] = {}
    for name, value in attributes.items():
        if name == "style":
            pairs = (declaration.split(":", 1) for declaration in value.split(";") if declaration.strip())
            result.update(
                {key.strip(): _REFERENCE.sub(rf"url(#{prefix}-\1)", item.strip()) for key, item in pairs}
            )
        elif name == "id":
            result["id"] = f"{prefix}-{value}"
        elif _local(name) == "href":
            result["href"] = f"#{prefix}-{value.removeprefix('#')}"
        elif name == "d":
            result["d"] = " ".join(value.split())
        elif not (name == "transform" and value.startswith("rotate(-0 ")):
            result[name] = _REFERENCE.sub(rf"url(#{prefix}-\1)", value)
    return result


def _local(name: str) -> str:
    return name.rpartition("}")[2]
