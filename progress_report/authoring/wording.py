"""Texts composed of words and identified values: sentences, headings, prose, titles and labels.

Every text is a template. It may use the section's dates and quantities and its arguments; a column of a table
of years may be written as ``{online:moved}``, ``{share:change}``, ``{online:streak}``.
"""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from progress_report.authoring.absent import block_or_reason, value_or_absent
from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.authoring.display import Displayed, with_warnings
from progress_report.authoring.mistakes import unknown_form, value_mistake
from progress_report.authoring.movements import change, movement, movement_and_change
from progress_report.authoring.years import before_and_after, is_of_years, streak
from progress_report.inputs.notebooks.notebook_grammar import FORMS
from progress_report.inputs.notebooks.overrides import HEADINGS, SENTENCES
from progress_report.inputs.notebooks.section import OPENED, Section
from progress_report.inputs.prose.templates import filled
from progress_report.model.absent import Absent
from progress_report.model.blocks import (
    DEEPEST_HEADING,
    Heading,
    ItemList,
    Paragraph,
    Paragraphs,
    Remark,
)
from progress_report.model.inline import (
    Date,
    Inline,
    Number,
    ProseOrigin,
    Reference,
    Run,
    Source,
    Text,
    without_marks,
)
from progress_report.model.markup import markup_in
from progress_report.model.quantity import Parameter, Quantity

Value = Any  # a Quantity, a Date, a Inline or a column of a table of years; other types raise an error
Words = str | Inline
_WITHOUT_UNIT = "number"


def compose(
    template: str,
    values: Mapping[str, Value],
    source: Source | None = None,
    known: Mapping[str, Value] = {},
    forms: Collection[str] | None = None,
) -> Inline:
    """Fill ``{names}`` of a template with values; ``{表:name}`` and ``{図:name}`` become references.

    ``known``: further values, which may remain unused. Words of a notebook (no ``source``) must not contain
    numerals; numerals in prose from a file become *literal* numerals of that file and line. ``forms``: the
    forms allowed after a name and a colon; for a notebook's words, all. ReportError for a name without a
    value, ValueError for a value without a place.
    """
    if source is None and (markup := markup_in(template)):
        raise ValueError(f"文に{markup}を書くことはできません（「{template}」）。言葉だけで書いてください。")
    forms = forms if forms is not None else () if source else FORMS
    runs, used = filled(template, {**known, **values}, _filled, source=source, forms=forms)
    if source is None and (unplaced := sorted(set(values) - used)):
        raise ValueError(f"文の中に置き場所のない値があります（{'、'.join(unplaced)}）。")
    return without_marks(runs)


def _filled(name: str, form: str, value: Value) -> Inline:
    """Return the printed form of a value. TypeError for an invalid argument of the author."""
    if isinstance(value, pd.Series) and is_of_years(value):
        before, after = before_and_after(value)
        if not form or after is None:
            return _filled(name, "", after)
        for one in (before, after):
            if not (one is None or isinstance(one, Quantity | Absent)):
                raise unknown_form(name, form, one)
        match form:
            case "moved":
                return movement(before, after)
            case "change":
                return change(before, after)
            case "moved, change":
                return movement_and_change(before, after)
            case "moved, streak, change":
                return movement_and_change(before, after, streak(value))
            case "streak":
                return streak(value)
    if isinstance(value, Quantity) and form == _WITHOUT_UNIT:
        return (Number(value, unit_shown=False),)
    if form:
        raise unknown_form(name, form, value)
    if isinstance(value, Quantity):
        return (Number(value),)
    if isinstance(value, Date):
        return (value,)
    if isinstance(value, tuple) and all(isinstance(run, Run) for run in value):
        return value
    raise value_mistake(name, value)


def composed(template: str, values: Mapping[str, Value] = {}, known: Mapping[str, Value] = {}) -> Inline:
    """Compose a text that may use the opened section's dates and quantities, too."""
    opened = {} if OPENED.section is None else OPENED.section.values
    return compose(template, values, known={**opened, **known})


def inline_of(text: Words) -> Inline:
    """Return a title, heading or label: a template over the opened section's dates and quantities."""
    return composed(text) if isinstance(text, str) else text


@block_or_reason
def say(template: str, /, **values: Value) -> Displayed:
    """Make a paragraph: ``say("対応済は{done}である。", done=status["done"])``."""
    if override := _override(SENTENCES):
        return Displayed(Paragraph(*_overridden(override, SENTENCES, values)))
    return Displayed(Paragraph(composed(template, values)))


@block_or_reason
def heading(template: str, /, **values: Value) -> Displayed:
    """Make a heading that depends on values, marked as in markdown: ``heading("## {year}の状況")``."""
    marker, _, text = template.partition(" ")
    if not text or set(marker) != {"#"} or len(marker) > DEEPEST_HEADING:
        raise ValueError(f"見出しは # から ####、空白、文の順に書いてください（「{template}」）。")
    if override := _override(HEADINGS, text):
        content, _ = _overridden(override, HEADINGS, values)
    else:
        content = composed(text, values)
    if any(isinstance(run, Reference) for run in content):
        raise ValueError(f"見出しから表・図を参照することはできません（「{template}」）。")
    return Displayed(Heading(len(marker), content))


def _override(member: str, words: str = "") -> tuple[str, str, Parameter] | None:
    """Return the parameters' replacement of the running cell's sentence or heading."""
    if OPENED.section is None:
        return None
    return OPENED.section.override(member, *CELL_BLOCKS.running, words)


def _overridden(
    override: tuple[str, str, Parameter], member: str, values: Mapping[str, Value]
) -> tuple[Inline, ProseOrigin]:
    """Return an override, filled with the values of the text it replaces, and its place."""
    name, text, source = override
    section = OPENED.section
    assert section is not None
    content = compose(text, values, source, section.values, FORMS)
    origin = ProseOrigin(section.name, f"overrides.{member}.{name}", 0, source.file, source.line, text)
    return content, origin


@value_or_absent
def phrase(template: str, /, **values: Value) -> Inline:
    """Make words and values for use inside another text."""
    return composed(template, values)


@block_or_reason
def prose(section: Section, name: str, /, **values: Value) -> Displayed:
    """Make the paragraphs of a prose entry in the parameters."""
    made = [Paragraph(*one) for one in written_prose(section, name, values)]
    if not made:
        return _unwritten(name)
    return Displayed(made[0] if len(made) == 1 else Paragraphs(tuple(map(with_warnings, made))))


@block_or_reason
def items(section: Section, name: str, /, **values: Value) -> Displayed:
    """Make a list of the paragraphs of a prose entry, each marked ○."""
    made = written_prose(section, name, values)
    if not made:
        return _unwritten(name)
    contents, origins = zip(*made, strict=True)
    return Displayed(ItemList(contents, origins=origins))


def written_prose(
    section: Section, name: str, values: Mapping[str, Value]
) -> list[tuple[Inline, ProseOrigin]]:
    """Return the filled paragraphs of a prose entry, each with its place."""
    CELL_BLOCKS.asked_for(name)
    return [
        (
            compose(text, values, source, section.values),
            ProseOrigin(section.name, name, index, source.file, source.line, text),
        )
        for index, (text, source) in enumerate(section.prose(name))
    ]


def _unwritten(name: str) -> Displayed:
    return Displayed(Remark(f"文章「{name}」は params に書かれていないので、報告書に載りません。"))


def row_labels(frame: pd.DataFrame, template: str, /) -> "pd.Series[Any]":
    """Fill a template with each row's values: ``row_labels(frame, "{system}\\n({operations})")``.

    The template may use the frame's columns, and the section's dates and quantities.
    """
    names = [str(name) for name in frame.columns]
    rows = zip(*(frame[name] for name in names), strict=True)
    labels = [composed(template, known=dict(zip(names, row, strict=True))) for row in rows]
    return pd.Series(labels, index=frame.index, dtype=object)


def ranges(frame: pd.DataFrame, lower: str, upper: str, /) -> "pd.Series[Any]":
    """Format two columns as ranges: 「1,000件以上」 for a blank upper bound, else 「100～999件」."""
    pairs = zip(frame[lower], frame[upper], strict=True)
    return pd.Series([_range(*pair) for pair in pairs], index=frame.index, dtype=object)


@value_or_absent
def _range(lower: Quantity, upper: Quantity | None) -> Inline:
    if upper is None:
        return (Number(lower), Text("以上"))
    if lower.value == upper.value:
        return (Number(upper),)
    return (Number(lower, unit_shown=False), Text("～"), Number(upper))
