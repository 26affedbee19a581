"""The sentences of 報告のポイント: each figure with its base, outcomes of plans, next plans."""

from collections.abc import Iterator

from progress_report.authoring.movements import change
from progress_report.inputs.years.comparison import Comparison, IndicatorChange
from progress_report.inputs.years.highlights import Highlight, published_change
from progress_report.inputs.years.plans import Plan, PlanOutcome, plans_of
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.verdicts import EXACTLY, Verdict
from progress_report.model.inline import Date, Inline, Number, Text, decided, joined, text
from progress_report.model.quantity import Computed, Quantity

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


def points_of(
    year: ReportYear, compared: Comparison | None, highlights: list[Highlight], former: str
) -> Iterator[Inline]:
    """Yield the main points in order: the figures, others that worsened, former plans, next plans.

    ``former``: the label of the former values. Invented values are omitted, unless all data are invented.
    """
    for highlight in highlights:
        yield _figure(highlight.change, former)
    if compared is not None:
        yield from _others_worsened(year, compared, [one.change for one in highlights], former)
        yield from (
            _outcome(one) for one in compared.plans if _is_reported(year, one.plan.announced, one.result)
        )
    targets = {one.identifier for highlight in highlights if (one := highlight.change.target) is not None}
    announced = [one for one in plans_of(year) if one.announced.identifier not in targets]
    if coming := [_coming(one) for one in announced if _is_reported(year, one.announced)]:
        yield (*text("今後の予定は、"), *joined(coming), *text("である。"))


def _is_reported(year: ReportYear, *values: Quantity | None) -> bool:
    return year.illustrative or not any(one is not None and one.illustrative for one in values)


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


def _others_worsened(
    year: ReportYear, compared: Comparison, reported: list[IndicatorChange], former: str
) -> Iterator[Inline]:
    """List the other indicators that worsened, or state that none at all did."""
    names = {one.name for one in reported}
    known = [one for change in compared.indicators if (one := published_change(year, change)) is not None]
    if not any(one.basis is not None for one in known):
        return
    values = [value for one in known for value in one.values]
    others = [one for one in known if one.improved is False and one.name not in names]
    if others:
        opening = decided(f"このほか{former}から悪化した指標は、", *values)
        yield (*opening, *joined(map(_moved, others)), *text("である。"))
    elif not any(one.improved is False for one in known):
        yield decided(f"{former}から悪化した指標はない。", *values)


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
