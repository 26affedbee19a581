"""Run all checks of a page and derive each criterion's row: not applicable, partly tested, failed, untested.

No row states that a criterion is met: that takes a person.
"""

import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from progress_report.accessibility.check import Absence, CriterionCheck, Looked
from progress_report.accessibility.content_checks import CONTENT_CHECKS
from progress_report.accessibility.criteria import CRITERIA, Criterion
from progress_report.accessibility.page import Page, read_page
from progress_report.accessibility.page_checks import ABSENCES, PAGE_CHECKS

UNTESTED = "未確認（人による確認が必要）"
ABSENT = "該当する内容がないことを機械で確認"
YES, NO, UNKNOWN = "あり", "なし", "未確認"
_MOST_PLACES = 5
CHECKS: Sequence[CriterionCheck] = (*PAGE_CHECKS, *CONTENT_CHECKS)


@dataclass(frozen=True, slots=True)
class Tested:
    """A finished check, its criteria and its result."""

    asks: str
    things: str
    criteria: Sequence[str]
    looked: Looked
    is_absence: bool = False

    @property
    def finding(self) -> str:
        count, places = self.looked.total, self.looked.places
        if self.is_absence:
            return f"{len(places)}か所にある" if places else "ない"
        if not count:
            return "対象になるものがない"
        return f"{len(places)}か所に問題がある" if places else "問題は見つからない"

    @property
    def places(self) -> str:
        named = [str(place) for place in self.looked.places[:_MOST_PLACES]]
        more = len(self.looked.places) - len(named)
        return "\n".join([*named, *([f"ほか{more}か所"] if more else [])])


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A row of the form, for one criterion."""

    criterion: Criterion
    applies: str
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class MachineTest:
    """All checks of a page, and the rows derived from them."""

    tested: Sequence[Tested]
    rows: Sequence[CriterionRow]

    @property
    def failed(self) -> list[Tested]:
        return [one for one in self.tested if one.looked.places and not one.is_absence]


def tool() -> str:
    """Return the name and version of what makes the checks."""
    return (
        f"progress-report {version('progress-report')} の組込みの検査（Python {platform.python_version()}）"
    )


def inspect_page(source: str) -> MachineTest:
    """Run every check of a page and derive the rows of all criteria."""
    page = read_page(source)
    absences = [(one, _absence(one, page)) for one in ABSENCES]
    checks = [(one, _check(one, page)) for one in CHECKS]
    rows = [
        _row(
            criterion,
            [tested for absence, tested in absences if criterion.number in absence.criteria],
            [(check, tested) for check, tested in checks if criterion.number in check.rest],
        )
        for criterion in CRITERIA
    ]
    return MachineTest([tested for _, tested in (*absences, *checks)], rows)


def _absence(absence: Absence, page: Page) -> Tested:
    return Tested(absence.asks, "要素", absence.criteria, absence.look(page), is_absence=True)


def _check(check: CriterionCheck, page: Page) -> Tested:
    return Tested(check.asks, check.things, tuple(check.rest), check.look(page))


def _row(
    criterion: Criterion, absences: Sequence[Tested], checks: Sequence[tuple[CriterionCheck, Tested]]
) -> CriterionRow:
    there = [one for one in absences if one.looked.places]
    if absences and not there:
        return CriterionRow(criterion, NO, ABSENT, "\n".join(_said(one) for one in absences))
    made = [(check, one) for check, one in checks if one.looked.total]
    note = "\n".join([*(_said(one) for one in there), *_notes(criterion, made)])
    if not made:
        return CriterionRow(criterion, UNKNOWN, UNTESTED, note)
    failed = [one for _, one in made if one.looked.places]
    if failed:
        count = sum(len(one.looked.places) for one in failed)
        return CriterionRow(criterion, YES, f"機械の検査で問題あり（{count}か所）。残りは{UNTESTED}", note)
    parts = "、".join(check.part for check, _ in made)
    return CriterionRow(criterion, YES, f"一部を機械で確認（{parts}）、残りは{UNTESTED}", note)


def _notes(criterion: Criterion, made: Sequence[tuple[CriterionCheck, Tested]]) -> Iterator[str]:
    yield from (_said(one) for _, one in made)
    if made:
        yield "人が確かめること: " + "／".join(check.rest[criterion.number] for check, _ in made)


def _said(one: Tested) -> str:
    counted = "" if one.is_absence else f"{one.things} {one.looked.total:,}個、"
    places = f"\n{one.places}" if one.looked.places else ""
    return f"検査: {one.asks}　→　{counted}{one.finding}{places}"
