"""報告のポイント: the figures that a reader will ask about, each beside its former value and its target."""

from collections.abc import Sequence
from typing import Literal

from progress_report.authoring import charts
from progress_report.authoring.changes import (
    Changes,
    against_target,
    shown,
    target_state,
    values_of,
    years_compared,
)
from progress_report.authoring.charts import BarData, Palette, Series, Setting, Target
from progress_report.authoring.display import Displayed
from progress_report.authoring.movements import change
from progress_report.authoring.wording import Words, fragment_of
from progress_report.inputs.comparison import Comparison, IndicatorChange
from progress_report.inputs.highlights import Highlight, highlights_of
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.section import Section
from progress_report.model.blocks import Highlights, ItemList, Picture
from progress_report.model.grid import Alignment, Fact, Grid, TableCell
from progress_report.model.inline import Fragment, Number, Text, decided, joined, words
from progress_report.model.quantity import Quantity

_FORMER, _EARLIER = "前回", "前年度"
_TARGET = "目標"
_RESTATED = "前年度の報告に載せた値。修正したものは修正後の値を添え、増減は修正後の値からのもの"
Header = Literal["", "column", "row"]


class KeyFigures:
    """The indicators that the report begins with; ``compared`` is None in the first report ever."""

    def __init__(
        self, section: Section, compared: Comparison | None, highlights: Sequence[Highlight]
    ) -> None:
        self._section, self.compared, self.highlights = section, compared, highlights

    @property
    def former(self) -> str:
        """What the former values are called."""
        return _EARLIER if self.compared is None else _FORMER

    @property
    def tables(self) -> list[str]:
        """What they are computed from: the tables whose checks concern this page."""
        return sorted({table for highlight in self.highlights for table in highlight.tables})

    @property
    def changes(self) -> list[IndicatorChange]:
        return [highlight.change for highlight in self.highlights]

    def say(self, template: str, /, *, first: str) -> Displayed:
        """Make a sentence that may name {former} and {present}; ``first`` where there is no former report."""
        return Changes(self._section, self.compared).say(template, first=first)

    def conclusions(self) -> Displayed | None:
        """Say which of them went forward, which went back, which miss their target and which reached it."""
        changes, former = self.changes, self.former
        listed = {
            f"{former}から前進した指標は、": [_moved(one) for one in changes if one.improved],
            f"{former}から後退した指標は、": [_moved(one) for one in changes if one.improved is False],
            "目標に達した指標は、": [against_target(one) for one in changes if one.met],
            "目標に達していない指標は、": [against_target(one) for one in changes if one.met is False],
        }
        values = values_of(changes)
        items = tuple(
            (*decided(opening, *values), *joined(named), Text("。"))
            for opening, named in listed.items()
            if named
        )
        return Displayed(ItemList(items)) if items else None

    def cards(self, title: Words, /, *, name: str = "highlights") -> Displayed | None:
        """Make a card for each: its value, former value, change, target, time, and a small chart."""
        if not self.highlights:
            return None
        head = [
            _cell(words(text), "column")
            for text in ("指標", "今回", self.former, "増減", _TARGET, "達成状況", "時点")
        ]
        rows = [_row(one) for one in self.highlights]
        numbers: list[Alignment] = ["right"] * (len(head) - 1)
        grid = Grid([head], rows, 1, ("left", *numbers))
        pictures = tuple(_picture(self._section, one, f"{name}-{one.change.name}") for one in self.highlights)
        return Displayed(Highlights(name, fragment_of(title), grid, pictures, _facts(self)))


def key_figures(section: Section) -> KeyFigures:
    """Return the year's key figures. ReportError where an indicator cannot be computed or compared."""
    year = ReportYear(section.project, section.year)
    compared = Comparison.with_previous(year)
    return KeyFigures(section, compared, highlights_of(year, compared))


def _moved(one: IndicatorChange) -> Fragment:
    assert one.basis is not None and one.present is not None
    return (*one.title, Text("（"), *change(one.basis, one.present), Text("）"))


def _row(highlight: Highlight) -> list[TableCell]:
    one = highlight.change
    assert one.present is not None, "what has no value this year is no highlight"
    return [
        _cell(one.title, "row"),
        _cell(shown(one.present)),
        _cell(_shown_former(one)),
        _cell(() if one.basis is None else change(one.basis, one.present)),
        _cell(shown(one.target) if one.target else ()),
        _cell(target_state(one)),
        _cell((highlight.as_of,) if highlight.as_of else ()),
    ]


def _cell(content: Fragment, header: Header = "") -> TableCell:
    return TableCell(content, header)


def _facts(points: KeyFigures) -> tuple[Fact, ...]:
    if points.compared is None:
        if not any(one.former for one in points.changes):
            return ()
        return (Fact(_EARLIER, words("前回の報告がないため、この報告の表にある値")),)
    facts = [Fact("比較", years_compared(points.compared))]
    revised = any(one.revised for one in points.changes)
    return (*facts, *([Fact(_FORMER, decided(_RESTATED, *values_of(points.changes)))] if revised else []))


def _shown_former(one: IndicatorChange) -> Fragment:
    """The published value, and in brackets what it was revised to."""
    revised = () if one.revised is None else (Text("（修正後は"), Number(one.revised), Text("）"))
    return (*shown(one.former), *revised)


def _picture(section: Section, highlight: Highlight, name: str) -> Picture | None:
    """Its values by year, or the former and the present one; None for what no bar can show."""
    one = highlight.change
    assert one.present is not None
    named: list[tuple[Fragment, Quantity]] = [((year,), value) for year, value in highlight.years]
    if len(named) < 2:
        label = _FORMER if one.revised is None else f"{_FORMER}（修正後）"
        former = [(words(label), one.basis)] if one.basis is not None else []
        named = [*former, (words("今回"), one.present)]
    named = [(label, value) for label, value in named if value.unit == one.present.unit]
    if one.present.value is None or any(value.value is not None and value.value < 0 for _, value in named):
        return None
    labels, values = zip(*named, strict=True)
    drawn = one.target is not None and one.target.unit == one.present.unit
    target = Target(words(_TARGET), one.target) if drawn and one.target is not None else None
    data = BarData(labels, [Series(one.title, values)])
    setting = Setting(name, one.title, section.fonts, palette=Palette.of(section.theme.colours))
    return charts.periods(data, setting, target=target, met=one.met)
