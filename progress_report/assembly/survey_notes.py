"""調査の読み方: whom each survey asked, how many answered, and how far its shares may be off."""

from collections.abc import Iterator, Sequence

from progress_report.document.blocks import AnyBlock
from progress_report.document.written import document_block
from progress_report.inputs.years.survey_sizes import SurveySize
from progress_report.model.blocks import ItemList
from progress_report.model.inline import Inline, Number, Text
from progress_report.model.quantity import Quantity, whole_of
from progress_report.model.sampling import (
    confidence_of,
    fewest_respondents,
    margin_of_error,
    widest_share_of,
)

_INVENTED = "（架空の値）"


def survey_notes(sizes: Sequence[SurveySize]) -> list[AnyBlock]:
    """Return a list of the surveys, and one of what holds for all of them."""
    lists = ItemList(tuple(map(_survey, sizes))), ItemList(tuple(_general(sizes)), marker="・")
    return [document_block(one) for one in lists]


def _survey(size: SurveySize) -> Inline:
    """Return 「…は、…を対象とし、2,000名のうち383人が回答した（回収率19.2%）。誤差の目安は…」."""
    numbers = (size.sampled, size.respondents, size.population)
    invented = any(number is not None and number.illustrative for number in numbers)
    said: Inline = (*((Text(_INVENTED),) if invented else ()), *size.title, Text("は、"))
    if size.people:
        said += (*size.people, Text("を対象とし、"))
    if size.population is not None:
        said += (Text("対象となる"), Number(size.population), Text("のうち、"))
    return (*said, *_answered(size))


def _answered(size: SurveySize) -> Inline:
    sampled, respondents, margin = size.sampled, size.respondents, _margin(size)
    if respondents is None:
        asked: Inline = () if sampled is None else (Number(sampled), Text("に依頼した。"))
        return (*asked, Text("回答者数が公表されていないため、回収率と誤差の目安は示さない。"))
    said: Inline = (Number(respondents), Text("が回答した"))
    if sampled is not None:
        rate = respondents / sampled
        said = (Number(sampled), Text("のうち"), *said, Text("（回収率"), Number(rate), Text("）"))
    if margin is None:
        return (*said, Text("。"))
    return (*said, Text("。誤差の目安は、±"), Number(margin), Text("である。"))


def _margin(size: SurveySize) -> Quantity | None:
    """Return the margin of error; None where nobody answered, or it is not known who did."""
    if size.respondents is None or not size.respondents.value:
        return None
    return margin_of_error(size.respondents, size.population)


def _general(sizes: Sequence[SurveySize]) -> Iterator[Inline]:
    """Yield what holds for all surveys; nothing about margins and respondents that none of them has."""
    known = [size.respondents for size in sizes if size.respondents is not None]
    margins = [margin for size in sizes if (margin := _margin(size)) is not None]
    if margins:
        yield (
            Text("誤差の目安は、回答した人が無作為に選ばれたとみなし、割合が"),
            Number(widest_share_of(margins[0])),
            Text("のときに、"),
            Number(confidence_of(margins[0])),
            Text(
                "の確からしさで見込まれる誤差の大きさである（端数は切上げ）。割合がこれより大きくても小さくても、"
            ),
            Text("誤差は小さくなる。一部の人だけに尋ねた設問の誤差は、これより大きい。"),
        )
    forms = {question.form for size in sizes for question in size.described.questions}
    if known and forms & {"multiple", "ranked"}:
        yield (
            Text("複数回答の設問は、回答者がいくつも選べるため、割合の合計が"),
            Number(whole_of(known[0])),
            Text("を超えることがある。"),
        )
    if known:
        fewest = Number(fewest_respondents(known[0]))
        yield (Text("回答した人が"), fewest, Text("に満たない設問の割合は、参考値である。"))
    yield (Text("割合は四捨五入して示すため、内訳の合計が全体と一致しないことがある。"),)
