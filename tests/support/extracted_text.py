"""A PDF's words as extracted by copying, grep and full-text indexes, including blanks."""

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

_WORDS = {"text", "quantity", "date", "stated"}
_BREAKS = {"note_reference", "reference", "line_break"}
_NOT_IN_PROSE = {"quantities", "findings", "svg", "labels", "values", "record", "alternative", "pictures"}


def _poppler(option: str, path: Path) -> str:
    options = [option] if option else []
    done = subprocess.run(
        ["pdftotext", *options, "-enc", "UTF-8", path, "-"], capture_output=True, check=True
    )
    return done.stdout.decode()


def page_words(path: Path) -> list[str]:
    """Return the words of each page, as PDFium copies them."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def pdf_words(path: Path) -> str:
    return "\n".join(page_words(path))


EXTRACTORS: Mapping[str, Callable[[Path], str]] = {
    "poppler": partial(_poppler, ""),
    "poppler -layout": partial(_poppler, "-layout"),
    "poppler -raw": partial(_poppler, "-raw"),
    "PDFium": pdf_words,
}


def parted(text: str, document: Any) -> tuple[list[str], int]:
    """Return the document's fragments that the text splits by blanks, and the number of fragments found.

    Line ends do not count as blanks. Fragments not found whole, such as those split by a page break, are
    ignored.
    """
    joined = re.sub(r" *[\r\n\f]+ *", "", text)
    squeezed = "".join(joined.split())
    present = [words for words in dict.fromkeys(_fragments(document)) if "".join(words.split()) in squeezed]
    return [words for words in present if words not in joined], len(present)


def _fragments(node: Any) -> Iterator[str]:
    """Yield the words of prose, cells, titles, notes and facts, split at line breaks."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name not in _NOT_IN_PROSE:
                yield from _fragments(value)
    elif isinstance(node, list):
        if node and all(isinstance(run, dict) and run.get("type") in _WORDS | _BREAKS for run in node):
            words = "".join("\n" if run["type"] in _BREAKS else run["text"] for run in node)
            yield from filter(None, words.split("\n"))
        else:
            for one in node:
                yield from _fragments(one)
