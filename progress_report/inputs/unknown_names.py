"""What to do about a column or a question that is asked for, and that the year does not have."""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from progress_report.inputs.descriptors import Package, read_package
from progress_report.inputs.near_names import near_remedy
from progress_report.inputs.project import Project
from progress_report.inputs.schemas import FieldDescriptor, QuestionDescriptor
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear

# What is copied of another year's entry: enough for a year that does not have it.
_COPIED = {"name", "title", "type", "unit", "wording", "form", "fields"}
Entry = FieldDescriptor | QuestionDescriptor


@dataclass(frozen=True, slots=True)
class UnknownNames:
    """Makes the faults of names that a year's package does not have.

    ``user`` asks for them, in the notebook ``file``; without a file the fault's place is the user's own.
    """

    project: Project
    year: FiscalYear
    package: Package
    user: str
    file: str = ""

    def column(self, table: str, name: str, known: Iterable[str]) -> Finding:
        message = f"{self.user}が読む列「{name}」が、表「{table}」にありません。"
        remedy = f"名前を直すか、列を加えてください（ある列: {'、'.join(known)}）。"
        return self._fault(message, near_remedy(name, known) or remedy, table, name, "列")

    def question(self, survey: str, name: str) -> Finding:
        described = self.package.resource(survey).survey
        known = [one.name for one in described.questions] if described else []
        message = f"{self.user}が数える設問「{name}」が、調査「{survey}」にありません。"
        remedy = f"設問の名前を書いてください（{'、'.join(known)}）。"
        return self._fault(message, near_remedy(name, known) or remedy, survey, name, "設問")

    def of_other_year(self, resource: str, name: str, kind: str) -> tuple[FiscalYear, Entry] | None:
        """Return a year that has it, with its entry: the first later one, else the last earlier one."""
        years = self.project.years()
        later, earlier = (one for one in years if one > self.year), (one for one in years if one < self.year)
        for other in (*later, *reversed([*earlier])):
            with suppress(ReportError):  # a faulty year is that year's concern
                package = read_package(self.project, other)
                if resource in package:
                    described = package.resource(resource)
                    questions = described.survey.questions if described.survey else []
                    entries = described.table_schema.fields if kind == "列" else questions
                    for entry in entries:
                        if entry.name == name:
                            return other, entry
        return None

    def _fault(self, message: str, remedy: str, resource: str, name: str, kind: str) -> Finding:
        """The fault; where another year has the name, with the line that declares it for this year."""
        found = self.of_other_year(resource, name, kind)
        if found is None:
            return Finding(message, remedy, self.file)
        other, entry = found
        bound, reaches = ("from", "から") if other > self.year else ("until", "まで")
        line = entry.model_dump(include=_COPIED, exclude_none=True) | {bound: other.start}
        where = ("table_schema", "fields") if kind == "列" else ("survey", "questions")
        written = json.dumps(line, ensure_ascii=False)
        added = f"すぐ下に「- {written}」" if self.package.is_shared else f"[ のすぐ後に「{written},」"
        remedy = (
            f"{other.label}にはあります。{other.label}{reaches}のものなら、"
            f"{where[-1]} の {added}を加えてください。"
            f"{self.year.label}の報告書は、それなしで作れます。"
        )
        source, place = self.package.source(resource, *where), self.package.place(resource, *where)
        name = place.name if self.package.is_shared else source.name
        user = f"{self.file} の" if self.file else ""
        return Finding(user + message, remedy, place.file, place.line, name)
