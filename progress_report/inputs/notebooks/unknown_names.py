"""Errors for a requested column or question that the year does not have, with a remedy."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.inputs.schema.schemas import FieldDescriptor, QuestionDescriptor
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages.message import Message
from progress_report.messages.schema import COLUMN_READ, QUESTION_READ
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear

# Members copied from another year's entry to make a valid one for this year.
_COPIED = {"name", "title", "type", "unit", "wording", "form", "fields"}
Entry = FieldDescriptor | QuestionDescriptor


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Creates the errors for names that a year's package does not have.

    ``user``: the cell that requests them, in the notebook ``file``; without a file, the error has no location
    of its own, because it is raised in that cell.
    """

    year: ReportYear
    user: str
    file: str = ""

    def column(self, table: str, name: str, known: Iterable[str]) -> Finding:
        return self._unknown(COLUMN_READ, table, name, known, "列")

    def question(self, survey: str, name: str) -> Finding:
        described = self.year.package.resource(survey).survey
        known = [one.name for one in described.questions] if described else []
        return self._unknown(QUESTION_READ, survey, name, known, "設問")

    def of_other_year(self, resource: str, name: str, kind: str) -> tuple[FiscalYear, Entry] | None:
        """Return another year with the name, and its entry: the first later, else the last earlier one."""
        years, own = self.year.project.years(), self.year.year
        later, earlier = [one for one in years if one > own], [one for one in years if one < own]
        for other in (*later, *reversed(earlier)):
            with suppress(ReportError):  # errors of another year are reported there
                package = read_data_package(self.year.project, other)
                if resource in package:
                    described = package.resource(resource)
                    questions = described.survey.questions if described.survey else []
                    entries = described.table_schema.fields if kind == "列" else questions
                    for entry in entries:
                        if entry.name == name:
                            return other, entry
        return None

    def _unknown(
        self, message: Message, resource: str, name: str, known: Iterable[str], kind: str
    ) -> Finding:
        """Return the error; if another year has the name, with the line that declares it for this year."""
        remedy = near_remedy(name, known)
        member = "table" if kind == "列" else "survey"
        gaps: dict[str, Any] = {"user": self.user, "name": name, "known": "、".join(known), member: resource}
        finding = message.finding(self.file, remedy=remedy, **gaps)
        found = self.of_other_year(resource, name, kind)
        if found is None:
            return finding
        other, entry = found
        bound, reaches = ("from", "から") if other > self.year.year else ("until", "まで")
        line = entry.model_dump(include=_COPIED, exclude_none=True) | {bound: other.start}
        where = ("table_schema", "fields") if kind == "列" else ("survey", "questions")
        written = json.dumps(line, ensure_ascii=False)
        added = f"すぐ下に「- {written}」" if self.year.package.is_shared else f"[ のすぐ後に「{written},」"
        remedy = (
            f"{other.label}にはあります。{other.label}{reaches}のものなら、"
            f"{where[-1]} の {added}を加えてください。"
            f"{self.year.year.label}の報告書は、それなしで作れます。"
        )
        source, place = self.year.package.origin(resource, *where), self.year.package.place(resource, *where)
        column = place.name if self.year.package.is_shared else source.name
        user = f"{self.file} の" if self.file else ""
        reported = replace(finding, message=f"{user}{finding.message}", remedy=remedy)
        return reported.at(place.file, place.line, column)
