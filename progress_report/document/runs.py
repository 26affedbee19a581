"""Inline runs: what sentences, cells and captions are made of. A text run holds no numeral."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from progress_report.document.models import Model, NotNegative, Optional
from progress_report.document.origins import Origin, QuantityId

_NO_NUMERAL = "^[^0-9０-９①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉏㉑-㉟㊀-㊉㊱-㊿㋀-㋋㍘-㍰㏠-㏾¼-¾⅐-ↈ↉]*$"


class WordsOrigin(Model):
    """The quantities that decided the words: other values would have made it others (増加, 達成)."""

    kind: Literal["words"] = "words"
    decided_by: list[QuantityId]


class Placeholder(Model):
    """The ``{name}`` that a run was put in for, and which of the template's placeholders it was (from 0)."""

    name: str
    index: NotNegative


class Text(Model):
    """Words; a numeral here would be of unknown origin and is refused."""

    type: Literal["text"] = "text"
    text: Annotated[str, StringConstraints(pattern=_NO_NUMERAL)]
    origin: WordsOrigin | None = Optional
    placeholder: Placeholder | None = Optional


class Number(Model):
    """A printed quantity, with its unit (in a sentence) or without (in a table cell).

    ``change``: it is a difference whose sign is printed as a word (3.1ポイント増, 90手続減, 増減なし).
    """

    type: Literal["quantity"] = "quantity"
    text: str
    id: QuantityId
    change: Literal[True] | None = Optional
    placeholder: Placeholder | None = Optional


class Date(Model):
    """A printed day, month, fiscal year or quarter."""

    type: Literal["date"] = "date"
    text: str
    iso: str
    source: Origin
    placeholder: Placeholder | None = Optional


class Stated(Model):
    """A numeral typed by hand in prose or in a label, with the file and line it stands in."""

    type: Literal["stated"] = "stated"
    text: str
    source: Origin
    placeholder: Placeholder | None = Optional


class ScaleMark(Model):
    """A mark on a chart's numeric axis, and where it stands there."""

    type: Literal["scale"] = "scale"
    text: str
    location: Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]


class NoteMark(Model):
    """The ※ that ties a word to a note of the same block; mark and anchor are given when stitched."""

    type: Literal["note_reference"] = "note_reference"
    note: str
    mark: str | None = Optional
    anchor: str | None = Optional

    @property
    def text(self) -> str:
        return ""


class Reference(Model):
    """「表3」, a link to a table or chart; its text and anchor are given when stitched."""

    type: Literal["reference"] = "reference"
    kind: Literal["table", "chart"]
    name: str
    source: Origin | None = Optional
    text: str = Field(default="", exclude_if=lambda text: not text)
    anchor: str | None = Optional


class LineBreak(Model):
    """A forced new line."""

    type: Literal["line_break"] = "line_break"
    placeholder: Placeholder | None = Optional

    @property
    def text(self) -> str:
        return ""


class Structural(Model):
    """A number given by the report's own order, where formats list what they print: no part of a fragment."""

    type: Literal["structural"] = "structural"
    text: str


Run = Annotated[
    Text | Number | Date | Stated | ScaleMark | NoteMark | Reference | LineBreak,
    Field(discriminator="type"),
]
Runs = list[Run]
# What is printed of runs, references by their text.
Printable = Text | Number | Date | Stated | ScaleMark | Structural


def plain(runs: Iterable[Run], line_break: str = "") -> str:
    """Return the words as printed, without note marks."""
    return "".join(line_break if isinstance(run, LineBreak) else run.text for run in runs)
