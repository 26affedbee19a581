"""報告のポイント: the main points in sentences, and the key figures as cards."""

from collections.abc import Iterator, Sequence

from progress_report.authoring.changes import (
    YearChanges,
    value_or_dash,
    values_of_indicators,
    verdict_on,
    years_compared,
)
from progress_report.authoring.display import Displayed
from progress_report.authoring.movements import change
from progress_report.authoring.wording import Words, inline_of, say
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.years.comparison import Comparison, IndicatorChange
from progress_report.inputs.years.highlights import Highlight, highlights_of, published_change
from progress_report.inputs.years.plans import Plan, PlanOutcome, plans_of
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import EXACTLY, Verdict
from progress_report.model.blocks import Highlights, ItemList
from progress_report.model.grid import Alignment, Fact, Grid, TableCell
from progress_report.model.inline import Date, Inline, Number, Text, decided, joined, text
from progress_report.model.quantity import Computed, Quantity

_FORMER, _EARLIER = "前回", "前年度"
_NOTHING = "公表された値による主な指標は、この報告にはない。"
_RESTATED = "前年度の報告に載せた値。修正したものは修正後の値を添え、増減は修正後の値からのもの"
_OF_TARGET = {
    Verdict.PENDING: "は、期限前である",
    Verdict.MET: "を達成した",
    Verdict.MISSED: "は、未達成である",
    Verdict.MET_LATE: "には、期限後の実績では到達している",
}
# Text around the result, whose date differs from the plan's in the last two.
_OF_PLAN = {
    Verdict.NONE: ("実績", "で、達成状況を判定できない"),
    Verdict.MET: ("実績", "で、達成した"),
    Verdict.MISSED: ("実績", "で、未達成である"),
    Verdict.MET_LATE: ("期限後の", "では、到達している"),
    Verdict.PENDING: ("", "で、期限前である"),
}


class KeyFigures:
    """The indicators at the report's beginning; ``compared`` is None in the first report."""

    def __init__(
        self,
        section: Section,
        year: ReportYear,
        compared: Comparison | None,
        highlights: Sequence[Highlight],
    ) -> None:
        self._section, self._year = section, year
        self.compared, self.highlights = compared, list(highlights)

    @property
    def former(self) -> str:
        """The label of the former values."""
        return _EARLIER if self.compared is None else _FORMER

    @property
    def tables(self) -> list[str]:
        """The tables behind the key figures, whose checks concern this page."""
        return sorted({table for highlight in self.highlights for table in highlight.tables})

    @property
    def changes(self) -> list[IndicatorChange]:
        return [highlight.change for highlight in self.highlights]

    def say(self, template: str, /, *, first: str, alone: str = "") -> Displayed:
        """Make a sentence that may use {former} and {present}; ``first`` if there is no former report.

        ``alone``: replaces ``first`` if the report's own tables have no earlier value either.
        """
        if not self.highlights:
            return say(_NOTHING)
        if alone and not any(one.former is not None for one in self.changes):
            first = alone
        return YearChanges(self._section, self.compared).say(template, first=first)

    def conclusions(self) -> Displayed | None:
        """Make the list of key figures with base, change and target, outcomes of plans, and next plans."""
        items = tuple(self._points())
        return Displayed(ItemList(items)) if items else None

    def cards(self, title: Words, /, *, name: str = "highlights") -> Displayed | None:
        """Make a card for each figure: value, change, former value, target with its deadline, and date."""
        if not self.highlights:
            return None
        heads = ("指標", "今回", f"{self.former}比", self.former, "目標", "期限", "達成状況", "時点")
        head = [TableCell(text(head), "column") for head in heads]
        rows = [_row(one) for one in self.highlights]
        numbers: list[Alignment] = ["right"] * (len(head) - 1)
        grid = Grid([head], rows, 1, ("left", *numbers))
        return Displayed(Highlights(name, inline_of(title), grid, self._facts()))

    def _points(self) -> Iterator[Inline]:
        """Yield the main points in order: the figures, others that worsened, former plans, next plans.

        Invented values are omitted, unless all data are invented.
        """
        for one in self.changes:
            yield _figure(one, self.former)
        if self.compared is not None:
            yield from self._others_worsened(self.compared)
            for outcome in self.compared.plans:
                if self._is_reported(outcome.plan.announced, outcome.result):
                    yield _outcome(outcome)
        targets = {one.target.identifier for one in self.changes if one.target is not None}
        announced = [one for one in plans_of(self._year) if one.announced.identifier not in targets]
        if coming := [_coming(one) for one in announced if self._is_reported(one.announced)]:
            yield (*text("今後の予定は、"), *joined(coming), *text("である。"))

    def _is_reported(self, *values: Quantity | None) -> bool:
        return self._year.illustrative or not any(one is not None and one.illustrative for one in values)

    def _others_worsened(self, compared: Comparison) -> Iterator[Inline]:
        """List the other indicators that worsened, or state that none at all did."""
        names = {one.name for one in self.changes}
        published = (published_change(self._year, one) for one in compared.indicators)
        known = [one for one in published if one is not None]
        if not any(one.basis is not None for one in known):
            return
        values = values_of_indicators(known)
        others = [one for one in known if one.improved is False and one.name not in names]
        if others:
            opening = decided(f"このほか{self.former}から悪化した指標は、", *values)
            yield (*opening, *joined(map(_moved, others)), *text("である。"))
        elif not any(one.improved is False for one in known):
            yield decided(f"{self.former}から悪化した指標はない。", *values)

    def _facts(self) -> tuple[Fact, ...]:
        if self.compared is None:
            if not any(one.former for one in self.changes):
                return ()
            return (Fact("注", text(f"「{_EARLIER}」は、本書の表に掲げる{_EARLIER}の値である。")),)
        facts = [Fact("比較", years_compared(self.compared))]
        if any(one.revised for one in self.changes):
            facts.append(Fact(_FORMER, decided(_RESTATED, *values_of_indicators(self.changes))))
        return tuple(facts)


def key_figures(section: Section) -> KeyFigures:
    """Return the year's key figures. ReportError if an indicator cannot be computed or compared."""
    year = ReportYear(section.project, section.year)
    compared = Comparison.with_previous(year)
    return KeyFigures(section, year, compared, highlights_of(year, compared))


def _row(highlight: Highlight) -> list[TableCell]:
    one = highlight.change
    assert one.present is not None, "what has no value this year is no highlight"
    return [
        TableCell(one.title, "row"),
        TableCell(value_or_dash(one.present)),
        TableCell(() if one.basis is None else change(one.basis, one.present)),
        TableCell(_shown_former(one)),
        TableCell(value_or_dash(one.target) if one.target else ()),
        TableCell((one.due,) if one.target and one.due else ()),
        TableCell(verdict_on(one)),
        TableCell(highlight.as_of),
    ]


def _shown_former(one: IndicatorChange) -> Inline:
    """Return the published value with its revision in brackets; nothing without a former value."""
    if one.former is None:
        return ()
    revised = () if one.revised is None else (Text("（修正後は"), Number(one.revised), Text("）"))
    return (*value_or_dash(one.former), *revised)


def _figure(one: IndicatorChange, former: str) -> Inline:
    """Return 「対応済の割合は42.1%（717手続中302手続）で、前年度（39.0%）から3.1ポイント増となり、…」."""
    assert one.present is not None
    if one.present.displayed is None:
        return (*one.title, *decided("は、算出の対象がない。", one.present))
    parts = (*one.title, Text("は"), Number(one.present), *_base(one.present))
    if one.basis is None or one.basis.displayed is None:
        return (*parts, *text("である。"), *_target(one))
    parts += (*text(f"で、{former}（"), Number(one.basis), Text("）"))
    if not (one.difference and one.difference.displayed):
        return (*parts, *decided("から変わらない。", *one.values), *_target(one))
    became = {True: "となり、改善した", False: "となり、悪化した", None: "となった"}[one.improved]
    moved = (*text("から"), *change(one.basis, one.present), *decided(became, *one.values))
    return (*parts, *moved, *text("。"), *_target(one))


def _base(share: Quantity) -> Inline:
    """Return 「（717手続中302手続）」 for a share; nothing for other values or a part exceeding its whole."""
    origin = share.origin
    if not isinstance(origin, Computed) or origin.operation != "÷" or not share.value:
        return ()
    part, whole = origin.operands
    return (Text("（"), Number(whole), Text("中"), Number(part), Text("）")) if share.value <= 1 else ()


def _target(one: IndicatorChange) -> Inline:
    """Return 「目標（令和7年度第2四半期までに90%）は、期限前である。」; nothing without a target."""
    if one.target is None or one.verdict is Verdict.NONE:
        return ()
    verdict = _OF_TARGET[one.verdict] + (f"（{EXACTLY}）" if one.decided_exactly else "")
    named = (*text("目標（"), *_by(one.due), Number(one.target), Text("）"))
    return (*named, *decided(verdict, one.present, one.target), *text("。"))


def _by(due: Date | None) -> Inline:
    return (due, Text("までに")) if due is not None else ()


def _moved(one: IndicatorChange) -> Inline:
    assert one.basis is not None and one.present is not None
    return (*one.title, Text("（"), *change(one.basis, one.present), Text("）"))


def _outcome(one: PlanOutcome) -> Inline:
    """Return 「前回の報告の予定「…」（令和6年度までに95手続）は、実績88手続で、未達成である。」."""
    plan = one.plan
    named = (
        *text("前回の報告の予定「"),
        *plan.title,
        *text("」（"),
        *_by(plan.due),
        Number(plan.announced),
    )
    if one.result is None:
        return (*named, *text("）は、実績の値がない。"))
    before, after = _OF_PLAN[one.verdict]
    exactly = f"（{EXACTLY}）" if one.decided_exactly else ""
    outcome = decided(after + exactly, plan.announced, one.result)
    dated = one.as_of if one.verdict in (Verdict.MET_LATE, Verdict.PENDING) else None
    time = () if dated is None else (dated, *text("の実績"))
    return (*named, *text(f"）は、{before}"), *time, Number(one.result), *outcome, *text("。"))


def _coming(plan: Plan) -> Inline:
    """Return 「「…」（令和7年度までに26手続）」."""
    return (Text("「"), *plan.title, *text("」（"), *_by(plan.due), Number(plan.announced), Text("）"))
