"""The code uses the ordinary words of its field: a list keeps private ones out."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.support.project_copy import ROOT

PACKAGES = ("progress_report", "benchmarks", "kit", "tests")
# Each with the word that the field has for it.
PRIVATE = {
    "alone_at": "lock",
    "anew": "again",
    "apart": "separate",
    "beneath": "below",
    "delivered": "ingested",
    "deliver": "write",
    "deliveries": "readers",
    "delivery": "files",
    "doubt": "warning",
    "doubtful": "ambiguous",
    "doubts": "warnings",
    "examine": "validate",
    "fault": "error",
    "faults": "violations",
    "grade": "severity",
    "hindrance": "reason",
    "holding": "lock",
    "judge": "validate",
    "judged": "validated",
    "judgement": "validation",
    "leavings": "stale files",
    "loquacious": "output limit",
    "midst": "during",
    "misfit": "mistake",
    "misshapen": "malformed",
    "normalised": "normalizations",
    "seal": "checksum",
    "sealed": "checksum",
    "slip": "mistake",
    "slips": "mistakes",
    "stated": "literal",
    "tell": "report",
    "telling": "reporting",
    "tells": "reports",
    "told": "reported",
    "unseal": "checksum",
    "unsound": "invalid",
}
# Members of files that others have: the JSON of a document.
PUBLISHED_NAMES = {"grade"}
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_CODE = re.compile("``.*?``|`.*?`", re.DOTALL)


_TERM = re.compile("fault[ _]injection", re.IGNORECASE)  # of the field


def _words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the words of names, comments and docstrings with their lines."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        string = _TERM.sub("", token.string)
        if token.type == tokenize.NAME and string not in PUBLISHED_NAMES:
            yield from ((token.start[0], part.lower()) for part in _PARTS.findall(string))
        elif token.type == tokenize.COMMENT or string.startswith('"""'):
            for word in re.findall(r"[a-z_]+", _CODE.sub("", string).lower()):
                yield token.start[0], word


def private_words(path: Path) -> list[str]:
    parts = {part.lower() for part in _PARTS.findall(path.read_text(encoding="utf-8"))}
    if not any(parts.issuperset(word.split("_")) for word in PRIVATE):
        return []  # tokenizing takes longer
    return [f"{path.name}:{line}: {word} → {PRIVATE[word]}" for line, word in _words(path) if word in PRIVATE]


def test_no_private_word_names_or_describes_anything() -> None:
    modules = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    modules.remove(Path(__file__))
    assert [found for path in modules for found in private_words(path)] == []


def test_no_private_word_names_a_module_or_decision() -> None:
    named = [*(ROOT / "docs/decisions").glob("*.md")]
    for package in PACKAGES:
        named += (ROOT / package).rglob("*.py")
    names = [(path.name, part) for path in named for part in _PARTS.findall(path.stem)]
    assert [name for name, part in names if part in PRIVATE and not _TERM.search(name)] == []


def test_a_private_word_is_found_in_names_comments_and_docstrings(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        '"""What is told."""\n\nfirst_fault = 1  # judged\nclass Doubt: ...\n', encoding="utf-8"
    )
    assert [found.partition(" ")[0] for found in private_words(module)] == [
        "module.py:1:", "module.py:3:", "module.py:3:", "module.py:4:"
    ]  # fmt: skip
