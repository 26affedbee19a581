"""Matching of a column's headings to a field: by heading, by group and heading, or by position."""

from collections.abc import Sequence

from progress_report.inputs.schema.schemas import FieldDescriptor, QuestionDescriptor
from progress_report.model.comparable import unspaced
from progress_report.model.quantity import counters_of


class Headings:
    """The headings of a table's fields, in the form of ``unspaced``.

    ``names``: headings that mean one field in any position; ``words``: all headings; ``groups``: the groups
    above them.
    """

    def __init__(self, fields: Sequence[FieldDescriptor], questions: Sequence[QuestionDescriptor]) -> None:
        self._own = own = {field.name: _headings_of(field) for field in fields}
        meant: dict[str, set[str]] = {}
        for field in fields:
            everywhere = {unspaced(field.name)} if field.is_placed or field.group else own[field.name]
            for heading in (*everywhere, *_joined(field)):
                meant.setdefault(heading, set()).add(field.name)
        for heading, name in _of_questions(fields, questions):
            meant.setdefault(heading, set()).add(name)
        self.names = {heading: min(found) for heading, found in meant.items() if len(found) == 1}
        shared = {heading: name for name, found in own.items() for heading in found}
        self.words = shared | self.names
        self.groups = frozenset(unspaced(field.group) for field in fields if field.group)
        self._placed = [field for field in fields if field.is_placed]
        self._grouped = [field for field in fields if field.group and not field.is_placed]

    def field_of(self, position: int, path: Sequence[str]) -> str | None:
        """Return the one field that the texts above the column at ``position``, counted from 0, name."""
        texts = [unspaced(text) for text in path]
        above = {*texts[:-1], "".join(texts[:-1])} if len(texts) > 1 else set()
        for field in self._placed:
            if field.position == position + 1 and texts and texts[-1] in self._own[field.name]:
                return field.name if not (field.group and above) or unspaced(field.group) in above else None
        found = {
            field.name
            for field in self._grouped
            if texts and texts[-1] in self._own[field.name] and unspaced(field.group or "") in above
        }
        found = found or {self.names[text] for text in texts if text in self.names}
        return found.pop() if len(found) == 1 else None


def _headings_of(field: FieldDescriptor) -> frozenset[str]:
    """Return the field's name and title, each with and without its unit in brackets."""
    units = counters_of(field.unit) if field.unit else ()
    forms = [
        "",
        *(form.format(unit) for unit in units for form in ("({})", "[{}]", "(単位:{})", "[単位:{}]")),
    ]
    return frozenset(unspaced(heading + form) for heading in (field.name, field.title) for form in forms)


def _joined(field: FieldDescriptor) -> list[str]:
    """Return a group and a title combined in one cell: 転入_男, 転入（男）."""
    if not field.group:
        return []
    return [unspaced(form.format(field.group, field.title)) for form in ("{}{}", "{}_{}", "{}・{}", "{}({})")]


def _of_questions(
    fields: Sequence[FieldDescriptor], questions: Sequence[QuestionDescriptor]
) -> list[tuple[str, str]]:
    """Return the wording and title of questions, as form services export them, with their columns.

    If a question has several columns, the choice follows in brackets.
    """
    titles = {field.name: field.title for field in fields}
    return [
        (unspaced(heading + (f"[{titles[name]}]" if len(question.fields) > 1 else "")), name)
        for question in questions
        for name in question.fields
        for heading in (question.wording, question.title)
    ]
