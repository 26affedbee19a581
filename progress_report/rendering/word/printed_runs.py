"""Runs as they are read on paper, and which of their characters stand for which placeholder."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from progress_report.document.runs import LineBreak, NoteMark, Reference, Run
from progress_report.model.inline import REFERABLE

_WORDS = {kind: word for word, kind in REFERABLE.items()}


class Field(NamedTuple):
    """What was printed for a placeholder: its name as templates have it, and its characters."""

    name: str
    start: int
    end: int


def printed(runs: Sequence[Run]) -> str:
    """Return what is read on paper, note marks included, with line feeds."""
    return "".join(
        "\n" if isinstance(one, LineBreak) else f"[{one.mark}]" if isinstance(one, NoteMark) else one.text
        for one in runs
    )


def fields(runs: Sequence[Run]) -> list[Field]:
    """Return what was printed for each placeholder, all runs of one together, marks between them included."""
    found: dict[object, Field] = {}
    at = 0
    for key, group in groupby(enumerate(runs), key=_placeholder):
        end = at + len(printed([one for _, one in group]))
        if key is not None:
            name, _ = key
            begun = found.get(key)
            found[key] = Field(name, at if begun is None else begun.start, end)
        at = end
    return list(found.values())


def _placeholder(numbered: tuple[int, Run]) -> tuple[str, object] | None:
    """Return what tells a run's placeholder apart from others of the same name; None for words."""
    number, one = numbered
    if isinstance(one, Reference):
        return f"{_WORDS[one.kind]}:{one.name}", ("reference", number)
    placeholder = getattr(one, "placeholder", None)
    return (placeholder.name, placeholder.index) if placeholder else None
