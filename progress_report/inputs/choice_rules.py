"""How the choices of columns must be declared, so that each answer has one meaning."""

from collections.abc import Iterator

from progress_report.inputs.answer_words import Codes, alike_codes
from progress_report.inputs.schemas import FieldDescriptor, QuestionDescriptor, ResourceDescriptor
from progress_report.inputs.source_tree import Location

Slip = tuple[Location, str, str]


def choice_slips(resource: ResourceDescriptor) -> Iterator[Slip]:
    """What is wrong with labels of codes and with columns of several choices, by place in the schema."""
    questions = resource.survey.questions if resource.survey else []
    for i, field in enumerate(resource.table_schema.fields):
        asking = [question for question in questions if field.name in question.fields]
        for member, message, remedy in (*_labels(field, asking), *_list(field, asking)):
            yield ("fields", i, member), message, remedy


def _labels(field: FieldDescriptor, asking: list[QuestionDescriptor]) -> Iterator[tuple[str, str, str]]:
    if field.labels is None:
        return
    if field.type not in ("string", "list"):
        remedy = "type を string に（一つの欄に答えがいくつも並ぶ列なら list に）してください。"
        yield "labels", "番号の言葉（labels）は、数や日付の列には書けません。", remedy
    if field.constraints.enum is not None:
        remedy = "番号で届く列なら enum を、言葉で届く列なら labels を消してください。"
        yield "labels", "番号の言葉（labels）と選択肢（enum）が、両方あります。", remedy
    codes: Codes = tuple(field.labels.items())
    for i, first in alike_codes(codes):
        (code, word), (other, same) = codes[i], codes[first]
        message = f"labels の「{code}: {word}」が、「{other}: {same}」と区別できません。"
        yield "labels", message, "番号も言葉も、一つずつ違うものにしてください。"
    if "" in field.labels and any(question.asked for question in asking):
        message = '空欄の言葉（labels の ""）は、一部の人だけに尋ねる設問（asked）の列には書けません。'
        yield (
            "labels",
            message,
            "尋ねていない人の欄も空欄です。答えなかった人の欄には、番号を入れてください。",
        )


def _list(field: FieldDescriptor, asking: list[QuestionDescriptor]) -> Iterator[tuple[str, str, str]]:
    if field.type != "list":
        if field.delimiter is not None:
            remedy = "答えがいくつも並ぶ列なら type を list にし、違うなら delimiter を消してください。"
            yield "delimiter", "区切り（delimiter）は、list の列だけに書きます。", remedy
        return
    if field.choices is None:
        remedy = "すべての選択肢を、この列の enum（番号で届くなら labels）に書いてください。"
        yield "type", "いくつもの答えが並ぶ列（list）に、選択肢がありません。", remedy
    if not asking or any(one.form != "multiple" or len(one.fields) != 1 for one in asking):
        message = "いくつもの答えが並ぶ列（list）が、複数回答の設問の、ただ一つの列ではありません。"
        remedy = "survey の questions に、form を multiple、fields をこの列だけとした設問を書いてください。"
        yield "type", message, remedy
