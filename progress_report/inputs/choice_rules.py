"""Rules for declaring the choices of columns, so that each answer has one meaning."""

from collections.abc import Iterator

from progress_report.inputs.answer_words import Codes, alike_codes
from progress_report.inputs.schemas import FieldDescriptor, QuestionDescriptor, ResourceDescriptor
from progress_report.inputs.source_tree import Location
from progress_report.messages import surveys as messages
from progress_report.model.findings import Finding


def choice_findings(resource: ResourceDescriptor) -> Iterator[tuple[Location, Finding]]:
    """Yield violations of the rules for labels and columns of several choices, by path in the schema."""
    questions = resource.survey.questions if resource.survey else []
    for i, field in enumerate(resource.table_schema.fields):
        asking = [question for question in questions if field.name in question.fields]
        for member, finding in (*_labels(field, asking), *_list(field, asking)):
            yield ("fields", i, member), finding


def _labels(field: FieldDescriptor, asking: list[QuestionDescriptor]) -> Iterator[tuple[str, Finding]]:
    if field.labels is None:
        return
    if field.type not in ("string", "list"):
        yield "labels", messages.LABELS_OF_NO_TEXT.finding()
    if field.constraints.enum is not None:
        yield "labels", messages.LABELS_AND_ENUM.finding()
    codes: Codes = tuple(field.labels.items())
    for i, first in alike_codes(codes):
        (code, word), (other, same) = codes[i], codes[first]
        yield "labels", messages.LABELS_ALIKE.finding(code=code, word=word, other=other, same=same)
    if "" in field.labels and any(question.asked for question in asking):
        yield "labels", messages.LABEL_OF_BLANK.finding()


def _list(field: FieldDescriptor, asking: list[QuestionDescriptor]) -> Iterator[tuple[str, Finding]]:
    if field.type != "list":
        if field.delimiter is not None:
            yield "delimiter", messages.DELIMITER_OF_NO_LIST.finding()
        return
    if field.choices is None:
        yield "type", messages.LIST_WITHOUT_CHOICES.finding()
    if not asking or any(one.form != "multiple" or len(one.fields) != 1 for one in asking):
        yield "type", messages.LIST_OF_NO_QUESTION.finding()
