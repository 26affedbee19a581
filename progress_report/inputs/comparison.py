"""This year's report beside last year's: indicators, plans and what came of them, what is new and what ended.

Former values are read from last year's tables by last year's own descriptor: they are what was published,
or what it was restated to.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import pandas as pd

from progress_report.inputs.composition import Entry, entries_of
from progress_report.inputs.indicators import (
    LOWER,
    contradicts_display,
    indicator_targets,
    indicator_values,
    reached,
    require_comparable,
    tables_of,
    told_as,
)
from progress_report.inputs.plans import PlanOutcome, outcomes_of
from progress_report.inputs.report_year import ReportYear
from progress_report.model.inline import Fragment
from progress_report.model.quantity import PERCENT, Quantity, point_difference

_FROM_NOTHING = Fraction(-(10**9))  # before every change that has a proportion


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator's former and present value; one is None where there is none.

    ``new`` and ``ended``: only the present or only the former report has the indicator at all. One that
    both have may be without a value: its survey was not conducted, or is 未収録.
    """

    name: str
    title: Fragment
    former: Quantity | None
    present: Quantity | None
    better: str | None
    target: Quantity | None
    new: bool = False
    ended: bool = False

    @property
    def difference(self) -> Quantity | None:
        """Present less former: of shares the difference of the two displayed ones, in ポイント."""
        if self.former is None or self.present is None:
            return None
        if self.former.unit == PERCENT:
            return point_difference(self.former, self.present)
        return self.present - self.former

    @property
    def improved(self) -> bool | None:
        """Whether the change is progress; None where nothing changed, or no way is the better one."""
        change = None if self.difference is None else self.difference.displayed
        if not change or self.better is None:
            return None
        return (change < 0) == (self.better == LOWER)

    @property
    def met(self) -> bool | None:
        """Whether the present value has reached the target; None without a target or a value."""
        return reached(self.present, self.target, self.better)

    @property
    def judged_exactly(self) -> bool:
        """Whether the displayed values contradict the verdict, which is that of the exact ones."""
        return contradicts_display(self.present, self.target, self.better)

    @property
    def state(self) -> str:
        """達成, 未達成, or nothing where there is no target."""
        return told_as(self.met)

    @property
    def urgency(self) -> tuple[int, Fraction]:
        """Orders by what matters: a target missed, one reached, a change for the worse, all others.

        Within each, the larger change as displayed, in proportion to the former value, comes first.
        """
        rank = 0 if self.met is False else 1 if self.met else 2 if self.improved is False else 3
        change = None if self.difference is None else self.difference.displayed
        if not change or self.former is None:
            return rank, Fraction(0)
        return rank, -abs(change / self.former.displayed) if self.former.displayed else _FROM_NOTHING


class Comparison:
    """``present`` beside ``former``, the year before it. ReportError where a name is not found there."""

    def __init__(self, former: ReportYear, present: ReportYear) -> None:
        self.former = former
        self.present = present

    @classmethod
    def with_previous(cls, year: ReportYear) -> "Comparison | None":
        """The year beside the one before; None in the first report ever."""
        return None if year.previous is None else cls(year.previous, year)

    @cached_property
    def indicators(self) -> list[IndicatorChange]:
        """The indicators of both years by urgency, equal ones as listed; this year's definition counts."""
        former = indicator_values(self.former, self.former.expressions_over(self._restated))
        present = indicator_values(self.present)
        targets = indicator_targets(self.present, present)
        changes: list[IndicatorChange] = []
        for year, own in ((self.present, present), (self.former, former)):
            for i, described in enumerate(year.package.descriptor.indicators):
                name = described.name
                if name not in own or any(name == change.name for change in changes):
                    continue
                if tables_of(described) & self.present.unreported:
                    continue  # of a section that this year's report leaves out
                title = year.package.text_at("indicators", i, "title")
                before, after = _alike(year, i, former.get(name), present.get(name))
                changes.append(
                    IndicatorChange(
                        name,
                        title,
                        before,
                        after,
                        described.better,
                        targets.get(name),
                        new=not _reports(self.former, name),
                        ended=not _reports(self.present, name),
                    )
                )
        return sorted(changes, key=lambda change: change.urgency)

    @cached_property
    def restated(self) -> bool:
        """Whether any value of the former report was restated since."""
        return bool(self.present.params.report.restatements)

    def _restated(self, name: str) -> pd.DataFrame:
        """A table of the former year with this year's values where they were restated."""
        frame = self.former.table(name)
        if not self.restated or name not in self.present.package or name in self.present.absent:
            return frame
        present = self.present.table(name)
        columns = {
            column: {one.year for one in self.present.params.report.restatements
                     if (one.table, one.column) == (name, column) and not one.row}
            for column in frame.columns
        }  # fmt: skip
        restated = {
            column: pd.Series(
                [(present if year in years else frame).loc[year, column] for year in frame.index],
                index=frame.index,
                dtype=object,
            )
            for column, years in columns.items()
            if years
        }
        return frame.assign(**restated)

    @cached_property
    def plans(self) -> list[PlanOutcome]:
        """What the year before announced beside what came of it; nothing beside any other year.

        ReportError with every plan that cannot be read, or its result not be told.
        """
        consecutive = self.former.year == self.present.year.previous
        return outcomes_of(self.former, self.present) if consecutive else []

    @cached_property
    def entries(self) -> list[Entry]:
        """The sections, surveys and named rows that only one of the two reports has, or that were renamed."""
        return list(entries_of(self.former, self.present))


def _reports(year: ReportYear, indicator: str) -> bool:
    """Whether the year's report has the indicator, with or without a value."""
    return any(
        one.name == indicator and not tables_of(one) & year.unreported
        for one in year.package.descriptor.indicators
    )


def _alike(
    year: ReportYear, i: int, before: Quantity | None, after: Quantity | None
) -> tuple[Quantity | None, Quantity | None]:
    """Both values to the precision of the present one. ReportError where they count different things."""
    if before is None or after is None:
        return before, after
    package = year.package
    require_comparable(
        f"指標「{package.descriptor.indicators[i].name}」は、前年度の報告と比べられません。",
        "定義を変えた指標には別の name を付けてください。",
        before,
        after,
        file=package.file,
        row=package.line("indicators", i),
    )
    return before.with_decimals(after.decimals), after
