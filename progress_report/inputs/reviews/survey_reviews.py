"""Warnings (要確認) about survey answers that contradict the questionnaire or seem incomplete."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from progress_report.inputs.reviews.review_warnings import ReviewWarning, Rule, review
from progress_report.inputs.schema.answer_words import OTHER
from progress_report.inputs.schema.choices import CHOSEN, answers_in
from progress_report.inputs.schema.schemas import AskedDescriptor, QuestionDescriptor, ResourceDescriptor
from progress_report.inputs.tables.surveys import Survey
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import value_reviews as messages
from progress_report.messages.message import Message

UNANSWERED = "無回答"
_MOST_ROWS_NAMED = 5
# A survey that lost this share of its answers within a year may lack rows; below ``_FEW``, it may be chance.
_LARGEST_LOSS = Fraction(1, 2)
_FEW = 10

Row = Mapping[str, str]


def contradictory_answers(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for answers that exclude each other, are from people not asked, or repeat a wish."""
    for resource in year.resources:
        if resource.survey is None:
            continue
        survey = year.survey(resource.name)
        for question in resource.survey.questions:
            if question.form != "single":
                yield from _not_exclusive(survey, question)
            if _has_check_boxes(survey, question):
                yield from _nothing_chosen(survey, question)
            if question.form == "ranked":
                yield from _repeated(survey, question)
            if question.asked is not None:
                yield from _not_asked(survey, question, question.asked)


def missing_respondents(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for surveys with half of last year's respondents or fewer."""
    former = year.previous
    if former is None:
        return
    for resource in year.package.descriptor.resources:
        name = resource.name
        if not _answered(year, resource) or name not in former.package:
            continue
        if not _answered(former, former.package.resource(name)):
            continue
        now, then = (one.survey(name).respondents() for one in (year, former))
        assert now.value is not None and then.value is not None
        if then.value >= _FEW and now.value <= then.value * _LARGEST_LOSS:
            yield review(
                messages.FEWER_RESPONDENTS,
                name,
                year.file_of(name),
                column=resource.title,
                year=former.year.label,
                then=then.text,
                now=now.text,
            )


def _answered(year: ReportYear, resource: ResourceDescriptor) -> bool:
    return resource.survey is not None and resource.name not in year.absent


def _not_exclusive(survey: Survey, question: QuestionDescriptor) -> Iterator[ReviewWarning]:
    """Yield warnings for 無回答 or another exclusive choice combined with any other."""
    for choice in _exclusive(survey, question):
        title = _title(survey, question, choice)

        def contradicts(row: Row, choice: str = choice) -> bool:
            chosen = _chosen(survey, row, question)
            return choice in chosen and len(chosen) > 1

        subject = f"{survey.name}.{question.name}.{title}"
        yield from _reviewed(messages.NOT_EXCLUSIVE, survey, contradicts, subject, title, choice=title)


def _nothing_chosen(survey: Survey, question: QuestionDescriptor) -> Iterator[ReviewWarning]:
    """Yield warnings for rows of zeros if 無回答 is a choice, because they would count as respondents."""
    if not any(UNANSWERED in _title(survey, question, name) for name in question.fields):
        return

    def contradicts(row: Row) -> bool:
        return not _chosen(survey, row, question) and any(row[name] for name in question.fields)

    subject, gaps = f"{survey.name}.{question.name}", {"unanswered": UNANSWERED, "chosen": CHOSEN}
    yield from _reviewed(messages.NOTHING_CHOSEN, survey, contradicts, subject, question.title, **gaps)


def _repeated(survey: Survey, question: QuestionDescriptor) -> Iterator[ReviewWarning]:
    """Yield warnings for one wish at two ranks; その他 is excluded, because it may mean two things."""

    def contradicts(row: Row) -> bool:
        chosen = [one for one in _chosen(survey, row, question) if not one.startswith(OTHER)]
        return len(chosen) > len(set(chosen))

    subject = f"{survey.name}.{question.name}"
    yield from _reviewed(messages.CHOSEN_TWICE, survey, contradicts, subject, question.title)


def _not_asked(
    survey: Survey, question: QuestionDescriptor, asked: AskedDescriptor
) -> Iterator[ReviewWarning]:
    """Yield warnings for answers of people who, by another answer, were not asked this question."""
    other = survey.question(asked.question)
    answers = "、".join(f"「{_title(survey, other, answer)}」" for answer in asked.answers)

    def contradicts(row: Row) -> bool:
        answered = any(row[name] for name in question.fields)
        return answered and not {*_chosen(survey, row, other)} & {*asked.answers}

    subject, gaps = f"{survey.name}.{question.name}", {"question": other.title, "answers": answers}
    yield from _reviewed(messages.NOT_ASKED, survey, contradicts, subject, question.title, **gaps)


def _exclusive(survey: Survey, question: QuestionDescriptor) -> list[str]:
    """Return the choices that cannot be combined with others (columns, for a question with check boxes)."""
    if _has_check_boxes(survey, question):
        choices = question.fields
    else:
        choices = survey.field(question.fields[0]).choices or []
    return [
        choice
        for choice in choices
        if choice in question.exclusiveChoices or UNANSWERED in _title(survey, question, choice)
    ]


def _chosen(survey: Survey, row: Row, question: QuestionDescriptor) -> list[str]:
    """Return a row's answers: the chosen columns of a question with check boxes, else the choices."""
    if _has_check_boxes(survey, question):
        return [name for name in question.fields if row[name] == CHOSEN]
    return [one for name in question.fields for one in answers_in(row[name], survey.field(name))]


def _title(survey: Survey, question: QuestionDescriptor, choice: str) -> str:
    return survey.field(choice).title if _has_check_boxes(survey, question) else choice


def _has_check_boxes(survey: Survey, question: QuestionDescriptor) -> bool:
    return question.form == "multiple" and survey.list_field(question.name) is None


def _reviewed(
    message: Message,
    survey: Survey,
    contradicts: Callable[[Row], bool],
    subject: str,
    column: str,
    /,
    **gaps: Any,
) -> Iterator[ReviewWarning]:
    """Yield one warning for all contradicting rows: 「2、5、9行目」, or the first few and their number."""
    rows = survey.rows
    assert rows is not None, "only surveys with answers are reviewed"
    numbers = [n for n, cells in zip(rows.numbers, rows.cells, strict=True) if contradicts(cells)]
    if numbers:
        shown = "、".join(map(str, numbers[:_MOST_ROWS_NAMED]))
        more = f"など、合わせて{len(numbers):,}行" if len(numbers) > _MOST_ROWS_NAMED else ""
        yield review(message, subject, rows.file, numbers[0], column, rows=f"{shown}行目{more}", **gaps)


# In the order in which their 要確認 are listed.
RULES: tuple[Rule, ...] = (
    contradictory_answers,
    missing_respondents,
)
