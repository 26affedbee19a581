"""Figures as notebooks ask for them: from data frames and tallies to charts in the house style."""

from collections.abc import Sequence

import pandas as pd

from progress_report.authoring import charts
from progress_report.authoring.absent import block_or_reason
from progress_report.authoring.charts import BarData, Event, Series, Setting, Target
from progress_report.authoring.display import Displayed
from progress_report.authoring.restatements import restatement_notes
from progress_report.authoring.rounding_note import rounding_notes
from progress_report.authoring.survey import Tally
from progress_report.authoring.years import FEWEST_FOR_A_TREND, unbroken_years
from progress_report.inputs.descriptor_rules import FISCAL_YEAR
from progress_report.inputs.restatements import noted_columns
from progress_report.inputs.section import Section
from progress_report.model.blocks import Chart, Omission, Remark
from progress_report.model.grid import Fact
from progress_report.model.inline import Date, Fragment, words
from progress_report.model.quantity import Quantity

MOST_IN_A_TREND = 7  # as many as a printed page shows with their numbers side by side
UNAVAILABLE = "公表資料に値がないため（未収録）、この図は掲載していない。"


@block_or_reason
def stacked(
    section: Section,
    name: str,
    title: Fragment,
    frame: pd.DataFrame,
    label: str,
    parts: dict[str, tuple[str, str]],
    facts: Sequence[Fact],
) -> Displayed:
    """Horizontal stacked bars: ``parts`` maps a value column to its name and its share column."""
    series = [
        Series(words(text), list(frame[column]), list(frame[share]))
        for column, (text, share) in parts.items()
    ]
    shares = [[row[share] for _, share in parts.values()] for _, row in frame.iterrows()]
    notes = (*restatement_notes(frame, parts), *rounding_notes(shares))
    setting = Setting(name, title, section.fonts, tuple(facts), notes)
    return Displayed(charts.stacked_bars(BarData(_categories(frame, label), series), setting))


@block_or_reason
def grouped(
    section: Section,
    name: str,
    title: Fragment,
    frame: pd.DataFrame,
    label: str,
    parts: dict[str, Fragment],
    facts: Sequence[Fact],
) -> Displayed:
    """Horizontal grouped bars: ``parts`` maps a value column to its name."""
    series = [Series(text, list(frame[column])) for column, text in parts.items()]
    setting = Setting(name, title, section.fonts, tuple(facts), restatement_notes(frame, parts))
    return Displayed(charts.grouped_bars(BarData(_categories(frame, label), series), setting))


@block_or_reason
def against_target(
    section: Section,
    name: str,
    title: Fragment,
    frame: pd.DataFrame,
    label: str,
    values: tuple[str, str],
    target: tuple[Fragment, Quantity],
    facts: Sequence[Fact],
) -> Displayed:
    """Bars of one series (``values``: column and name) with the line of a target."""
    column, text = values
    data = BarData(_categories(frame, label), [Series(words(text), list(frame[column]))])
    setting = Setting(name, title, section.fonts, tuple(facts), restatement_notes(frame, [column]))
    return Displayed(charts.bars(data, setting, target=Target(*target)))


@block_or_reason
def trend(
    section: Section,
    name: str,
    title: Fragment,
    known: pd.DataFrame,
    columns: tuple[str, str, str],
    facts: Sequence[Fact],
) -> Displayed:
    """Columns of a share over the years; ``columns``: the count's, its name, and its share's.

    Where fewer than three years follow one another without a gap there is no chart, and the notebook says so.
    """
    count, text, share = columns
    frame = unbroken_years(known).iloc[-MOST_IN_A_TREND:]
    if len(frame) < FEWEST_FOR_A_TREND:
        reason = (
            f"推移の図は、続いた年度が{FEWEST_FOR_A_TREND}年分以上あるときに描きます"
            f"（いまは{len(frame)}年分）。報告書にも載りません。"
        )
        return Displayed(Remark(reason))
    series = Series(words(text), list(frame[count]), list(frame[share]))
    data = BarData([(year,) for year in frame[FISCAL_YEAR]], [series])
    notes = restatement_notes(frame, noted_columns(frame))  # whatever was restated may have changed the share
    return Displayed(charts.columns(data, Setting(name, title, section.fonts, tuple(facts), notes)))


@block_or_reason
def timeline(
    section: Section,
    name: str,
    title: Fragment,
    frame: pd.DataFrame,
    columns: tuple[str, str],
    facts: Sequence[Fact],
) -> Displayed:
    """A timeline of the frame's rows, oldest first; ``columns``: the date's and the label's."""
    date, label = columns
    events = [Event(row[date], row[label]) for _, row in frame.iterrows()]
    events.sort(key=lambda event: event.date.moment.iso)
    return Displayed(charts.timeline(events, Setting(name, title, section.fonts, tuple(facts))))


@block_or_reason
def survey_figure(section: Section, name: str, tally: Tally) -> Displayed:
    """A survey question's figure by its form; a remark in its place where the survey is 未収録.

    Single choice: one 100% bar. Multiple choice: bars with shares. Ranked: bars stacked by rank.
    """
    if not tally.available:
        return Displayed(Omission(tally.title, words(UNAVAILABLE)))
    return Displayed(_survey_chart(section, name, tally))


def _survey_chart(section: Section, name: str, tally: Tally) -> Chart:
    setting = Setting(name, tally.title, section.fonts, tally.facts)
    counts, question = tally.counts, tally.survey.question(tally.question)
    if question.form == "ranked":
        series = [Series(tally.survey.field_title(field), list(counts[field])) for field in question.fields]
        return charts.stacked_bars(BarData(tally.labels, series), setting)
    (column,) = counts.columns
    values, shares = list(counts[column]), list(tally.shares[column])
    if question.form == "multiple":
        return charts.bars(BarData(tally.labels, [Series(words("回答者"), values, shares)]), setting)
    answers = [
        Series(label, [value], [share])
        for label, value, share in zip(tally.labels, values, shares, strict=True)
    ]
    setting = Setting(name, tally.title, section.fonts, tally.facts, rounding_notes([shares]))
    return charts.band(BarData([words("回答者全体")], answers), setting)


def _categories(frame: pd.DataFrame, label: str) -> list[Fragment]:
    return [(value,) if isinstance(value, Date) else value for value in frame[label]]
