"""A survey: one row per respondent, its questions described in the data package."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from progress_report.inputs.schema.choices import answers_in, with_code
from progress_report.inputs.schema.descriptors import Package
from progress_report.inputs.schema.schemas import FieldDescriptor, QuestionDescriptor
from progress_report.inputs.tables.datasets import Rows
from progress_report.messages import notebook_names as messages
from progress_report.messages.message import Message
from progress_report.model.findings import ReportError
from progress_report.model.inline import Inline
from progress_report.model.quantity import Aggregate, Quantity

RESPONDENT_UNIT = "人"
ANSWER_UNIT = "件"


@dataclass(frozen=True)
class Survey:
    """The answers as text (blank: not asked or not answered); ``rows`` is None if 未収録."""

    name: str
    package: Package
    rows: Rows | None

    @property
    def available(self) -> bool:
        return self.rows is not None

    @property
    def frame(self) -> pd.DataFrame:
        """One row per respondent, one text column per field."""
        return pd.DataFrame(self._rows.cells, dtype=object)

    @property
    def _rows(self) -> Rows:
        if self.rows is None:
            raise self._error(messages.NO_ANSWERS)
        return self.rows

    def question(self, name: str) -> QuestionDescriptor:
        return self._questions()[self._position(name)]

    def text(self, question: str, member: str) -> Inline:
        """Return a text of the question (title, wording, base, rankLabel), traced to the descriptor."""
        return self.package.text(self.name, "survey", "questions", self._position(question), member)

    def field(self, name: str) -> FieldDescriptor:
        fields = self.package.resource(self.name).table_schema.fields
        return next(field for field in fields if field.name == name)

    def field_title(self, name: str) -> Inline:
        return self._field_text(name, "title")

    def choice_label(self, field: str, choice: str) -> Inline:
        described = self.field(field)
        for code, label in (described.labels or {}).items():
            if label == choice:
                return self._field_text(field, "labels", code)
        return self._field_text(field, "constraints", "enum", (described.choices or []).index(choice))

    def list_field(self, question: str) -> FieldDescriptor | None:
        """Return the column whose cells list all the choices of the question; None if there is none."""
        field = self.field(self.question(question).fields[0])
        return field if field.type == "list" else None

    def _field_text(self, name: str, *member: str | int) -> Inline:
        fields = self.package.resource(self.name).table_schema.fields
        position = next(i for i, field in enumerate(fields) if field.name == name)
        return self.package.text(self.name, "table_schema", "fields", position, *member)

    def count(self, matches: pd.Series, fields: Sequence[str], predicate: str, unit: str) -> Quantity:
        """Return the number of matching rows, as a quantity that names file, columns and predicate."""
        rows = self._rows
        titles = "、".join(self.field(name).label for name in fields)
        matched = int(matches.sum())
        columns = "、".join(fields)
        origin = Aggregate(rows.file, columns, titles, predicate, matched, rows.resource.illustrative)
        return Quantity(Fraction(matched), unit, origin)

    def chosen(self, field: str, choice: str, unit: str) -> Quantity:
        """Return the number of cells of a column with the choice."""
        described = self.field(field)
        named = with_code(choice, described)
        predicate = f"「{named}」を含む" if described.type == "list" else f"= {named}"
        matches = self.frame[field].map(lambda cell: choice in answers_in(cell, described))
        return self.count(matches, [field], predicate, unit)

    def respondents(self, question: str | None = None) -> Quantity:
        """Return the number of all rows, or of those with any answer to the question."""
        frame = self.frame
        if question is None:
            key = self._rows.resource.table_schema.primaryKey
            return self.count(pd.Series(True, index=frame.index), key, "全行", RESPONDENT_UNIT)
        fields = self.question(question).fields
        return self.count(
            (frame[fields] != "").any(axis="columns"), fields, "いずれかが空欄でない", RESPONDENT_UNIT
        )

    def answers(self, question: str) -> Quantity:
        """Return the number of the question's filled cells in all columns, or of choices listed in cells."""
        fields = self.question(question).fields
        if (listed := self.list_field(question)) is not None:
            numbers = self.frame[listed.name].map(lambda cell: len(answers_in(cell, listed)))
            return self.count(numbers, fields, "選択肢の数", ANSWER_UNIT)
        filled = (self.frame[fields] != "").sum(axis="columns")
        return self.count(filled, fields, "空欄でない", ANSWER_UNIT)

    def _questions(self) -> list[QuestionDescriptor]:
        survey = self.package.resource(self.name).survey
        if survey is None:
            raise self._error(messages.NO_QUESTIONS)
        return survey.questions

    def _position(self, name: str) -> int:
        for i, question in enumerate(self._questions()):
            if question.name == name:
                return i
        known = "、".join(question.name for question in self._questions()) or "なし"
        raise self._error(messages.NO_QUESTION, question=name, known=known)

    def _error(self, message: Message, **gaps: str) -> ReportError:
        file, row, _ = self.package.place(self.name, "survey")
        return message.error(file, row, survey=self.name, **gaps)
