"""Sentences, headings and prose made of words and identified values."""

from string import Formatter
from typing import cast

from progress_report.authoring.absent import block_or_reason, value_or_absent
from progress_report.authoring.cell_blocks import CELL_BLOCKS
from progress_report.authoring.display import Displayed
from progress_report.authoring.slips import value_slip
from progress_report.inputs.paragraphs import paragraph_fault
from progress_report.inputs.placeholders import brace_faults
from progress_report.inputs.section import Section
from progress_report.model.blocks import DEEPEST_HEADING, Heading, ItemList, Paragraph
from progress_report.model.findings import ReportError, fault
from progress_report.model.inline import (
    Date,
    Fragment,
    Inline,
    Number,
    Reference,
    Source,
    Text,
    decided,
    reference_named,
    stated,
    without_marks,
    words,
)
from progress_report.model.markup import markup_in
from progress_report.model.quantity import PERCENT, Quantity, point_difference

Value = Quantity | Date | Fragment


def compose(template: str, values: dict[str, Value], source: Source | None = None) -> Fragment:
    """Fill ``{names}`` of a template with values; ``{表:name}`` and ``{図:name}`` become references.

    Words of a notebook (no ``source``) may hold no numerals; those in prose from a file become
    *stated* numerals of that file and line. ReportError for a name without a value, ValueError for
    a value without a place.
    """
    if source is None and (markup := markup_in(template)):
        raise ValueError(f"文に{markup}を書くことはできません（「{template}」）。言葉だけで書いてください。")
    runs: list[Fragment] = []
    used = set()
    for message, remedy in brace_faults(template):
        raise _template_fault(message, remedy, source)
    for literal, name, specification, _ in Formatter().parse(template):
        runs.append(stated(literal, source) if source else words(literal))
        if name is None:
            continue
        if reference := reference_named(name, specification, source):
            runs.append((reference,))
            continue
        if name not in values:
            known = "、".join(values) or "なし"
            message = f"差し込む値「{name}」がありません（使える名前: {known}）。"
            raise _template_fault(message, "文章を直してください。", source)
        used.add(name)
        runs.append(_fragment_of(name, values[name]))
    if source is None and used != set(values):
        raise ValueError(f"文の中に置き場所のない値があります（{'、'.join(sorted(set(values) - used))}）。")
    return without_marks(tuple(run for fragment in runs for run in fragment))


def _fragment_of(name: str, value: Value) -> Fragment:
    """Return what is printed of a value. TypeError where an author has handed over something else."""
    if isinstance(value, Quantity):
        return (Number(value),)
    if isinstance(value, Date):
        return (value,)
    if isinstance(value, tuple) and all(isinstance(run, Inline) for run in value):
        return value
    raise value_slip(name, value)


@block_or_reason
def sentence(template: str, **values: Value) -> Displayed:
    """A paragraph: ``sentence("対応済は{done}である。", done=quantity)``."""
    return Displayed(Paragraph(compose(template, values)))


@block_or_reason
def heading(template: str, **values: Value) -> Displayed:
    """A heading that depends on values, marked as in markdown: ``heading("## {year}の状況", …)``."""
    marker, _, text = template.partition(" ")
    if not text or set(marker) != {"#"} or len(marker) > DEEPEST_HEADING:
        raise ValueError(f"見出しは # から ####、空白、文の順に書いてください（「{template}」）。")
    content = compose(text, values)
    if any(isinstance(run, Reference) for run in content):
        raise ValueError(f"見出しから表・図を参照することはできません（「{template}」）。")
    return Displayed(Heading(len(marker), content))


@value_or_absent
def phrase(template: str, **values: Value) -> Fragment:
    """Words and values to be used inside something else: a title, a label, a source."""
    return compose(template, values)


@block_or_reason
def prose(section: Section, name: str, /, **values: Value) -> Displayed:
    """A paragraph the analysts wrote in the parameters."""
    (paragraph,) = _paragraphs(section, name, values, single=True)
    return Displayed(Paragraph(paragraph))


@block_or_reason
def items(section: Section, name: str, **values: Value) -> Displayed:
    """A list of what the analysts wrote, each entry marked ○."""
    return Displayed(ItemList(_paragraphs(section, name, values)))


@value_or_absent
def prose_fragment(section: Section, name: str, **values: Value) -> Fragment:
    """A prose entry to be used inside something else, such as a table's note."""
    (paragraph,) = _paragraphs(section, name, values, single=True)
    return paragraph


def _paragraphs(
    section: Section, name: str, values: dict[str, Value], *, single: bool = False
) -> tuple[Fragment, ...]:
    written = section.prose(name)
    CELL_BLOCKS.asked_for(name)
    if problem := paragraph_fault(section.params, section.index, name, single=single):
        raise ReportError([problem])
    return tuple(compose(text, {**section.values, **values}, source) for text, source in written)


@value_or_absent
def without_unit(quantity: Quantity) -> Fragment:
    """The number alone, where the words around it say what is counted."""
    return (Number(quantity, unit_shown=False),)


@value_or_absent
def movement(before: Quantity | None, after: Quantity) -> Fragment:
    """「241手続から302手続に増加しており」, 「…に減少しており」 or 「302手続で変わらず」, as displayed.

    「302手続であり」 in the first report ever (``before`` is None). A share of nothing (0 of 0) is
    「－（算出の対象なし）」.
    """
    if before is None or after.displayed is None:
        return (*_defined(after), Text("であり"))
    if before.displayed is None:
        return (*_defined(before), Text("から"), Number(after), Text("となり"))
    if after.displayed == before.displayed:
        return (Number(after), *decided("で変わらず", before, after))
    verb = "に増加しており" if after > before else "に減少しており"
    return (Number(before), Text("から"), Number(after), *decided(verb, before, after))


@value_or_absent
def change(before: Quantity | None, after: Quantity) -> Fragment:
    """「3.1ポイント増」, 「3.1ポイント減」 or 「増減なし」: shares change by points, counts by counts.

    「42.1%」, the value itself, in the first report ever (``before`` is None).
    """
    if before is None:
        return _defined(after)
    if before.displayed is None or after.displayed is None:
        return decided("増減を比べられない値", before, after)
    shares = before.unit == PERCENT
    larger, smaller = (after, before) if after >= before else (before, after)
    size = point_difference(smaller, larger) if shares else larger - smaller
    if not size.displayed:
        return decided("増減なし", before, after)
    return (Number(size), *decided("増" if after > before else "減", before, after))


@value_or_absent
def movement_and_change(before: Quantity | None, after: Quantity, streak: Fragment = ()) -> Fragment:
    """「40.7%から44.2%に増加しており、3.5ポイント増」; 「44.2%」 in the first report ever.

    ``streak`` (「（2年連続で増加）」) stands behind the movement.
    """
    if before is None:
        return _defined(after)
    return (*movement(before, after), *streak, Text("、"), *change(before, after))


def _defined(quantity: Quantity) -> Fragment:
    return (Number(quantity), *(words("（算出の対象なし）") if quantity.displayed is None else ()))


def _template_fault(message: str, remedy: str, source: Source | None) -> Exception:
    if source is None:
        return ValueError(message + remedy)
    line = getattr(source, "line", None)
    column = cast(str, getattr(source, "name", ""))
    return fault(message, remedy, file=source.file, row=line, column=column)
