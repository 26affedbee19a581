"""調査の読み方: what is known of each survey, said in one sentence or two; what is not known, not guessed."""

from typing import Literal

import pytest

from progress_report.assembly.survey_notes import survey_notes
from progress_report.document.blocks import ItemList
from progress_report.document.runs import runs_text
from progress_report.inputs.schema.schemas import QuestionDescriptor, SurveyDescriptor
from progress_report.inputs.years.survey_sizes import SurveySize
from progress_report.model.inline import text
from progress_report.model.quantity import Quantity
from tests.model.samples import count


def asked(form: Literal["single", "multiple"]) -> QuestionDescriptor:
    return QuestionDescriptor(name="use", title="利用", wording="利用しましたか。", form=form, fields=["use"])


def size(
    sampled: Quantity | None = None,
    respondents: Quantity | None = None,
    population: Quantity | None = None,
    *,
    people: str = "",
    form: Literal["single", "multiple"] = "single",
) -> SurveySize:
    described = SurveyDescriptor(title="調査", questions=[asked(form)])
    return SurveySize(described, text("調査"), text(people), sampled, respondents, population)


def lists(*sizes: SurveySize) -> list[list[str]]:
    found = survey_notes(sizes)
    return [[runs_text(item) for item in block.items] for block in found if isinstance(block, ItemList)]


SENT, HEARD, ALL = count(2000, "名"), count(383, "人", row=3), count(1000, "人", row=4)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            size(SENT, HEARD, people="無作為に抽出した区民"),
            "調査は、無作為に抽出した区民を対象とし、2,000名のうち383人が回答した（回収率19.2%）。"
            "誤差の目安は、±5.1ポイントである。",
        ),
        (size(None, HEARD), "調査は、383人が回答した。誤差の目安は、±5.1ポイントである。"),
        (
            size(None, HEARD, ALL),
            "調査は、対象となる1,000人のうち、383人が回答した。誤差の目安は、±4.0ポイントである。",
        ),
        (
            size(),
            "調査は、回答者数が公表されていないため、回収率と誤差の目安は示さない。",
        ),
        (
            size(SENT),
            "調査は、2,000名に依頼した。回答者数が公表されていないため、回収率と誤差の目安は示さない。",
        ),
        (size(SENT, count(0, "人")), "調査は、2,000名のうち0人が回答した（回収率0.0%）。"),
        (
            size(None, count(383, "人", illustrative=True)),
            "（架空の値）調査は、383人が回答した。誤差の目安は、±5.1ポイントである。",
        ),
    ],
)
def test_a_survey(one: SurveySize, said: str) -> None:
    assert lists(one)[0] == [said]


def test_what_holds_for_all_is_said_once() -> None:
    surveys, general = lists(size(SENT, HEARD), size(None, count(20, "人", row=5), form="multiple"))
    assert len(surveys) == 2
    begun = ("誤差の目安は、", "複数回答の設問は、", "回答した人が30人に満たない", "割合は四捨五入して")
    assert all(item.startswith(words) for item, words in zip(general, begun, strict=True))
    assert "割合が50%のときに、95%の確からしさで" in general[0]


def test_nothing_is_said_of_what_no_survey_has() -> None:
    assert lists(size())[1] == ["割合は四捨五入して示すため、内訳の合計が全体と一致しないことがある。"]
