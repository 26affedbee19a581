"""報告のポイント: the main points in sentences, and the key figures as cards."""

from collections.abc import Sequence

from progress_report.authoring.changes import (
    YearChanges,
    value_or_dash,
    values_of_indicators,
    verdict_on,
    years_compared,
)
from progress_report.authoring.display import Displayed
from progress_report.authoring.movements import change
from progress_report.authoring.points import points_of
from progress_report.authoring.wording import Words, inline_of, say
from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.years.comparison import Comparison, IndicatorChange
from progress_report.inputs.years.highlights import Highlight, highlights_of
from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.blocks import Highlights, ItemList
from progress_report.model.grid import Alignment, Fact, Grid, TableCell
from progress_report.model.inline import Inline, Number, Text, decided, text

_FORMER, _EARLIER = "前回", "前年度"
_NOTHING = "公表された値による主な指標は、この報告にはない。"
_RESTATED = "前年度の報告に載せた値。修正したものは修正後の値を添え、増減は修正後の値からのもの"


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
        items = tuple(points_of(self._year, self.compared, self.highlights, self.former))
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
        return Displayed(Highlights(name, inline_of(title), grid, _facts(self)))


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


def _facts(points: KeyFigures) -> tuple[Fact, ...]:
    if points.compared is None:
        if not any(one.former for one in points.changes):
            return ()
        return (Fact("注", text(f"「{_EARLIER}」は、本書の表に掲げる{_EARLIER}の値である。")),)
    facts = [Fact("比較", years_compared(points.compared))]
    if any(one.revised for one in points.changes):
        facts.append(Fact(_FORMER, decided(_RESTATED, *values_of_indicators(points.changes))))
    return tuple(facts)


def _shown_former(one: IndicatorChange) -> Inline:
    """Return the published value with its revision in brackets; nothing without a former value."""
    if one.former is None:
        return ()
    revised = () if one.revised is None else (Text("（修正後は"), Number(one.revised), Text("）"))
    return (*value_or_dash(one.former), *revised)
