"""Comparison of this year's report with last year's: indicators, plans and results, new and ended parts.

Former values are those that were published. If one was restated since, the change is computed from the
restated value, which is printed next to the published one.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import pandas as pd

from progress_report.inputs.formulas.formula_nodes import tables_of
from progress_report.inputs.params.report_params import RestatementParams
from progress_report.inputs.years.composition import ComponentChange, component_changes
from progress_report.inputs.years.indicators import (
    differing_units,
    indicator_targets,
    indicator_values,
    target_dates,
)
from progress_report.inputs.years.plans import PlanOutcome, outcomes_of, plans_of
from progress_report.inputs.years.publication import INDICATOR, PLAN
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.restatements import Restatement, restatements_of
from progress_report.inputs.years.verdicts import (
    LOWER,
    Verdict,
    decided_exactly,
    has_reached,
    newest_date,
    verdict_of,
)
from progress_report.messages.former_report import INDICATOR_NOT_COMPARABLE, NO_LONGER_AS_PUBLISHED
from progress_report.model.differences import change_between
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR
from progress_report.model.inline import Date, Inline, Number, Text, text
from progress_report.model.quantity import Quantity

_FROM_NOTHING = Fraction(-(10**9))  # sorts before every change that has a proportion


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator's former and present value; one is None if that report has no value.

    ``former``: the published value. ``revised``: the value after ``restatements``; None if they do not change
    the displayed value. ``new`` and ``ended``: only the present or only the former report has the indicator.
    An indicator of both reports may lack a value because its survey was not conducted or is 未収録. ``due``:
    the date by which the target is to be reached; ``as_of``: the date of the present value.
    """

    name: str
    title: Inline
    former: Quantity | None
    present: Quantity | None
    better: str | None
    target: Quantity | None
    new: bool = False
    ended: bool = False
    revised: Quantity | None = None
    restatements: tuple[Restatement, ...] = ()
    due: Date | None = None
    as_of: Date | None = None

    @property
    def basis(self) -> Quantity | None:
        """The former value that the present one is compared with."""
        return self.former if self.revised is None else self.revised

    @property
    def values(self) -> tuple[Quantity, ...]:
        """All values that the text about the indicator is derived from."""
        every = (self.former, self.revised, self.present, self.target)
        return tuple(one for one in every if one is not None)

    @property
    def note(self) -> Inline:
        """The restatements, the revised value and the reasons; empty if nothing was restated."""
        if self.revised is None:
            return ()
        reasons = dict.fromkeys(one.reason for one in self.restatements)
        sentences: list[Inline] = [
            text("前回は、前年度の報告に載せた値"),
            *map(_restated_from, self.restatements),
            (*text("修正後の値は"), Number(self.revised), *text("で、増減は修正後の値からのもの")),
            *((Text("理由："), *reason) for reason in reasons),
        ]
        return tuple(run for sentence in sentences for run in (*sentence, Text("。")))

    @property
    def difference(self) -> Quantity | None:
        """Present minus former; for shares, the difference of the displayed values, in ポイント."""
        if self.basis is None or self.present is None:
            return None
        return change_between(self.basis, self.present)

    @property
    def improved(self) -> bool | None:
        """Whether the change is progress; None if nothing changed or neither direction is better."""
        change = None if self.difference is None else self.difference.displayed
        if not change or self.better is None:
            return None
        return (change < 0) == (self.better == LOWER)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the present value."""
        reached = has_reached(self.present, self.target, self.better)
        return verdict_of(reached, self.due, self.as_of)

    @property
    def decided_exactly(self) -> bool:
        """Whether the displayed values contradict the verdict, which uses the exact ones."""
        return decided_exactly(self.verdict, self.present, self.target, self.better)

    @property
    def urgency(self) -> tuple[int, Fraction]:
        """Sort key: targets missed, targets met, changes for the worse, all others.

        Within each group, the larger displayed change relative to the former value comes first.
        """
        met = self.verdict.met
        rank = 0 if met is False else 1 if met else 2 if self.improved is False else 3
        change = None if self.difference is None else self.difference.displayed
        if not change or self.basis is None:
            return rank, Fraction(0)
        return rank, -abs(change / self.basis.displayed) if self.basis.displayed else _FROM_NOTHING


class Comparison:
    """The reports ``former`` (the year before) and ``present``.

    Its members raise ReportError if a name is not found in one of them.
    """

    def __init__(self, former: ReportYear, present: ReportYear) -> None:
        self.former = former
        self.present = present

    @classmethod
    def with_previous(cls, year: ReportYear) -> "Comparison | None":
        """Return the comparison of a year with the one before; None for the first report."""
        return None if year.previous is None else cls(year.previous, year)

    @cached_property
    def indicators(self) -> list[IndicatorChange]:
        """The indicators of both years by urgency, stably; this year's definition is used.

        Raises ReportError if the former data no longer give a published value, or units differ.
        """
        former = indicator_values(self.former)
        self._require_as_published(INDICATOR, "指標", former)
        revised = indicator_values(self.former, self.former.formulas_over(self._restated))
        present = indicator_values(self.present)
        targets, dates = indicator_targets(self.present, present), target_dates(self.present)
        changes: list[IndicatorChange] = []
        for year, own in ((self.present, present), (self.former, former)):
            for i, described in enumerate(year.package.descriptor.indicators):
                name = described.name
                if name not in own or any(name == change.name for change in changes):
                    continue
                if tables_of(described.formula) & self.present.unreported:
                    continue  # of a section that this year's report omits
                change = IndicatorChange(
                    name,
                    year.package.text_at("indicators", i, "title"),
                    *_alike(year, i, former.get(name), present.get(name)),
                    described.better,
                    targets.get(name),
                    new=not _reports(self.former, name),
                    ended=not _reports(self.present, name),
                    due=dates.get(name),
                    as_of=newest_date(year, tables_of(described.formula)),
                )
                changes.append(self._with_restatements(change, revised.get(name)))
        return sorted(changes, key=lambda change: change.urgency)

    def _require_as_published(self, kind: str, label: str, values: dict[str, Quantity]) -> None:
        """Raise ReportError with each indicator or plan that the former data no longer give as published.

        ``label``: the Japanese word for their kind.
        """
        publication, year = self.former.publication, self.former.year
        findings = [
            NO_LONGER_AS_PUBLISHED.finding(
                self.former.package.file,
                kind=label,
                name=row.identifier,
                year=year.label,
                published=row.printed,
                start=year.start,
                now=now.text,
            )
            for row in (publication.of_kind(kind) if publication else ())
            if (now := values.get(row.identifier)) is not None
            and (now.value, now.unit) != (Fraction(row.value) if row.value else None, row.unit)
        ]
        if findings:
            raise ReportError(findings)

    @cached_property
    def _restatements(self) -> list[Restatement]:
        tables = dict.fromkeys(one.table for one in self.present.params.report.restatements)
        return [one for table in tables for one in restatements_of(self.present, table)]

    def _restated(self, name: str) -> pd.DataFrame:
        """Return a table of the former year, with restated values replaced by this year's."""
        frame = self.former.table(name)
        entries = [one for one in self.present.params.report.restatements if one.table == name]
        if not entries or name not in self.present.package or name in self.present.absent:
            return frame
        present = self.present.table(name)
        columns: dict[str, list[object]] = {}
        for entry in entries:
            then, now = _position(self.former, entry, frame), _position(self.present, entry, present)
            column = entry.column
            if then is not None and now is not None and column in frame and column in present:
                columns.setdefault(column, list(frame[column]))[then] = present[column].iloc[now]
        made = {name: pd.Series(values, frame.index, dtype=object) for name, values in columns.items()}
        return frame.assign(**made)

    def _with_restatements(self, change: IndicatorChange, revised: Quantity | None) -> IndicatorChange:
        """Add the revised former value to the change if it is displayed differently."""
        if change.former is None or revised is None:
            return change
        revised = revised.with_decimals(change.former.decimals)
        if revised.displayed == change.former.displayed:
            return change
        used = {quantity.identifier for quantity in revised.with_operands()}
        causes = tuple(
            one
            for one in self._restatements
            if any(isinstance(run, Number) and run.quantity.identifier in used for run in one.revised)
        )
        return replace(change, revised=revised, restatements=causes)

    @cached_property
    def plans(self) -> list[PlanOutcome]:
        """The plans announced the year before with their results; empty for any other former report.

        Raises ReportError with every plan that cannot be read or whose result cannot be printed.
        """
        if self.former.year != self.present.year.previous:
            return []
        announced = {plan.descriptor.name: plan.announced for plan in plans_of(self.former)}
        self._require_as_published(PLAN, "予定", announced)
        return outcomes_of(self.former, self.present)

    @cached_property
    def entries(self) -> list[ComponentChange]:
        """The sections, surveys and named rows that only one of the reports has, or that were renamed."""
        return component_changes(self.former, self.present)


def _reports(year: ReportYear, indicator: str) -> bool:
    """Return whether the year's report has the indicator, with or without a value."""
    return any(
        one.name == indicator and not tables_of(one.formula) & year.unreported
        for one in year.package.descriptor.indicators
    )


def _position(year: ReportYear, entry: RestatementParams, frame: pd.DataFrame) -> int | None:
    """Return the position in a table of the row that a restatement names; None if there is none."""
    named = {**entry.row, FISCAL_YEAR: entry.year}
    names = year.package.resource(entry.table).table_schema.primaryKey
    if set(named) != set(names):
        return None
    key = tuple(named[name] for name in names)
    wanted = key[0] if len(key) == 1 else key
    return next((i for i, label in enumerate(frame.index) if label == wanted), None)


def _restated_from(one: Restatement) -> Inline:
    """Return the sentence 「令和5年度のオンライン対応済手続数を302手続から305手続に修正」."""
    what = (one.year, Text("の"), *one.subject, Text("を"))
    return (*what, *one.published, Text("から"), *one.revised, Text("に修正"))


def _alike(
    year: ReportYear, i: int, before: Quantity | None, after: Quantity | None
) -> tuple[Quantity | None, Quantity | None]:
    """Round both values to the precision of the present one. Raise ReportError if their units differ."""
    if before is None or after is None:
        return before, after
    package = year.package
    if units := differing_units(before, after):
        name, line = package.descriptor.indicators[i].name, package.line("indicators", i)
        raise INDICATOR_NOT_COMPARABLE.error(package.file, line, name=name, **units)
    return before.with_decimals(after.decimals), after
