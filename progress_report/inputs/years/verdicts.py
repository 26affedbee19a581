"""Verdicts on whether a target or a plan was met, which are only given once its date has come."""

from collections.abc import Iterable
from enum import StrEnum

from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.inline import Date
from progress_report.model.moment import first_and_last_day
from progress_report.model.quantity import Quantity

LOWER = "lower"
EXACTLY = "丸める前の値で判定"


class Verdict(StrEnum):
    """The verdict on a value and its target, as printed in the report and the terminal."""

    NONE = ""
    PENDING = "期限前"
    MET = "達成"
    MISSED = "未達成"
    MET_LATE = "期限後の実績では到達"

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None if unknown."""
        return {Verdict.MET: True, Verdict.MISSED: False}.get(self)


def verdict_of(reached: bool | None, due: Date | None, as_of: Date | None) -> Verdict:
    """Return the verdict on a value, measured at ``as_of``, that has reached its target or not.

    Before the due date there is no verdict. A value of a later date that has reached the target does not
    prove that it was reached by the due date. If the target or the value has no date, the value alone
    decides.
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
    """Return whether the exact value reaches the target: at least it, or at most if lower is better."""
    if value is None or target is None or value.value is None or target.value is None:
        return None
    return value <= target if better == LOWER else value >= target


def decided_exactly(
    verdict: Verdict, value: Quantity | None, target: Quantity | None, better: str | None
) -> bool:
    """Return whether the displayed values contradict a verdict, which uses the exact ones."""
    reached = None if verdict is Verdict.PENDING else has_reached(value, target, better)
    if reached is None or value is None or target is None:
        return False
    shown, goal = value.displayed, target.displayed
    assert shown is not None and goal is not None, "a value with a verdict is displayed"
    return reached != (shown <= goal if better == LOWER else shown >= goal)


def verdict_text(verdict: Verdict, exactly: bool) -> str:
    """Return a verdict as printed in a table; ``exactly``: the displayed values contradict it."""
    return verdict + (f"（{EXACTLY}）" if exactly else "")


def newest_date(year: ReportYear, tables: Iterable[str]) -> Date | None:
    """Return the date of a value computed from the tables: the latest of theirs; None without tables."""
    dates = [
        Date(year.package.resource(one).asOf, year.package.origin(one, "asOf")) for one in sorted(tables)
    ]
    return max(dates, key=lambda date: first_and_last_day(date.moment)[1], default=None)
