"""Survey answers counted with pandas; every count names its file, column and predicate."""

from dataclasses import dataclass
from typing import cast

import pandas as pd

from progress_report.authoring.absent import value_or_absent
from progress_report.authoring.facts_and_notes import SOURCE, unit_facts
from progress_report.inputs.reviews.survey_reviews import UNANSWERED
from progress_report.inputs.schema.choices import CHOSEN
from progress_report.inputs.tables.surveys import ANSWER_UNIT, RESPONDENT_UNIT, Survey
from progress_report.model.comparable import comparable
from progress_report.model.grid import Fact
from progress_report.model.inline import Date, Inline, Number, Text, decided, plain_text, text
from progress_report.model.quantity import Quantity, total, whole_of
from progress_report.model.sampling import REFERENCE_BELOW

_ANSWER = "が回答"  # the ending of 「…方が回答」


@dataclass(frozen=True)
class Tally:
    """One question's counts: one row per choice, one column (or one per rank), cells Quantities.

    ``respondents`` is n: the people who were asked and answered, not the number of answers.
    """

    survey: Survey
    question: str
    labels: tuple[Inline, ...]
    counts: pd.DataFrame
    respondents: Quantity | None

    @property
    def available(self) -> bool:
        return self.survey.available

    @property
    def title(self) -> Inline:
        return self.survey.text(self.question, "title")

    @property
    def wording(self) -> Inline:
        """The wording of the question."""
        return self.survey.text(self.question, "wording")

    @property
    def base(self) -> Inline:
        """The group that was asked, if not everyone was."""
        return self.survey.text(self.question, "base")

    @property
    def rank_label(self) -> Inline:
        """The name of all ranks together (第1～3希望)."""
        return self.survey.text(self.question, "rankLabel")

    @property
    def shares(self) -> pd.DataFrame:
        """Each count as a share of the respondents."""
        return self.counts.map(lambda count: count.with_unit(RESPONDENT_UNIT) / self.respondents)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts required for survey figures: 設問, 回答形式, 回答対象, 回答者数, 単位, 調査期間, 出典."""
        described = self.survey.question(self.question)
        facts = [Fact("設問", self.wording), Fact("回答形式", self._form())]
        if described.base:
            facts.append(Fact("回答対象", _without_ending(self.base, _ANSWER)))
        if self.respondents is not None:
            number = Number(self.respondents, unit_shown=False)
            facts.append(Fact("回答者数", (Number(self.respondents), Text("（n="), number, Text("）"))))
            if not self.respondents.value:
                facts.append(Fact("注意", decided("回答した人がいないため割合はない", self.respondents)))
            elif self.is_small:
                facts.append(Fact("注意", decided("回答者が少ないため参考値", self.respondents)))
        facts += unit_facts(self.counts[column].iloc[0] for column in self.counts.columns)
        return (*facts, *self._period(), Fact(SOURCE, self._source()))

    @property
    def is_small(self) -> bool:
        """Whether there are so few answers that their shares are reference values (参考値)."""
        count = None if self.respondents is None else self.respondents.value
        return count is not None and 0 < count < REFERENCE_BELOW

    @property
    def remark(self) -> Inline:
        """The remark after every conclusion from few answers."""
        return decided("（参考値）", self.respondents) if self.is_small else ()

    @property
    def unanswered(self) -> list[int]:
        """The indexes of choices that mean no answer (無回答)."""
        return [i for i, label in enumerate(self.labels) if comparable(plain_text(label)) == UNANSWERED]

    def _form(self) -> Inline:
        form = self.survey.question(self.question).form
        if form == "single" or self.respondents is None:
            return text("単一回答")
        if not self.respondents.value:
            return decided("複数回答", self.respondents)
        if form == "ranked":
            return (Text("複数回答（"), *self.rank_label, Text("。回答数の合計は回答者数を超える。）"))
        return (Text("複数回答（合計は"), Number(whole_of(self.respondents)), Text("を超える。）"))

    def _period(self) -> tuple[Fact, ...]:
        package, name = self.survey.package, self.survey.name
        described = package.resource(name).survey
        if described is None or described.periodStart is None or described.periodEnd is None:
            return ()
        start = Date(described.periodStart, package.origin(name, "survey", "periodStart"))
        end = Date(described.periodEnd, package.origin(name, "survey", "periodEnd"))
        return (Fact("調査期間", (start, Text("～"), end)),)

    def _source(self) -> Inline:
        return self.survey.package.text(self.survey.name, "sources", 0, "title")


@value_or_absent
def tally(survey: Survey, question: str) -> Tally:
    """Count a question's answers.

    Single choice: the choices in their natural order. Multiple choice: by descending count, with その他 and
    無回答 always last. Ranked: one column per rank, ordered by the ranks' total. ``Absent`` for a question of
    other years.
    """
    if (absent := survey.package.absent_questions(survey.name).get(question)) is not None:
        return cast(Tally, absent)
    described = survey.question(question)
    if not survey.available:
        return Tally(survey, question, (), pd.DataFrame(), None)
    respondents = survey.respondents(question)
    if described.form == "multiple":
        return _multiple(survey, question, respondents)
    return _chosen(survey, question, respondents)


def _multiple(survey: Survey, question: str, respondents: Quantity) -> Tally:
    described, frame = survey.question(question), survey.frame
    if (listed := survey.list_field(question)) is not None:
        field = listed.name
        counts = {one: survey.chosen(field, one, RESPONDENT_UNIT) for one in listed.choices or []}
        labels = {one: survey.choice_label(field, one) for one in counts}
    else:
        counts = {
            name: survey.count(frame[name] == CHOSEN, [name], f"= {CHOSEN}", RESPONDENT_UNIT)
            for name in described.fields
        }
        labels = {name: survey.field_title(name) for name in counts}
    names = _ordered(counts, described.lastChoices)
    ordered = _frame({"": [counts[name] for name in names]})
    return Tally(survey, question, tuple(labels[name] for name in names), ordered, respondents)


def _chosen(survey: Survey, question: str, respondents: Quantity) -> Tally:
    described = survey.question(question)
    choices = survey.field(described.fields[0]).choices or []
    unit = ANSWER_UNIT if described.form == "ranked" else RESPONDENT_UNIT
    columns = {
        field: {choice: survey.chosen(field, choice, unit) for choice in choices}
        for field in described.fields
    }
    if described.form == "ranked":
        totals = {choice: total(column[choice] for column in columns.values()) for choice in choices}
        choices = _ordered(totals, described.lastChoices)
    counts = _frame({field: [column[choice] for choice in choices] for field, column in columns.items()})
    labels = tuple(survey.choice_label(described.fields[0], choice) for choice in choices)
    return Tally(survey, question, labels, counts, respondents)


def _ordered(counts: dict[str, Quantity], last: list[str]) -> list[str]:
    """Sort by descending count, stably; keep ``last`` choices at the end."""
    return sorted(
        counts, key=lambda name: (last.index(name) + 1 if name in last else 0, -(counts[name].value or 0))
    )


def _frame(columns: dict[str, list[Quantity]]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})


def _without_ending(inline: Inline, ending: str) -> Inline:
    last = inline[-1]
    if not isinstance(last, Text) or not last.text.endswith(ending):
        return inline
    return (*inline[:-1], Text(last.text.removesuffix(ending)))
