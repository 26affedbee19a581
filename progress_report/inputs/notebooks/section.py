"""The section that a notebook opens: its own parameters by name, and all data of its year."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any, cast

import pandas as pd
import psutil  # type: ignore[import-untyped]

from progress_report.inputs.notebooks.frame_source import FrameSource, source_of, with_source
from progress_report.inputs.params.report_params import SectionParams
from progress_report.inputs.project import ROOT_VARIABLE, SECTION_VARIABLE, YEAR_VARIABLE, Project
from progress_report.inputs.prose.templates import section_values
from progress_report.inputs.tables.surveys import Survey
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.restatements import restatements_of
from progress_report.messages.dates import date_finding
from progress_report.messages.notebook_names import (
    NO_MUNICIPALITY,
    OPENS_OTHER_SECTION,
    OPENS_OTHER_YEAR,
    TWO_MUNICIPALITIES,
)
from progress_report.messages.section_texts import NO_ENTRY
from progress_report.model.absent import Absent
from progress_report.model.blocks import SECTION_MIME_TYPE
from progress_report.model.comparable import comparable
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import DateError, FiscalYear
from progress_report.model.inline import Date
from progress_report.model.moment import Moment
from progress_report.model.quantity import Parameter, Quantity

_PAPERMILL = "papermill"
_NEAREST = 3  # a virtual environment's python.exe on Windows starts another one, which is the kernel


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator, which rounds a quantity to the precision it is displayed with."""

    title: str
    decimals: int

    def __call__(self, quantity: Quantity) -> Quantity:
        return quantity.with_decimals(self.decimals)


class Section(ReportYear):
    """One section of one year's report. Requests for unknown names raise errors in Japanese."""

    def __init__(self, project: Project, year: FiscalYear, name: str) -> None:
        self.name = name
        super().__init__(project, year)
        self._whole: dict[str, pd.DataFrame] = {}
        self.index = self.params.section_index(name)

    @property
    def _own(self) -> SectionParams:
        return self.params.report.sections[self.index]

    def _require(self, member: str, name: str) -> None:
        if name not in getattr(self._own, member):
            file, line, _ = self.params.place("sections", self.index, member)
            gaps = {"section": self.name, "member": member, "name": name, "cell": "このセル"}
            raise NO_ENTRY.error(file, line, f"{member}.{name}", **gaps)

    def table(self, name: str, as_of: str = "{as_of}") -> pd.DataFrame:
        """Return a table of the year, as a frame with its source that may be extended.

        ``as_of``: the table's as-of note, a template over the section's dates. ``Absent`` is returned instead
        of the frame if it counts a survey that was not conducted, and is in each cell of a column that the
        table has in other years only.
        """
        if not self.conducted(name):
            remedy = f'調査のことなら、「survey(section, "調査の名前").row("{name}")」から作ってください。'
            return cast(pd.DataFrame, replace(self.not_conducted(name), absent_remedy=remedy))
        if name not in self._whole:
            frame = super().table(name).copy()
            for column, absent in self.package.absent_columns(name).items():
                frame[column] = pd.Series([absent] * len(frame), index=frame.index, dtype=object)
            restated = tuple((frame.index[one.position], one) for one in restatements_of(self, name))
            self._whole[name] = with_source(frame, FrameSource(self, name, as_of, restated))
        source = source_of(self._whole[name])
        assert source is not None
        return with_source(self._whole[name], replace(source, as_of=as_of))

    def tables_with(self, labels: Sequence[str]) -> list[str]:
        """Return the tables read so far whose columns are all among ``labels``."""
        return [name for name, frame in self._whole.items() if set(frame.columns) <= set(labels)]

    def survey(self, name: str) -> Survey:
        """Return a survey of the year, or ``Absent`` if it was not conducted."""
        if self.conducted(name):
            return super().survey(name)
        remedy = f'調査のことなら、「survey(section, "{name}")」から作ってください。'
        return cast(Survey, replace(self.not_conducted(name), absent_remedy=remedy))

    def not_conducted(self, name: str) -> Absent:
        """Return the substitute for a survey that was not conducted, and for a table that counts it."""
        resource = self.package.resource(name)
        title = resource.survey.title if resource.survey else resource.title
        reason = f"「{title}」は、{self.year.label}には実施していません（{self.params.file} の not_held）。"
        return Absent(name, reason)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Show the municipality and year as the result of a cell, outside the report."""
        municipality, year = self.params.report.municipality.name, self.year.label
        shown = f"{municipality}　{year}"
        return {
            SECTION_MIME_TYPE: {"municipality": municipality, "fiscal_year": year},
            "text/html": f"<p>{escape(shown)}</p>",
            "text/plain": shown,
        }

    @property
    def fiscal_year(self) -> Date:
        """The report's own fiscal year, for printing."""
        return Date(self.year, self.params.source("fiscal_year"))

    def moment(self, name: str) -> Moment:
        """Return a day, month, fiscal year or quarter of the section's ``dates``, for looking up rows."""
        self._require("dates", name)
        return self._own.dates[name]

    def has_date(self, name: str) -> bool:
        """Return whether the section's ``dates`` have an optional entry."""
        return name in self._own.dates

    def date(self, name: str) -> Date:
        """Return the same as ``moment``, for printing."""
        return Date(self.moment(name), self.params.source("sections", self.index, "dates", name))

    def quantity(self, name: str) -> Quantity:
        self._require("quantities", name)
        return self.params.quantity(self.index, name)

    def indicator(self, name: str) -> Indicator:
        self._require("indicators", name)
        indicator = self._own.indicators[name]
        return Indicator(indicator.title, indicator.decimals)

    def prose(self, name: str) -> list[tuple[str, Parameter]]:
        """Return the paragraphs of a prose entry, with unfilled placeholders, each with its source.

        The list is empty if there are none, or no entry.
        """
        where = ("sections", self.index, "prose", name)
        paragraphs = self._own.prose.get(name, [])
        return [(text, self.params.source(*where, i)) for i, text in enumerate(paragraphs)]

    def override(
        self, member: str, cell: str | None, code: str, words: str = ""
    ) -> tuple[str, str, Parameter] | None:
        """Return the name, text and source of an override in the parameters; None if there is none.

        ``member``: headings or sentences. ``cell``: the running cell's id if its front end provides it;
        otherwise it is identified by its ``code``. ``words``: of a heading, which may also be its name.
        """
        written: dict[str, str] = getattr(self._own.overrides, member)
        if not written:
            return None
        cells = self.project.notebook_cells(self.name)
        named = [cell] if cell else [one["id"] for one in cells if one["source"] == code and "id" in one]
        for name in written:
            if name in named or (words and comparable(name) == comparable(words)):
                source = self.params.source("sections", self.index, "overrides", member, name)
                return name, written[name], source
        return None

    @property
    def values(self) -> dict[str, Date | Quantity]:
        """Values for placeholders in every text: the report's year, the section's dates and quantities."""
        return section_values(self.params, self.index)


def _project_of_notebook() -> Project:
    """Return the municipality of the running notebook, which its build passes in ``ROOT_VARIABLE``.

    Without a build, it is the one whose folder ``notebooks/`` contains papermill's input or is the working
    folder. Raise ReportError if there is none, or if these two differ.
    """
    if root := os.environ.get(ROOT_VARIABLE):
        return Project(Path(root))
    folder = Path.cwd()
    places = (_papermill_input(), folder / "any.ipynb")
    found = {project for place in places if place and (project := Project.with_notebook(place))}
    if len(found) == 1:
        return found.pop()
    raise (TWO_MUNICIPALITIES if found else NO_MUNICIPALITY).error(folder=folder.as_posix())


def _papermill_input() -> Path | None:
    """Return the input notebook of the papermill command above this process; None if there is none.

    Jupyter runs a notebook in its own folder. papermill's own engine does not, and passes nothing about the
    notebook to its kernel, so it is read from the command that started the kernel.
    """
    with suppress(psutil.Error, OSError):
        for process in psutil.Process().parents()[:_NEAREST]:
            if given := _input_of(process.cmdline()):
                path = Path(process.cwd()) / given
                return path if path.is_file() else None
    return None


def _input_of(command: Sequence[str]) -> str | None:
    """Return the notebook that a papermill command runs; None for any other command."""
    start = next((i for i, word in enumerate(command[:4]) if Path(word).stem == _PAPERMILL), None)
    if start is None:
        return None
    given = next((word for word in command[start + 1 :] if word.endswith(".ipynb")), None)
    # papermill changes to ``--cwd``: a relative path is then no longer relative to the process's folder.
    moved = any(word.startswith("--cwd") for word in command)
    return given if given and (Path(given).is_absolute() or not moved) else None


class OpenedSection:
    """The section that a notebook has opened, at most one, whose dates and quantities its texts may name."""

    def __init__(self) -> None:
        self.section: Section | None = None


OPENED = OpenedSection()


def open_section(fiscal_year: int | str, name: str) -> Section:
    """Open a section of a fiscal year (2024, "R6", "令和6年度" …).

    Raise ReportError if a build requested another year or section.
    """
    try:
        year = FiscalYear.parse(str(fiscal_year))
        asked_year = FiscalYear.parse(os.environ.get(YEAR_VARIABLE, str(year.start)))
    except DateError as error:
        raise ReportError([date_finding(error)]) from None
    if year != asked_year:
        raise OPENS_OTHER_YEAR.error(asked=asked_year.label, opened=year.label)
    if name != (asked_name := os.environ.get(SECTION_VARIABLE, name)):
        raise OPENS_OTHER_SECTION.error(asked=asked_name, opened=name)
    OPENED.section = Section(_project_of_notebook(), year, name)
    return OPENED.section
