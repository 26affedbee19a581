"""Counting survey questions: order, shares, predicates, and the facts that a figure must show."""

from pathlib import Path

import pandas as pd
import pytest

from progress_report.authoring.questionnaire import Questionnaire, survey
from progress_report.authoring.survey import Tally, tally
from progress_report.inputs import Section
from progress_report.model.blocks import Chart, Omission
from progress_report.model.inline import plain_text
from progress_report.model.quantity import Aggregate
from tests.support.illustrative_surveys import FILES
from tests.support.sections import section_of_2024

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "2024"


@pytest.fixture(scope="module")
def section() -> Section:
    return section_of_2024("1_data_utilization")


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """Return the same file read with plain csv, to count by."""
    return pd.read_csv(DATA / "resident_survey.csv", dtype=str, keep_default_na=False)


def _tally(section: Section, question: str) -> Tally:
    return tally(section.survey("resident_survey"), question)


@pytest.mark.parametrize("name", FILES)
def test_the_invented_answers_are_what_their_maker_makes(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == FILES[name]()


def test_multiple_choice_is_ordered_by_size_with_the_last_choices_last(
    section: Section, answers: pd.DataFrame
) -> None:
    needs = _tally(section, "information_needs")
    counts = [quantity.value for quantity in needs.counts[""]]
    assert counts[:-2] == sorted(counts[:-2], reverse=True)
    assert [plain_text(label) for label in needs.labels[-2:]] == ["その他", "無回答"]
    assert counts[0] == max(
        (answers[column] == "1").sum() for column in answers if str(column).startswith("need_")
    )
    assert needs.respondents is not None
    assert needs.respondents.value == 383


def test_single_choice_keeps_its_natural_order(section: Section, answers: pd.DataFrame) -> None:
    use = _tally(section, "open_data_use")
    labels = [plain_text(label) for label in use.labels]
    assert labels[0] == "利用したことがある"
    assert labels[-1] == "無回答"
    expected = answers["open_data_use"].value_counts()
    assert [quantity.value for quantity in use.counts["open_data_use"]] == [
        expected[label] for label in labels
    ]
    assert sum(quantity.value or 0 for quantity in use.shares["open_data_use"]) == 1


def test_ranked_choice_is_stacked_by_rank_and_ordered_by_total(
    section: Section, answers: pd.DataFrame
) -> None:
    wanted = _tally(section, "wanted_information")
    totals = [sum(quantity.value or 0 for quantity in row) for row in wanted.counts.to_numpy()]
    assert totals[:-1] == sorted(totals[:-1], reverse=True)
    assert plain_text(wanted.labels[-1]) == "その他"
    assert sum(totals) == 1053
    assert wanted.respondents is not None
    assert wanted.respondents.value == 353
    first = plain_text(wanted.labels[0])
    assert next(iter(wanted.counts["preference_first"])).value == (answers["preference_first"] == first).sum()


def test_a_count_names_file_column_predicate_and_matches(section: Section) -> None:
    quantity = _tally(section, "open_data_use").counts["open_data_use"].iloc[0]
    assert quantity.origin == Aggregate(
        "data/2024/resident_survey.csv",
        "open_data_use",
        "オープンデータの利用",
        "= 利用したことがある",
        int(quantity.value),
        illustrative=True,
    )


@pytest.mark.parametrize("question", ["information_needs", "open_data_use", "wanted_information"])
def test_a_figure_states_question_form_respondents_period_and_source(section: Section, question: str) -> None:
    block = survey(section, "resident_survey").figure(question).block
    assert isinstance(block, Chart)
    facts = {fact.label: plain_text(fact.content) for fact in block.facts}
    assert facts.keys() == {"設問", "回答形式", "回答者数", "単位", "調査期間", "出典"}
    assert facts["調査期間"] == "令和6年7月2日（火）～令和6年7月31日（水）"
    number = "353" if question == "wanted_information" else "383"
    assert facts["回答者数"] == f"{number}人（n={number}）"
    assert block.illustrative


def test_a_skip_question_states_who_was_asked() -> None:
    section = section_of_2024("2_online_procedures")
    reasons = tally(section.survey("intention_survey"), "reasons")
    facts = {fact.label: plain_text(fact.content) for fact in reasons.facts}
    assert facts["回答対象"] == "オンラインで手続等を行ったことがない方"
    assert facts["回答形式"] == "複数回答（合計は100%を超える。）"
    use = tally(section.survey("intention_survey"), "online_use")
    asked = dict(zip(map(plain_text, use.labels), use.counts["online_use"], strict=True))[
        "利用したことはない"
    ]
    assert reasons.respondents is not None
    assert reasons.respondents.value == asked.value


def test_where_a_survey_is_not_available_its_texts_stay_and_its_figure_is_left_out(section: Section) -> None:
    answered = section.survey("resident_survey")
    absent = tally(type(answered)(answered.name, answered.package, None), "information_needs")
    assert plain_text(absent.title) == "区政に関する情報について求めること"

    class Unpublished(Questionnaire):
        def question(self, name: str) -> Tally:
            return absent

    shown = Unpublished(section, "resident_survey", "").figure("information_needs")
    assert isinstance(shown.block, Omission)
