"""What changed since last year's report, as tables, sentences and lists.

Each function shows nothing where there is no report to compare with: the first report ever.
"""

from collections.abc import Sequence

import pandas as pd

from progress_report.authoring.display import Displayed
from progress_report.authoring.tables import Column, Stub, table
from progress_report.authoring.wording import change, sentence
from progress_report.inputs.comparison import Comparison, Entry, IndicatorChange
from progress_report.inputs.plans import PlanOutcome
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.section import Section
from progress_report.model.blocks import ItemList, Paragraph
from progress_report.model.grid import Fact
from progress_report.model.inline import Date, Fragment, Number, Text, words
from progress_report.model.quantity import NOT_DEFINED, Quantity

_ORDER = "目標に達していない指標、達した指標、後退した指標、その他の順"
_SIGNS = {True: "▲", False: "▼"}


def comparison(section: Section) -> Comparison | None:
    """This year's report beside last year's; None in the first report ever."""
    return Comparison.with_previous(section)


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
    columns = [Column("前回", "former"), Column("今回", "present"), Column("増減", "change")]
    if any(indicator.target for indicator in compared.indicators):
        columns += [Column("目標", "target"), Column("達成", "met")]
    facts = [
        Fact("比較", _years(compared)),
        Fact("増減", words("▲は増、▼は減を示す（マイナスの記号ではない）")),
        Fact("並び", words(f"{_ORDER}。同じ中では変化の大きい順")),
    ]
    return table(name, title, _frame(rows), [Stub("指標", "title")], columns, facts=facts)


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
    facts = [Fact("予定", (_former(compared), Text("の報告による"))), Fact("比較", _years(compared))]
    return table(name, title, _frame(rows), [Stub("項目", "title")], columns, facts=facts)


def new_and_ended(section: Section, compared: Comparison | None, nothing: str) -> Displayed | None:
    """A list of what only one of the two reports has; ``nothing`` where both have the same.

    The section that says so is not worth saying.
    """
    if compared is None:
        return None
    own = words(section.project.notebook_title(section.name))
    new = [entry for entry in compared.new if entry.name != own]
    items = [*_entries("新たに加わったもの", new), *_entries("なくなったもの", compared.ended)]
    return Displayed(ItemList(tuple(items)) if items else Paragraph(words(nothing)))


def _entries(label: str, entries: Sequence[Entry]) -> list[Fragment]:
    return [(Text(f"{label}："), *entry.name, Text("（"), *entry.kind, Text("）")) for entry in entries]


def _indicator_row(indicator: IndicatorChange) -> dict[str, object]:
    return {
        "title": indicator.title,
        "former": _value(indicator.former),
        "present": _value(indicator.present),
        "change": _change(indicator),
        "target": _value(indicator.target) if indicator.target else (),
        "met": _met(indicator.met),
    }


def _plan_row(outcome: PlanOutcome) -> dict[str, object]:
    return {
        "title": outcome.plan.title,
        "announced": _value(outcome.plan.announced),
        "due": (outcome.plan.due,) if outcome.plan.due else (),
        "result": _value(outcome.result),
        "met": _met(outcome.met),
    }


def _value(quantity: Quantity | None) -> Fragment:
    return words(NOT_DEFINED) if quantity is None else (Number(quantity),)


def _change(indicator: IndicatorChange) -> Fragment:
    """「▲3.1ポイント増」: ▲ alone often means minus in Japanese statistics, so the word stands too."""
    if indicator.former is None or indicator.present is None:
        return words("新規" if indicator.former is None else "終了")
    shown = change(indicator.former, indicator.present)
    difference = None if indicator.difference is None else indicator.difference.displayed
    return (Text(_SIGNS[difference > 0]), *shown) if difference else shown


def _met(met: bool | None) -> Fragment:
    return () if met is None else words("達成" if met else "未達成")


def _years(compared: Comparison) -> Fragment:
    return (Text("前回は"), _former(compared), Text("、今回は"), _year(compared.present), Text("の報告"))


def _former(compared: Comparison) -> Date:
    return _year(compared.former)


def _year(year: ReportYear) -> Date:
    return Date(year.year, year.params.source("fiscal_year"))


def _frame(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame({key: pd.Series([row[key] for row in rows], dtype=object) for key in rows[0]})
