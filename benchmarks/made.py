"""Whether a contender really made its report: nothing is quicker than doing nothing."""

import re
from collections.abc import Iterable
from pathlib import Path

import pypdfium2

_JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
_ENOUGH = 100


def require_made(folder: Path, patterns: Iterable[str]) -> None:
    """RuntimeError unless each pattern names files of the folder, each with Japanese text in it."""
    for pattern in patterns:
        paths = sorted(folder.glob(pattern))
        if not paths:
            raise RuntimeError(f"no {pattern} was made")
        for path in paths:
            text = pdf_text(path) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")
            if len(_JAPANESE.findall(text)) < _ENOUGH:
                raise RuntimeError(f"{path.name} has hardly any Japanese text")


def pdf_text(path: Path) -> str:
    """The text of all pages in reading order."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
