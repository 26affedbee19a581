"""The printed text of runs, and the positions of their placeholders in it."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from progress_report.document.runs import LineBreak, NoteMark, Reference, Run
from progress_report.model.inline import REFERABLE

_WORDS = {kind: word for word, kind in REFERABLE.items()}


class Field(NamedTuple):
    """The printed value of a placeholder: its name in the template, and its characters."""

    name: str
    start: int
    end: int


def printed(runs: Sequence[Run]) -> str:
    """Return the printed text, including note marks and line feeds."""
    return "".join(
        "\n" if isinstance(one, LineBreak) else f"[{one.mark}]" if isinstance(one, NoteMark) else one.text
        for one in runs
    )


def fields(runs: Sequence[Run]) -> list[Field]:
    """Return the printed value of each placeholder: all its runs, and marks between them."""
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
    """Return the name and identity of a run's placeholder; None for words."""
    number, one = numbered
    if isinstance(one, Reference):
        return f"{_WORDS[one.kind]}:{one.name}", ("reference", number)
    placeholder = getattr(one, "placeholder", None)
    return (placeholder.name, placeholder.index) if placeholder else None
