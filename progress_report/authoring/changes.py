"""What changed since last year's report, as tables, sentences and lists.

Each function shows nothing where there is no report to compare with: the first report ever.
"""

from collections.abc import Iterable, Sequence

import pandas as pd

from progress_report.authoring.display import Displayed
from progress_report.authoring.tables import Column, Stub, table
from progress_report.authoring.wording import change, sentence
from progress_report.inputs.comparison import Comparison, IndicatorChange
from progress_report.inputs.composition import Change, Entry
from progress_report.inputs.plans import PlanOutcome
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.restatements import notes_column
from progress_report.inputs.section import Section
from progress_report.model.blocks import ItemList, Paragraph
from progress_report.model.grid import Fact, TableNote
from progress_report.model.inline import Date, Fragment, NoteReference, Number, Text, decided, joined, words
from progress_report.model.quantity import NOT_DEFINED, Quantity

_ORDER = "目標に達していない指標、達した指標、後退した指標、その他の順。同じ中では変化率の大きい順"
_NOTHING_WORSE = "前回から後退した指標はない。"
_EXACTLY = "丸める前の値で判定"
_SIGNS = {True: "▲", False: "▼"}


def comparison(section: Section) -> Comparison | None:
    """This year's report beside last year's; None in the first report ever."""
    # Not the section itself: that knows nothing of other sections, whose targets are compared too.
    return Comparison.with_previous(ReportYear(section.project, section.year))


def compared_with(section: Section, compared: Comparison | None, template: str, first: str) -> Displayed:
    """A sentence that may name {former} and {present}, or ``first`` where there is no former report."""
    if compared is None:
        return sentence(first)
    return sentence(template, former=_former(compared), present=section.fiscal_year)


def indicator_table(compared: Comparison | None, name: str, title: str) -> Displayed | None:
    """指標, 前回, 今回, 増減, 目標 and whether it is reached, by what matters most."""
    if compared is None or not compared.indicators:
        return None
    rows = [_indicator_row(indicator) for indicator in compared.indicators]
    notes = [
        TableNote(_note_name(one), (*one.title, Text("："), *one.note))
        for one in compared.indicators
        if one.note
    ]
    columns = [Column("前回", "former"), Column("今回", "present"), Column("増減", "change")]
    if any(indicator.target for indicator in compared.indicators):
        columns += [Column("目標", "target"), Column("達成", "met")]
    facts = [
        Fact("比較", years_compared(compared)),
        Fact("増減", words("▲は増、▼は減を示す（マイナスの記号ではない）")),
        Fact("並び", decided(_ORDER, *values_of(compared.indicators))),
    ]
    return table(name, title, _frame(rows), [Stub("指標", "title")], columns, notes=notes, facts=facts)


def worth_noting(compared: Comparison | None) -> Displayed | None:
    """Which indicators miss their target, and which became worse."""
    if compared is None or not compared.indicators:
        return None
    missed = [against_target(one) for one in compared.indicators if one.met is False]
    worse = [one.title for one in compared.indicators if one.improved is False]
    values = values_of(compared.indicators)
    parts: Fragment = ()
    if missed:
        parts += (*decided("目標に達していない指標は、", *values), *joined(missed), Text("。"))
    if worse:
        parts += (*decided("前回から後退した指標は、", *values), *joined(worse), Text("。"))
    else:
        parts += decided(_NOTHING_WORSE, *values)
    return Displayed(Paragraph(parts))


def plan_table(compared: Comparison | None, name: str, title: str) -> Displayed | None:
    """What last year's report announced, until when, and what came of it."""
    if compared is None or not compared.plans:
        return None
    rows = [_plan_row(outcome) for outcome in compared.plans]
    columns = [
        Column("予定", "announced"),
        Column("時期", "due"),
        Column("実績", "result"),
        Column("達成", "met"),
    ]
    facts = [Fact("予定", (_former(compared), Text("の報告による"))), Fact("比較", years_compared(compared))]
    return table(name, title, _frame(rows), [Stub("項目", "title")], columns, facts=facts)


def new_and_ended(compared: Comparison | None, nothing: str) -> Displayed | None:
    """A list of what only one of the two reports has; ``nothing`` where both have the same."""
    if compared is None:
        return None
    items = tuple(map(_entry, compared.entries))
    return Displayed(ItemList(items) if items else Paragraph(words(nothing)))


def _entry(entry: Entry) -> Fragment:
    """「調査に、区民意向調査が加わった。」, 「区民意向調査は、今回実施していない。」 …"""
    match entry.change:
        case Change.NEW:
            return (*entry.of, Text("に、"), *entry.name, Text("が加わった。"))
        case Change.ENDED:
            return (*entry.of, Text("から、"), *entry.name, Text("がなくなった。"))
        case Change.RENAMED:
            return (*entry.former, Text("は、"), *entry.name, Text("に名称が変わった。"))
        case Change.CONDUCTED:
            return (*entry.name, Text("は、前回は実施しておらず、今回実施した。"))
        case Change.NOT_CONDUCTED:
            return (*entry.name, Text("は、今回実施していない。"))
        case Change.NEW_SECTION:
            return (Text("『"), *entry.name, Text("』の節を、新たに設けた。"))
        case Change.NO_SECTION:
            return (Text("『"), *entry.name, Text("』の節を、今回は設けていない。"))


def _indicator_row(indicator: IndicatorChange) -> dict[str, object]:
    return {
        "title": indicator.title,
        "former": shown(indicator.former),
        notes_column("former"): (NoteReference(_note_name(indicator)),) if indicator.note else (),
        "present": shown(indicator.present),
        "change": _change(indicator),
        "target": shown(indicator.target) if indicator.target else (),
        "met": target_state(indicator),
    }


def _note_name(indicator: IndicatorChange) -> str:
    return f"former-{indicator.name}"


def _plan_row(outcome: PlanOutcome) -> dict[str, object]:
    return {
        "title": outcome.plan.title,
        "announced": shown(outcome.plan.announced),
        "due": (outcome.plan.due,) if outcome.plan.due else (),
        "result": shown(outcome.result),
        "met": _outcome(outcome),
    }


def _outcome(outcome: PlanOutcome) -> Fragment:
    """達成, 未達成, 期限前, or nothing where there is no result."""
    exactly = f"（{_EXACTLY}）" if outcome.judged_exactly else ""
    return decided(outcome.state + exactly, outcome.plan.announced, outcome.result)


def against_target(indicator: IndicatorChange) -> Fragment:
    """「進捗率（78%、目標は90%）」, for an indicator that has both."""
    assert indicator.present is not None and indicator.target is not None
    values = (Number(indicator.present), Text("、目標は"), Number(indicator.target))
    exactly = f"、{_EXACTLY}" if indicator.judged_exactly else ""
    following = decided(exactly, indicator.present, indicator.target)
    return (*indicator.title, Text("（"), *values, *following, Text("）"))


def target_state(indicator: IndicatorChange) -> Fragment:
    """達成, 未達成, or nothing where there is no target."""
    exactly = f"（{_EXACTLY}）" if indicator.judged_exactly else ""
    return decided(indicator.state + exactly, indicator.present, indicator.target)


def values_of(indicators: Iterable[IndicatorChange]) -> list[Quantity]:
    """All values that the order and the naming of the indicators follow from."""
    return [value for indicator in indicators for value in indicator.values]


def shown(quantity: Quantity | None) -> Fragment:
    """The value, or 「－」 where there is none."""
    return words(NOT_DEFINED) if quantity is None else (Number(quantity),)


def _change(indicator: IndicatorChange) -> Fragment:
    """「▲3.1ポイント増」: ▲ alone often means minus in Japanese statistics, so the word stands too."""
    if indicator.basis is None or indicator.present is None:
        return words("新規" if indicator.new else "終了" if indicator.ended else NOT_DEFINED)
    told = change(indicator.basis, indicator.present)
    difference = None if indicator.difference is None else indicator.difference.displayed
    return (*decided(_SIGNS[difference > 0], *indicator.values), *told) if difference else told


def years_compared(compared: Comparison) -> Fragment:
    """「前回は令和6年度、今回は令和7年度の報告」"""
    return (Text("前回は"), _former(compared), Text("、今回は"), _year(compared.present), Text("の報告"))


def _former(compared: Comparison) -> Date:
    return _year(compared.former)


def _year(year: ReportYear) -> Date:
    return Date(year.year, year.params.source("fiscal_year"))


def _frame(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame({key: pd.Series([row[key] for row in rows], dtype=object) for key in rows[0]})
