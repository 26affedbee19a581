"""Answers are counted by rows; every count records its column, predicate and number of rows."""

import pytest

from progress_report.inputs.tables.surveys import Survey
from progress_report.model.findings import ReportError
from progress_report.model.inline import plain_text
from progress_report.model.quantity import Aggregate
from tests.inputs.ward_files import PACKAGE, WardFiles

FILE = "data/2024/resident_survey.csv"
HEADER = (
    "respondent,need_search,need_readable,need_timely,need_map,need_figures,need_machine,need_other,"
    "need_unanswered,open_data_use,preference_first,preference_second,preference_third\n"
)
FEW = HEADER + (
    "R1,1,1,0,0,0,0,0,0,知らない,その他,公共施設,\n"
    "R2,0,0,0,0,0,0,0,1,無回答,,,\n"
    "R3,1,0,0,0,0,0,0,0,知らない,公共施設,人口・世帯,その他\n"
    "R4,,,,,,,,,聞いたことはある,,その他,\n"
)


@pytest.fixture
def survey(ward: WardFiles) -> Survey:
    ward.write(FILE, FEW)
    return ward.section().survey("resident_survey")


def test_respondents_and_answers(survey: Survey) -> None:
    assert survey.respondents().text == "4人"
    assert survey.respondents("wanted_information").text == "3人"
    assert survey.respondents("information_needs").text == "3人"  # 0 is an answer, a blank is not
    assert survey.answers("wanted_information").text == "6件"
    assert survey.answers("open_data_use").text == "4件"


def test_the_published_numbers(ward: WardFiles) -> None:
    survey = ward.section().survey("resident_survey")
    assert [
        survey.respondents().text,
        survey.respondents("wanted_information").text,
        survey.answers("wanted_information").text,
    ] == ["383人", "353人", "1,053件"]


def test_a_count_names_column_predicate_and_matches(survey: Survey) -> None:
    frame = survey.frame
    count = survey.count(frame["need_search"] == "1", ["need_search"], "= 1", "人")
    title = "必要な情報が探しやすいこと"
    assert count.origin == Aggregate(FILE, "need_search", title, "= 1", 2, illustrative=True)
    assert (count.text, count.illustrative) == ("2人", True)


def test_origins_of_respondents_and_answers(survey: Survey) -> None:
    columns = "preference_first、preference_second、preference_third"
    titles = "第1希望、第2希望、第3希望"
    everyone = Aggregate(FILE, "respondent", "回答者番号", "全行", 4, illustrative=True)
    assert survey.respondents().origin == everyone
    answering = Aggregate(FILE, columns, titles, "いずれかが空欄でない", 3, illustrative=True)
    assert survey.respondents("wanted_information").origin == answering
    filled = Aggregate(FILE, columns, titles, "空欄でない", 6, illustrative=True)
    assert survey.answers("wanted_information").origin == filled


def test_a_frame_is_text_only(survey: Survey) -> None:
    assert survey.frame.iloc[3].to_list() == ["R4", *[""] * 8, "聞いたことはある", "", "その他", ""]


def test_texts_are_those_of_the_descriptor(survey: Survey) -> None:
    assert plain_text(survey.text("wanted_information", "rankLabel")) == "第1～3希望"
    assert plain_text(survey.field_title("preference_second")) == "第2希望"
    assert plain_text(survey.choice_label("open_data_use", "無回答")) == "無回答"
    assert survey.field("need_map").title == "地図やグラフで見られること"


def test_an_unknown_question_is_reported_with_file_and_line(survey: Survey, ward: WardFiles) -> None:
    text = ward.text(PACKAGE)
    line = text[: text.index('"survey": {')].count("\n") + 1
    reported = (
        rf"{PACKAGE} {line}行目: .*設問「x」がありません。使える設問: information_needs、open_data_use、"
    )
    with pytest.raises(ReportError, match=reported):
        survey.question("x")
    with pytest.raises(ReportError, match=reported):
        survey.text("x", "title")
    with pytest.raises(ReportError, match=reported):
        survey.respondents("x")


def test_a_table_is_no_survey(ward: WardFiles) -> None:
    with pytest.raises(
        ReportError, match=rf"{PACKAGE} \d+行目: 「systems」に survey（設問）の記述がありません"
    ):
        ward.section().survey("systems").question("x")
