"""Inline runs: the parts of sentences, cells and captions. A plain text run contains no numeral."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from progress_report.model.control_characters import control_character
from progress_report.model.differences import change_text
from progress_report.model.moment import Moment
from progress_report.model.numerals import has_numeral, signed_value_of, split_numerals
from progress_report.model.quantity import Cell, Parameter, Quantity

# Numbered elements of a report, and the block type of each.
REFERABLE: dict[str, Literal["table", "chart"]] = {"表": "table", "図": "chart"}
# 「{表:plan}」, the colon in either width.
_REFERENCE = re.compile(rf"\s*({'|'.join(REFERABLE)})\s*[:：]\s*([A-Za-z][A-Za-z0-9_-]*)\s*")

# The place where a printed date or a numeral inside a label was written.
Source = Cell | Parameter


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The ``{name}`` or ``{name:form}`` that a run replaced, and its index among the template's placeholders
    (from 0)."""

    name: str
    index: int


@dataclass(frozen=True, slots=True)
class ProseOrigin:
    """The place of a text in the parameters, and the text as written there (``template``).

    ``index``: which of the entry's paragraphs, from 0.
    """

    section: str
    name: str
    index: int
    file: str
    line: int
    template: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words without numerals; ValueError if they contain one.

    ``decided_by``: the quantities that selected these words (増加, 達成); other values would have selected
    others.
    """

    text: str
    decided_by: tuple[Quantity, ...] = ()
    # Equal runs are equal whatever placeholder they replaced.
    placeholder: Placeholder | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if has_numeral(self.text):
            raise ValueError(
                f"文に数字を直接書くことはできません（「{self.text}」）。"
                "データ・パラメータの値を {名前} で差し込んでください。"
            )
        if control_character(self.text):
            raise ValueError(
                f"見えない制御文字（文字の向きを変えるものなど）があります（{self.text!a}）。"
                "打ち直してください。"
            )


@dataclass(frozen=True, slots=True)
class Number:
    """A printed quantity, with its unit (in a sentence) or without (in a table cell).

    ``as_change``: it is a difference, printed without a sign: 「3.1ポイント増」.
    """

    quantity: Quantity
    unit_shown: bool = True
    placeholder: Placeholder | None = field(default=None, compare=False)
    as_change: bool = False

    @property
    def text(self) -> str:
        if self.as_change:
            return change_text(self.quantity)
        return self.quantity.text if self.unit_shown else self.quantity.number


@dataclass(frozen=True, slots=True)
class Date:
    """A printed day, month, fiscal year or quarter, and the place where it was set."""

    moment: Moment
    source: Source
    placeholder: Placeholder | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        return self.moment.label


@dataclass(frozen=True, slots=True)
class LiteralText:
    """A literal numeral, typed by hand in prose or in a label, with its file and line."""

    text: str
    source: Source
    placeholder: Placeholder | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """A mark on a chart's numeric axis: a numeral of the scale, not a value of the data.

    ``location``: its position on the axis, as a decimal. ValueError if the text is another number.
    """

    text: str
    location: str

    def __post_init__(self) -> None:
        if signed_value_of(self.text) != Fraction(self.location):
            raise ValueError(f"目盛「{self.text}」の位置は{self.location}です。")


@dataclass(frozen=True, slots=True)
class NoteReference:
    """The ※ that links a word to a note of the same block; its mark is assigned when stitched."""

    note: str

    @property
    def text(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Reference:
    """「表3」, a link to a table or figure of the report, numbered when stitched.

    ``source``: where a person wrote it, to report a name that no table or figure has.
    """

    word: str  # 表 or 図
    name: str
    source: Source | None = None

    @property
    def text(self) -> str:
        """Placeholder text until the number is known."""
        return f"〔{self.word}: {self.name}〕"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced new line."""

    placeholder: Placeholder | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        return ""


Run = Text | Number | Date | LiteralText | ScaleMark | NoteReference | Reference | LineBreak
Inline = tuple[Run, ...]


def put_in_for(inline: Inline, placeholder: Placeholder) -> Inline:
    """Return the text printed for a placeholder, with each run recording the placeholder."""
    return tuple(
        run
        if isinstance(run, ScaleMark | NoteReference | Reference)
        else replace(run, placeholder=placeholder)
        for run in inline
    )


def text(words: str) -> Inline:
    """Return an inline of words, with line feeds as line breaks; ValueError if it contains a numeral."""
    first, *others = words.split("\n")
    inline: Inline = (Text(first),) if first else ()
    for line in others:
        inline += (LineBreak(), *text(line))
    return inline


def literal(text: str, source: Source) -> Inline:
    """Return text from a file a person wrote: each numeral in it becomes a ``LiteralText`` run."""
    parts = split_numerals(text)
    return tuple(LiteralText(part, source) if numeral else Text(part) for part, numeral in parts)


def reference_named(name: str, specification: str | None, source: Source | None = None) -> Reference | None:
    """Return the reference in ``{表:plan}``, split by Python at the colon; None for other placeholders."""
    match = _REFERENCE.fullmatch(f"{name}:{specification}" if specification else name)
    return match and Reference(match[1], match[2], source)


def joined(inlines: Iterable[Inline]) -> Inline:
    """Join inlines as 「A、B、C」."""
    result: Inline = ()
    for inline in inlines:
        result += (*(text("、") if result else ()), *inline)
    return result


def plain_text(inline: Inline) -> str:
    """Return the printed words, without note marks and line breaks."""
    return "".join(run.text for run in inline)


def plain_lines(inline: Inline) -> list[str]:
    """Return the printed words, line by line."""
    return "".join("\n" if isinstance(run, LineBreak) else run.text for run in inline).split("\n")


def is_illustrative(inline: Inline) -> bool:
    """Return whether any value, date or label, or a quantity behind its words, is invented sample data."""
    sources = [getattr(run, "source", None) for run in inline]
    sources += [quantity.origin for quantity in (*quantities_in(inline), *decisive_in(inline))]
    return any(source is not None and source.illustrative for source in sources)


def decided(text: str, *quantities: Quantity | None) -> Inline:
    """Return words that depend on these quantities, skipping None; nothing for an empty text."""
    return (Text(text, _distinct(quantities)),) if text else ()


def no_words(*quantities: Quantity) -> Inline:
    """Mark that these quantities left no words here, for ``without_marks`` to resolve."""
    return (Text("", _distinct(quantities)),)


def without_marks(inline: Inline) -> Inline:
    """Remove marks of ``no_words`` and make the last plain words depend on their quantities."""
    absent = [run.decided_by for run in inline if isinstance(run, Text) and not run.text]
    if not absent:
        return inline
    remaining = tuple(run for run in inline if not isinstance(run, Text) or run.text)
    return concluded(remaining, (quantity for quantities in absent for quantity in quantities))


def concluded(inline: Inline, quantities: Iterable[Quantity | None]) -> Inline:
    """Return the inline, making the last of its plain words depend on these quantities too."""
    for i in range(len(inline) - 1, -1, -1):
        run = inline[i]
        if isinstance(run, Text):
            following = replace(run, decided_by=_distinct((*run.decided_by, *quantities)))
            return (*inline[:i], following, *inline[i + 1 :])
    return inline


def _distinct(quantities: Iterable[Quantity | None]) -> tuple[Quantity, ...]:
    return tuple({one.identifier: one for one in quantities if one is not None}.values())


def decisive_in(inline: Inline) -> Iterator[Quantity]:
    """Return the quantities that decided the words of the inline."""
    return (quantity for run in inline if isinstance(run, Text) for quantity in run.decided_by)


def quantities_in(inline: Inline) -> Iterator[Quantity]:
    """Return the quantities printed in the inline, in order, without their operands."""
    return (run.quantity for run in inline if isinstance(run, Number))
