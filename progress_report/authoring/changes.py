"""Changes since last year's report, as tables, sentences and lists.

Without a report to compare with (the first report), each part shows nothing.
"""

from collections.abc import Iterable

from progress_report.authoring.display import Displayed
from progress_report.authoring.movements import change
from progress_report.authoring.table_grids import GridColumn, Row, Stub, grid_of, no_marks
from progress_report.authoring.wording import Words, inline_of, say
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.years.comparison import Comparison, IndicatorChange
from progress_report.inputs.years.composition import Change, ComponentChange
from progress_report.inputs.years.plans import PlanOutcome
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import EXACTLY, Verdict, verdict_text
from progress_report.model.blocks import ItemList, Paragraph, Table
from progress_report.model.grid import Fact, TableNote
from progress_report.model.inline import Date, Inline, NoteReference, Number, Text, decided, joined, text
from progress_report.model.quantity import NOT_DEFINED, Quantity

_ORDER = "目標未達成、目標達成、悪化、その他の順（各区分内は変化率の大きい順）"
_NOTHING_WORSE = "前回から悪化した指標はない。"
_NOTES = "notes"


class YearChanges:
    """This year's report compared with last year's; ``compared`` is None in the first report."""

    def __init__(self, section: Section, compared: Comparison | None) -> None:
        self._section, self.compared = section, compared

    def say(self, template: str, /, *, first: str) -> Displayed:
        """Make a sentence that may use {former} and {present}; ``first`` if there is no former report."""
        if self.compared is None:
            return say(first)
        return say(template, former=_former(self.compared), present=self._section.fiscal_year)

    def indicator_table(self, title: Words, /, *, name: str = "") -> Displayed | None:
        """Make the table of 指標, 前回, 今回, 増減, 目標 and verdict, most important first."""
        compared = self.compared
        if compared is None or not compared.indicators:
            return None
        notes = tuple(
            TableNote(_note_name(one), (*one.title, Text("："), *one.note))
            for one in compared.indicators
            if one.note
        )
        columns = [_column("前回", "former"), _column("今回", "present"), _column("増減", "change")]
        targeted = [indicator for indicator in compared.indicators if indicator.target]
        if targeted:
            columns.append(_column("目標", "target"))
            if any(indicator.due for indicator in targeted):
                columns.append(_column("期限", "due"))
            columns.append(_column("達成状況", "verdict"))
        facts = (
            Fact("比較", years_compared(compared)),
            Fact("掲載順", decided(_ORDER, *values_of_indicators(compared.indicators))),
        )
        rows = [_indicator_row(indicator) for indicator in compared.indicators]
        grid = grid_of(rows, [Stub(text("指標"), "title")], columns, _note_marks)
        return Displayed(Table(name, inline_of(title), grid, notes, facts))

    def worth_noting(self) -> Displayed | None:
        """Make the list of indicators that miss their target or became worse."""
        compared = self.compared
        if compared is None or not compared.indicators:
            return None
        missed = [_against_target(one) for one in compared.indicators if one.verdict is Verdict.MISSED]
        worse = [one.title for one in compared.indicators if one.improved is False]
        values = values_of_indicators(compared.indicators)
        parts: Inline = ()
        if missed:
            parts += (*decided("目標が未達成の指標は、", *values), *joined(missed), Text("である。"))
        if worse:
            parts += (*decided("前回から悪化した指標は、", *values), *joined(worse), Text("である。"))
        else:
            parts += decided(_NOTHING_WORSE, *values)
        return Displayed(Paragraph(parts))

    def plan_table(self, title: Words, /, *, name: str = "") -> Displayed | None:
        """Make the table of last year's announced plans: their dates and results."""
        compared = self.compared
        if compared is None or not compared.plans:
            return None
        columns = [
            _column("予定", "announced"),
            _column("時期", "due"),
            _column("実績", "result"),
            _column("実績の時点", "as_of"),
            _column("達成状況", "verdict"),
        ]
        announced = (*text("予定は、"), _former(compared), Text("報告による。"))
        facts = (Fact("注", announced), Fact("比較", years_compared(compared)))
        rows = [_plan_row(outcome) for outcome in compared.plans]
        grid = grid_of(rows, [Stub(text("項目"), "title")], columns, no_marks)
        return Displayed(Table(name, inline_of(title), grid, (), facts))

    def new_and_ended(self, nothing: str, /) -> Displayed | None:
        """Make a list of entries that only one of the reports has; ``nothing`` if there are none."""
        if self.compared is None:
            return None
        items = tuple(map(_entry, self.compared.entries))
        return Displayed(ItemList(items) if items else Paragraph(inline_of(nothing)))


def changes(section: Section) -> YearChanges:
    """Compare this year's report with last year's."""
    # Not from the section: it does not know other sections, whose targets are compared too.
    return YearChanges(section, Comparison.with_previous(ReportYear(section.project, section.year)))


def _column(title: str, values: str) -> GridColumn:
    return GridColumn(text(title), values)


def _note_marks(row: Row, column: str) -> Inline:
    marks: Inline = row[_NOTES] if column == "former" else ()
    return marks


def _entry(entry: ComponentChange) -> Inline:
    """Return e.g. 「調査に、区民意向調査を加えた。」 or 「区民意向調査は、今回実施していない。」."""
    match entry.change:
        case Change.NEW:
            return (*entry.of, Text("に、"), *entry.name, Text("を加えた。"))
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


def _indicator_row(indicator: IndicatorChange) -> Row:
    return {
        "title": indicator.title,
        "former": value_or_dash(indicator.former),
        _NOTES: (NoteReference(_note_name(indicator)),) if indicator.note else (),
        "present": value_or_dash(indicator.present),
        "change": _change(indicator),
        "target": value_or_dash(indicator.target) if indicator.target else (),
        "due": (indicator.due,) if indicator.target and indicator.due else (),
        "verdict": verdict_on(indicator),
    }


def _note_name(indicator: IndicatorChange) -> str:
    return f"former-{indicator.name}"


def _plan_row(outcome: PlanOutcome) -> Row:
    return {
        "title": outcome.plan.title,
        "announced": value_or_dash(outcome.plan.announced),
        "due": (outcome.plan.due,) if outcome.plan.due else (),
        "result": value_or_dash(outcome.result),
        "as_of": (outcome.as_of,) if outcome.result is not None and outcome.as_of else (),
        "verdict": _verdict(outcome, outcome.plan.announced, outcome.result),
    }


def verdict_on(indicator: IndicatorChange) -> Inline:
    """Return the verdict on this year's value."""
    return _verdict(indicator, indicator.present, indicator.target)


def _verdict(outcome: IndicatorChange | PlanOutcome, *values: Quantity | None) -> Inline:
    """Return 達成, 未達成, 期限前 …, or nothing without a target or result."""
    return decided(verdict_text(outcome.verdict, outcome.decided_exactly), *values)


def _against_target(indicator: IndicatorChange) -> Inline:
    """Return 「進捗率（78%、目標は90%）」, for an indicator that has both."""
    assert indicator.present is not None and indicator.target is not None
    values = (Number(indicator.present), Text("、目標は"), Number(indicator.target))
    exactly = f"、{EXACTLY}" if indicator.decided_exactly else ""
    following = decided(exactly, indicator.present, indicator.target)
    return (*indicator.title, Text("（"), *values, *following, Text("）"))


def values_of_indicators(indicators: Iterable[IndicatorChange]) -> list[Quantity]:
    """Return all values that determine the order and naming of the indicators."""
    return [value for indicator in indicators for value in indicator.values]


def value_or_dash(quantity: Quantity | None) -> Inline:
    """Return the value, or 「－」 without one."""
    return text(NOT_DEFINED) if quantity is None else (Number(quantity),)


def _change(indicator: IndicatorChange) -> Inline:
    """Return 「3.1ポイント増」; 新規 or 終了 if only one of the reports has the indicator."""
    if indicator.basis is None or indicator.present is None:
        return text("新規" if indicator.new else "終了" if indicator.ended else NOT_DEFINED)
    return change(indicator.basis, indicator.present)


def years_compared(compared: Comparison) -> Inline:
    """Return 「前回は令和6年度、今回は令和7年度の報告」."""
    return (Text("前回は"), _former(compared), Text("、今回は"), _year(compared.present), Text("の報告"))


def _former(compared: Comparison) -> Date:
    return _year(compared.former)


def _year(year: ReportYear) -> Date:
    return Date(year.year, year.params.source("fiscal_year"))
