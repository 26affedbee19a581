"""Inline runs: the parts of sentences, cells and captions. A text run contains no numeral."""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from progress_report.document.models import Model, NotNegative, Optional
from progress_report.document.origins import Origin, QuantityId

_NO_NUMERAL = "^[^0-9０-９①-⒛⓪-⓿❶-➓㈠-㈩㉈-㉏㉑-㉟㊀-㊉㊱-㊿㋀-㋋㍘-㍰㏠-㏾¼-¾⅐-ↈ↉]*$"


class WordsOrigin(Model):
    """The quantities that selected the words (増加, 達成); other values would have selected others."""

    kind: Literal["words"] = "words"
    decided_by: list[QuantityId]


class Placeholder(Model):
    """The ``{name}`` or ``{name:form}`` that a run replaced, and its index among the template's placeholders
    (from 0)."""

    name: str
    index: NotNegative


class TermLink(Model):
    """A link to a term's explanation, by its anchor; ``anchor``: of this use, on the first of its runs."""

    entry: str
    anchor: str | None = Optional


class Text(Model):
    """Words; a numeral here would have no known origin and is rejected."""

    type: Literal["text"] = "text"
    text: Annotated[str, StringConstraints(pattern=_NO_NUMERAL)]
    origin: WordsOrigin | None = Optional
    placeholder: Placeholder | None = Optional
    term: TermLink | None = Optional


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


class LiteralText(Model):
    """A literal numeral, typed by hand in prose or in a label, with its file and line."""

    type: Literal["stated"] = "stated"
    text: str
    source: Origin
    placeholder: Placeholder | None = Optional
    term: TermLink | None = Optional


class ScaleMark(Model):
    """A mark on a chart's numeric axis, and its position."""

    type: Literal["scale"] = "scale"
    text: str
    location: Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]


class NoteMark(Model):
    """The ※ that links a word to a note of the same block; mark and anchor are assigned when stitched."""

    type: Literal["note_reference"] = "note_reference"
    note: str
    mark: str | None = Optional
    anchor: str | None = Optional

    @property
    def text(self) -> str:
        return ""


class Reference(Model):
    """「表3」, a link to a table or chart; its text and anchor are assigned when stitched."""

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
    """A number assigned by the report's order, listed among printed runs; never part of an inline."""

    type: Literal["structural"] = "structural"
    text: str


Run = Annotated[
    Text | Number | Date | LiteralText | ScaleMark | NoteMark | Reference | LineBreak,
    Field(discriminator="type"),
]
Runs = list[Run]
# Printable runs; a reference is printed as its text.
Printable = Text | Number | Date | LiteralText | ScaleMark | Structural


def runs_text(runs: Iterable[Run], line_break: str = "") -> str:
    """Return the printed words, without note marks."""
    return "".join(line_break if isinstance(run, LineBreak) else run.text for run in runs)
