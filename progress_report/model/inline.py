"""Inline runs: what sentences, cells and captions are made of. A plain text run holds no numeral."""

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

# What a report numbers, and the block that it is.
REFERABLE: dict[str, Literal["table", "chart"]] = {"表": "table", "図": "chart"}
# 「{表:plan}」, the colon in either width.
_REFERENCE = re.compile(rf"\s*({'|'.join(REFERABLE)})\s*[:：]\s*([A-Za-z][A-Za-z0-9_-]*)\s*")

# Where a printed date or a numeral inside a label was written.
Source = Cell | Parameter


@dataclass(frozen=True, slots=True)
class Placeholder:
    """The ``{name}`` that a run was put in for, and which of the template's placeholders it was (from 0)."""

    name: str
    index: int


@dataclass(frozen=True, slots=True)
class ProseOrigin:
    """Where a text of the parameters was written, and the text as it stands there (``template``).

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
    """Words without numerals; ValueError if one was typed into them.

    ``decided_by``: the quantities that made it these words, where other values would have made it others
    (増加, 達成).
    """

    text: str
    decided_by: tuple[Quantity, ...] = ()
    # Equal runs are equal whatever they were put in for.
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

    ``as_change``: it is a difference, and printed without a sign: 「3.1ポイント増」.
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
    """A printed day, month, fiscal year or quarter, and where it was set."""

    moment: Moment
    source: Source
    placeholder: Placeholder | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        return self.moment.label


@dataclass(frozen=True, slots=True)
class Stated:
    """A numeral typed by hand in prose or in a label, with the file and line it stands in."""

    text: str
    source: Source
    placeholder: Placeholder | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class ScaleMark:
    """A mark on a chart's numeric axis: a numeral of the scale, no value of the data.

    ``location``: where it stands on the axis, as a decimal. ValueError where the text is another number.
    """

    text: str
    location: str

    def __post_init__(self) -> None:
        if signed_value_of(self.text) != Fraction(self.location):
            raise ValueError(f"目盛「{self.text}」の位置は{self.location}です。")


@dataclass(frozen=True, slots=True)
class NoteReference:
    """The ※ that ties a word to a note of the same block; its mark is given when stitched."""

    note: str

    @property
    def text(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Reference:
    """「表3」, a link to a table or figure of the report; it gets its number when stitched.

    ``source`` is where a person wrote it, for telling of a name that no table or figure has.
    """

    word: str  # 表 or 図
    name: str
    source: Source | None = None

    @property
    def text(self) -> str:
        """What stands for it until the number is known."""
        return f"〔{self.word}: {self.name}〕"


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced new line."""

    placeholder: Placeholder | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        return ""


Inline = Text | Number | Date | Stated | ScaleMark | NoteReference | Reference | LineBreak
Fragment = tuple[Inline, ...]


def put_in_for(fragment: Fragment, placeholder: Placeholder) -> Fragment:
    """Return what is printed for a placeholder, each run knowing it."""
    return tuple(
        run
        if isinstance(run, ScaleMark | NoteReference | Reference)
        else replace(run, placeholder=placeholder)
        for run in fragment
    )


def words(text: str) -> Fragment:
    """A fragment of plain words, a line feed breaking the line; ValueError if it holds a numeral."""
    first, *others = text.split("\n")
    fragment: Fragment = (Text(first),) if first else ()
    for line in others:
        fragment += (LineBreak(), *words(line))
    return fragment


def stated(text: str, source: Source) -> Fragment:
    """Text from a file a person wrote: each numeral in it becomes a ``Stated`` run."""
    parts = split_numerals(text)
    return tuple(Stated(part, source) if numeral else Text(part) for part, numeral in parts)


def reference_named(name: str, specification: str | None, source: Source | None = None) -> Reference | None:
    """The reference in ``{表:plan}``, as Python takes apart what stands between braces; None in others."""
    match = _REFERENCE.fullmatch(f"{name}:{specification}" if specification else name)
    return match and Reference(match[1], match[2], source)


def joined(fragments: Iterable[Fragment]) -> Fragment:
    """「A、B、C」."""
    result: Fragment = ()
    for fragment in fragments:
        result += (*(words("、") if result else ()), *fragment)
    return result


def plain_text(fragment: Fragment) -> str:
    """The words as printed, without note marks and line breaks."""
    return "".join(run.text for run in fragment)


def plain_lines(fragment: Fragment) -> list[str]:
    """The words as printed, line by line."""
    return "".join("\n" if isinstance(run, LineBreak) else run.text for run in fragment).split("\n")


def is_illustrative(fragment: Fragment) -> bool:
    """Whether a value, date or label in the fragment, or what decided its words, is invented sample data."""
    sources = [getattr(run, "source", None) for run in fragment]
    sources += [quantity.origin for quantity in (*quantities_in(fragment), *decisive_in(fragment))]
    return any(source is not None and source.illustrative for source in sources)


def decided(text: str, *quantities: Quantity | None) -> Fragment:
    """Words that follow from these quantities, None left out; nothing for an empty text."""
    return (Text(text, _distinct(quantities)),) if text else ()


def no_words(*quantities: Quantity) -> Fragment:
    """A mark that no words stand here because of these quantities, for ``without_marks`` to resolve."""
    return (Text("", _distinct(quantities)),)


def without_marks(fragment: Fragment) -> Fragment:
    """The fragment without marks of ``no_words``, its last plain words following from their quantities."""
    absent = [run.decided_by for run in fragment if isinstance(run, Text) and not run.text]
    if not absent:
        return fragment
    remaining = tuple(run for run in fragment if not isinstance(run, Text) or run.text)
    return concluded(remaining, (quantity for quantities in absent for quantity in quantities))


def concluded(fragment: Fragment, quantities: Iterable[Quantity | None]) -> Fragment:
    """The fragment, the last of its plain words following from these quantities too."""
    for i in range(len(fragment) - 1, -1, -1):
        run = fragment[i]
        if isinstance(run, Text):
            following = replace(run, decided_by=_distinct((*run.decided_by, *quantities)))
            return (*fragment[:i], following, *fragment[i + 1 :])
    return fragment


def _distinct(quantities: Iterable[Quantity | None]) -> tuple[Quantity, ...]:
    return tuple({one.identifier: one for one in quantities if one is not None}.values())


def decisive_in(fragment: Fragment) -> Iterator[Quantity]:
    """The quantities that decided the words of the fragment."""
    return (quantity for run in fragment if isinstance(run, Text) for quantity in run.decided_by)


def quantities_in(fragment: Fragment) -> Iterator[Quantity]:
    """The quantities printed in the fragment, in order, without those they were computed from."""
    return (run.quantity for run in fragment if isinstance(run, Number))
