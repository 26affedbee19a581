"""Answers are read in every form that means exactly one choice, and in no other."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.inputs.schema.choices import answers_in, choice_problem, read_answer
from progress_report.inputs.schema.schemas import FieldDescriptor
from progress_report.model.findings import ReportError
from tests.inputs.ward_files import WardFiles

LABELS = {"1": "防災、防犯", "2": "子育て", "3": "健康・医療", "10": "窓口, 電話", "99": "無回答"}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
SEPARATORS = (", ", ",", ";", "；", "、", "\n", "\r\n", " ; ")


def column(kind: str = "list", **members: Any) -> FieldDescriptor:
    return FieldDescriptor.model_validate({"name": "a", "title": "答え", "type": kind, **members})


CODED, CODED_ONE = column(labels=LABELS), column("string", labels=LABELS)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """Generate a choice and one of its forms in source files."""
    code, word = draw(st.sampled_from(list(LABELS.items())))
    full = code.translate(FULL_WIDTH)
    together = (f"{code}.{word}", f"{full}：{word}", f"({code}) {word}", f"{code} {word}", f"{code}={word}")
    forms = (code, word, full, f"0{code}", f"{code}.0", f"{code}．", f"　{word} ", *together)
    return word, draw(st.sampled_from(forms))


@given(written())
def test_a_choice_is_read_in_every_form(answer: tuple[str, str]) -> None:
    word, form = answer
    read = read_answer(form.strip(), CODED_ONE)
    assert read is not None and read[0] == word
    assert choice_problem(read[0], CODED_ONE) is None


@given(st.lists(written(), min_size=1, unique_by=lambda answer: answer[0]), st.data())
def test_several_choices_are_read_with_any_separator(
    answers: list[tuple[str, str]], data: st.DataObject
) -> None:
    separators = data.draw(
        st.lists(st.sampled_from(SEPARATORS), min_size=len(answers), max_size=len(answers))
    )
    text = "".join(form + mark for (_, form), mark in zip(answers, separators, strict=True)).strip()
    read = read_answer(text, CODED)
    assert read is not None, text
    assert answers_in(read[0], CODED) == [word for word, _ in answers]
    assert choice_problem(read[0], CODED) is None


@given(st.text(alphabet="1239防災犯、,; その他（）:.健康\n", max_size=12))
def test_what_is_read_is_declared_and_what_is_not_is_explained(text: str) -> None:
    for field in (CODED, CODED_ONE, column(constraints={"enum": ["防災", "その他", "健康"]})):
        read = read_answer(text.strip(), field)
        problem = choice_problem(text.strip() if read is None else read[0], field)
        assert (read is None) == (problem is not None), (text, read, problem)
        assert problem is None or all(one.endswith("。") for one in (problem.message, problem.remedy))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("その他（犬、猫）", ["その他"]),
        ("その他: 犬, 猫, 子育て", ["その他", "子育て"]),
        ("子育て;その他;", ["子育て", "その他"]),
        ("その他　犬", ["その他"]),
        ("その他の犬", None),
        ("その他（犬", None),
        ("その他；その他: 犬", None),
        ("子育て支援", None),
    ],
)
def test_what_is_written_to_other_is_dropped(text: str, read: list[str] | None) -> None:
    field = column(constraints={"enum": ["子育て", "その他"]})
    found = read_answer(text, field)
    assert (found and answers_in(found[0], field)) == read


@pytest.mark.parametrize("text", ["その他:、" * 8_000, "その他(a、" * 6_000, "子育て," * 8_000])
def test_a_hostile_cell_is_refused_at_once(text: str) -> None:
    field, start = column(constraints={"enum": ["子育て", "その他"]}), time.process_time()
    assert read_answer(text, field) is None
    assert choice_problem(text, field) is not None
    assert time.process_time() - start < 1


def test_two_choices_called_other_have_separate_texts() -> None:
    field = column("string", constraints={"enum": ["その他（国）", "その他（県）"]})
    assert read_answer("その他(県)", field) == ("その他（県）", "選択肢の書き方")
    assert read_answer("その他（市）", field) is None


def test_a_former_package_may_have_labels_too(ward: WardFiles) -> None:
    def code(package: Any) -> None:
        field = package["resources"][7]["schema"]["fields"][9]
        assert field["name"] == "open_data_use"
        words = field["constraints"].pop("enum")
        field["labels"] = {str(i): word for i, word in enumerate(words)}

    ward.describe(code)
    section = ward.section()
    counted = section.survey("resident_survey").chosen("open_data_use", "知らない", "人")
    assert counted.origin.to_json()["predicate"] == "= 3（知らない）"
    assert counted.value == ward.text("data/2024/resident_survey.csv").count(",知らない,")
    with pytest.raises(ReportError, match="選択肢にない値です（「5」）"):
        ward.change("data/2024/resident_survey.csv", ",知らない,", ",5,")
        ward.section().survey("resident_survey")
