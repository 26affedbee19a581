"""Texts made of words and identified values: sentences, headings, prose, titles and labels.

Every text is a template. It may name the section's dates and quantities and what it is given; a column of a
table of years may be written as ``{online:moved}``, ``{share:change}``, ``{online:streak}``.
"""

from collections.abc import Mapping
from string import Formatter
from typing import Any, cast

import pandas as pd

from progress_report.authoring.absent import block_or_reason, value_or_absent
from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.authoring.display import Displayed
from progress_report.authoring.movements import change, movement, movement_and_change
from progress_report.authoring.slips import unknown_form, value_slip
from progress_report.authoring.years import before_and_after, is_of_years, streak
from progress_report.inputs.notebook_grammar import FORMS
from progress_report.inputs.paragraphs import paragraph_fault
from progress_report.inputs.placeholders import brace_faults
from progress_report.inputs.section import OPENED, Section
from progress_report.model.absent import Absent
from progress_report.model.blocks import DEEPEST_HEADING, Heading, ItemList, Paragraph
from progress_report.model.findings import ReportError, fault
from progress_report.model.inline import (
    Date,
    Fragment,
    Inline,
    Number,
    Placeholder,
    ProseOrigin,
    Reference,
    Source,
    put_in_for,
    reference_named,
    stated,
    without_marks,
    words,
)
from progress_report.model.markup import markup_in
from progress_report.model.quantity import Quantity

Value = Any  # a Quantity, a Date, a Fragment or a column of a table of years; anything else is refused
Words = str | Fragment
_WITHOUT_UNIT = "number"


def compose(
    template: str, values: Mapping[str, Value], source: Source | None = None, known: Mapping[str, Value] = {}
) -> Fragment:
    """Fill ``{names}`` of a template with values; ``{表:name}`` and ``{図:name}`` become references.

    ``known``: further values, which need no place. Words of a notebook (no ``source``) may hold no numerals;
    those in prose from a file become *stated* numerals of that file and line. ReportError for a name without
    a value, ValueError for a value without a place.
    """
    if source is None and (markup := markup_in(template)):
        raise ValueError(f"文に{markup}を書くことはできません（「{template}」）。言葉だけで書いてください。")
    runs: list[Fragment] = []
    used = set()
    placed = 0
    for message, remedy in brace_faults(template, () if source else FORMS):
        raise _template_fault(message, remedy, source)
    given = {**known, **values}
    for literal, name, specification, _ in Formatter().parse(template):
        runs.append(stated(literal, source) if source else words(literal))
        if name is None:
            continue
        if reference := reference_named(name, specification, source):
            runs.append((reference,))
            continue
        if name not in given:
            names = "、".join(given) or "なし"
            message = f"差し込む値「{name}」がありません（使える名前: {names}）。"
            remedy = "文章を直してください。" if source else f"「{name}=…」を渡すか、文章を直してください。"
            raise _template_fault(message, remedy, source)
        used.add(name)
        filled = _filled(name, specification or "", given[name])
        runs.append(put_in_for(filled, Placeholder(name, placed)))
        placed += 1
    if source is None and (unplaced := sorted(set(values) - used)):
        raise ValueError(f"文の中に置き場所のない値があります（{'、'.join(unplaced)}）。")
    return without_marks(tuple(run for fragment in runs for run in fragment))


def _filled(name: str, form: str, value: Value) -> Fragment:
    """Return what is printed of a value. TypeError where an author has handed over something else."""
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
    if isinstance(value, tuple) and all(isinstance(run, Inline) for run in value):
        return value
    raise value_slip(name, value)


def known_values(section: Section | None) -> dict[str, Value]:
    """Return what every text of a section's notebook may name without being given it."""
    return {} if section is None else {"fiscal_year": section.fiscal_year, **section.values}


def fragment_of(text: Words) -> Fragment:
    """Return a title, heading or label: a template over the opened section's dates and quantities."""
    return compose(text, {}, known=known_values(OPENED.section)) if isinstance(text, str) else text


@block_or_reason
def say(template: str, /, **values: Value) -> Displayed:
    """Make a paragraph: ``say("対応済は{done}である。", done=status["done"])``."""
    return Displayed(Paragraph(compose(template, values, known=known_values(OPENED.section))))


@block_or_reason
def heading(template: str, /, **values: Value) -> Displayed:
    """Make a heading that depends on values, marked as in markdown: ``heading("## {year}の状況")``."""
    marker, _, text = template.partition(" ")
    if not text or set(marker) != {"#"} or len(marker) > DEEPEST_HEADING:
        raise ValueError(f"見出しは # から ####、空白、文の順に書いてください（「{template}」）。")
    content = compose(text, values, known=known_values(OPENED.section))
    if any(isinstance(run, Reference) for run in content):
        raise ValueError(f"見出しから表・図を参照することはできません（「{template}」）。")
    return Displayed(Heading(len(marker), content))


@value_or_absent
def phrase(template: str, /, **values: Value) -> Fragment:
    """Make words and values to be used inside something else."""
    return compose(template, values, known=known_values(OPENED.section))


@block_or_reason
def prose(section: Section, name: str, /, **values: Value) -> Displayed:
    """Make a paragraph that the analysts wrote in the parameters."""
    (paragraph,) = _paragraphs(section, name, values, single=True)
    return Displayed(Paragraph(*paragraph))


@block_or_reason
def items(section: Section, name: str, /, **values: Value) -> Displayed:
    """Make a list of what the analysts wrote, each entry marked ○."""
    contents, origins = zip(*_paragraphs(section, name, values), strict=True)
    return Displayed(ItemList(contents, origins=origins))


def prose_of(section: Section, name: str, values: Mapping[str, Value]) -> tuple[Fragment, ProseOrigin]:
    """Return a prose entry of one paragraph, as a table's note has it, and where it was written."""
    (paragraph,) = _paragraphs(section, name, values, single=True)
    return paragraph


def _paragraphs(
    section: Section, name: str, values: Mapping[str, Value], *, single: bool = False
) -> list[tuple[Fragment, ProseOrigin]]:
    written = section.prose(name)
    CELL_BLOCKS.asked_for(name)
    if problem := paragraph_fault(section.params, section.index, name, single=single):
        raise ReportError([problem])
    return [
        (
            compose(text, values, source, section.values),
            ProseOrigin(section.name, name, index, source.file, source.line, text),
        )
        for index, (text, source) in enumerate(written)
    ]


def _template_fault(message: str, remedy: str, source: Source | None) -> Exception:
    if source is None:
        return ValueError(message + remedy)
    line = getattr(source, "line", None)
    column = cast(str, getattr(source, "name", ""))
    return fault(message, remedy, file=source.file, row=line, column=column)
