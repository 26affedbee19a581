"""Invented answers to the surveys that a data package describes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.scale.chance import Chance

Answers = dict[str, str]
_ANSWERS_NOTHING, _CHOOSES_TWO = 0.08, 0.02


def answers(
    resource: Mapping[str, Any], count: int, chance: Chance, asked: Mapping[str, Callable[[Answers], bool]]
) -> Iterator[Answers]:
    """One row a respondent, in the columns of the resource.

    ``asked``: for a question that not everybody is asked, whether one with these answers is.
    """
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    key = resource["schema"]["primaryKey"][0]
    draws = [(question, _drawing(question, fields, chance)) for question in resource["survey"]["questions"]]
    for number in range(1, count + 1):
        row = dict.fromkeys(fields, "")
        row[key] = f"{resource['name'][0].upper()}{number:04}"
        for question, draw in draws:
            is_asked = asked.get(question["name"])
            if is_asked is None or is_asked(row):
                row |= draw()
        yield row


def _drawing(
    question: Mapping[str, Any], fields: Mapping[str, Mapping[str, Any]], chance: Chance
) -> Callable[[], Answers]:
    """What draws one respondent's answers; how likely each choice is, is drawn here, once a municipality."""
    names: Sequence[str] = question["fields"]
    if question["form"] == "multiple":
        *choosable, unanswered = names
        likely = {name: chance.between(0.03, 0.65) for name in choosable}
        return lambda: _several(likely, unanswered, chance)
    choices = [choice for choice in fields[names[0]]["constraints"]["enum"] if choice]
    weights = chance.weights(len(choices))
    if question["form"] == "single":
        return lambda: {names[0]: chance.one_of(choices, weights)}
    return lambda: _ranked(names, choices, weights, chance)


def _several(likely: Mapping[str, float], unanswered: str, chance: Chance) -> Answers:
    chosen = {name: str(int(chance.holds(share))) for name, share in likely.items()}
    return chosen | {unanswered: str(int("1" not in chosen.values()))}


def _ranked(
    names: Sequence[str], choices: Sequence[str], weights: Sequence[float], chance: Chance
) -> Answers:
    """Different choices in order of preference, the last one sometimes left open, or all."""
    if chance.holds(_ANSWERS_NOTHING):
        return {}
    left = dict(zip(choices, weights, strict=True))
    picked = []
    for _ in names[1:] if chance.holds(_CHOOSES_TWO) else names:
        picked.append(chance.one_of([*left], [*left.values()]))
        del left[picked[-1]]
    return dict(zip(names, picked, strict=False))
