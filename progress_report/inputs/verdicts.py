"""Verdicts: whether a target or a plan was met, judged only when its date has come."""

from collections.abc import Iterable
from enum import StrEnum

from progress_report.inputs.report_year import ReportYear
from progress_report.model.inline import Date
from progress_report.model.moment import first_and_last_day
from progress_report.model.quantity import Quantity

LOWER = "lower"
EXACTLY = "丸める前の値で判定"


class Verdict(StrEnum):
    """What a value says of a target, as the report and the terminal print it."""

    NONE = ""
    PENDING = "期限前"
    MET = "達成"
    MISSED = "未達成"
    MET_LATE = "期限後の実績では到達"

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where that is not known."""
        return {Verdict.MET: True, Verdict.MISSED: False}.get(self)


def verdict_of(reached: bool | None, due: Date | None, as_of: Date | None) -> Verdict:
    """Judge a value ``as_of`` a date that has reached its target or not.

    Before the due date there is no verdict. A value of a later date that has reached the target does not
    prove that it had by the due date. A target without a date, or a value without one, is judged as it
    stands.
    """
    if reached is None:
        return Verdict.NONE
    if due is not None and as_of is not None:
        last, day = (first_and_last_day(one.moment)[1] for one in (due, as_of))
        if day < last:
            return Verdict.PENDING
        if day > last and reached:
            return Verdict.MET_LATE
    return Verdict.MET if reached else Verdict.MISSED


def has_reached(value: Quantity | None, target: Quantity | None, better: str | None) -> bool | None:
    """Whether the exact value is at the target or beyond it, on the better side (more, unless lower)."""
    if value is None or target is None or value.value is None or target.value is None:
        return None
    return value <= target if better == LOWER else value >= target


def contradicts_display(value: Quantity | None, target: Quantity | None, better: str | None) -> bool:
    """Whether the rounded values, as a reader sees them, say otherwise than the exact ones."""
    reached = has_reached(value, target, better)
    if reached is None or value is None or target is None:
        return False
    shown, goal = value.displayed, target.displayed
    assert shown is not None and goal is not None, "what is judged has a value"
    return reached != (shown <= goal if better == LOWER else shown >= goal)


def verdict_text(verdict: Verdict, exactly: bool) -> str:
    """Return a verdict as a table has it; ``exactly``: the displayed values contradict it."""
    return verdict + (f"（{EXACTLY}）" if exactly else "")


def newest_date(year: ReportYear, tables: Iterable[str]) -> Date | None:
    """Return the date of what is computed from the tables: that of the latest; None without tables."""
    dates = [
        Date(year.package.resource(one).asOf, year.package.source(one, "asOf")) for one in sorted(tables)
    ]
    return max(dates, key=lambda date: first_and_last_day(date.moment)[1], default=None)
