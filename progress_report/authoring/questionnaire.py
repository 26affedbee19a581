"""A survey in a section; its content is omitted if the survey was not conducted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pandas as pd

from progress_report.authoring import charts, wording
from progress_report.authoring.absent import reason_of
from progress_report.authoring.charts import BarData, Palette, Series, Setting
from progress_report.authoring.display import Displayed
from progress_report.authoring.facts_and_notes import rounding_notes
from progress_report.authoring.survey import Tally, tally
from progress_report.authoring.wording import Words
from progress_report.inputs.notebooks.section import Section
from progress_report.model.absent import Absent
from progress_report.model.blocks import Chart, Omission, Remark
from progress_report.model.comparable import comparable
from progress_report.model.findings import report_error
from progress_report.model.inline import Inline, text

UNAVAILABLE = "公表資料に値がないため（未収録）、この図は掲載していない。"
_NOT_CONDUCTED = "{fiscal_year}は、{survey}を実施していない。"


class Questionnaire:
    """A survey in a section; its headings, texts and figures are omitted if it was not conducted.

    As the last line of a cell it prints this in the report: 「令和7年度は、区民アンケートを実施していない。」
    """

    def __init__(self, section: Section, name: str, called: str) -> None:
        self._section, self._name, self._called = section, name, called
        self._absent: Absent | None = None
        if not section.conducted(name):  # the parameters record this, and the report prints it
            self._absent = replace(section.not_conducted(name), absent_is_noted=False)

    def heading(self, template: str, /, **values: Any) -> Displayed:
        """Make a heading, as ``heading`` does."""
        return self._shown(wording.heading, template, **values)

    def say(self, template: str, /, **values: Any) -> Displayed:
        """Make a paragraph, as ``say`` does."""
        return self._shown(wording.say, template, **values)

    def prose(self, name: str, /, **values: Any) -> Displayed:
        """Make a paragraph of prose, as ``prose`` does."""
        return self._shown(wording.prose, self._section, name, **values)

    def question(self, name: str) -> Tally:
        """Return the counts of a question, with its title, wording and base."""
        if self._absent is not None:
            return cast(Tally, self._absent)
        return tally(self._section.survey(self._name), name)

    def figure(self, question: str, *, name: str = "", conclusion: Words = "") -> Displayed:
        """Make the figure for a question's type; a sentence instead if the survey is 未収録.

        Single choice: one bar of 100%. Multiple choice: bars with shares. Ranked: bars stacked by rank.
        ``conclusion``: a line on the message of the figure, replacing the computed one.
        """
        counted = self.question(question)
        if isinstance(counted, Absent):
            return reason_of(counted)
        if not counted.available:
            return Displayed(Omission(counted.title, text(UNAVAILABLE)))
        return Displayed(_chart(self._section, name or question, counted, wording.inline_of(conclusion)))

    def row(self, table: str) -> "pd.Series[Any]":
        """Return this survey's row in a table of surveys, whose key is the survey's title.

        ReportError with the file, its rows and the remedy if there is none.
        """
        frame = self._section.table(table)
        for absent in (self._absent, frame):
            if isinstance(absent, Absent):
                return cast("pd.Series[Any]", absent)
        title = self._title
        for key in frame.index:
            if comparable(key) == comparable(title):
                return cast("pd.Series[Any]", frame.loc[key])
        listed = "、".join(f"「{key}」" for key in frame.index)
        remedy = (
            f"この名前の行を加えるか、{self._section.package.file} の survey の title と"
            f"揃えてください（ある行: {listed}）。"
        )
        raise report_error(f"調査「{title}」の行がありません。", remedy, file=self._section.file_of(table))

    def _shown(self, make: Callable[..., Displayed], *args: Any, **values: Any) -> Displayed:
        """Return the block that ``make`` makes; the reason if the survey was not conducted."""
        return reason_of(self._absent) if self._absent is not None else make(*args, **values)

    @property
    def _title(self) -> str:
        described = self._section.package.resource(self._name).survey
        return described.title if described else ""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        if self._absent is None:
            notice = Displayed(Remark(f"「{self._title}」は、この年度に実施した調査です。"))
        else:
            title = self._section.package.text(self._name, "survey", "title")
            named = wording.inline_of(self._called) if self._called else title
            notice = wording.say(_NOT_CONDUCTED, survey=named)
        return notice._repr_mimebundle_(include, exclude)


def survey(section: Section, name: str, /, *, called: str = "") -> Questionnaire:
    """Return a survey of the section's year.

    ``called``: the survey's name in a year without it, if that differs from its title.
    """
    return Questionnaire(section, name, called)


def _chart(section: Section, name: str, counted: Tally, conclusion: Inline) -> Chart:
    setting = Setting(
        name,
        counted.title,
        section.fonts,
        counted.facts,
        palette=Palette.of(section.theme.colours),
        conclusion=conclusion,
        remark=counted.remark,
    )
    counts, question = counted.counts, counted.survey.question(counted.question)
    if question.form == "ranked":
        series = [Series(counted.survey.field_title(one), list(counts[one])) for one in question.fields]
        return charts.stacked_bars(BarData(counted.labels, series), setting)
    (column,) = counts.columns
    values, shares = list(counts[column]), list(counted.shares[column])
    if question.form == "multiple":
        return charts.bars(BarData(counted.labels, [Series(text("回答者"), values, shares)]), setting)
    answers = [
        Series(label, [value], [share])
        for label, value, share in zip(counted.labels, values, shares, strict=True)
    ]
    noted = replace(setting, notes=rounding_notes([shares]))
    return charts.band(BarData([text("回答者全体")], answers), noted, unanswered=counted.unanswered)
