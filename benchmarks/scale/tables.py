"""Invented tables of one municipality, such that every cross-check of the project's own data holds.

The tables take their columns, keys and texts from the project's; the counts are drawn.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.scale.answers import answers
from benchmarks.scale.chance import Chance

Row = dict[str, str]
Tables = dict[str, list[Row]]
_NEVER_USED = "利用したことはない"


def read(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def written(rows: Sequence[Row]) -> str:
    """The rows as the project's own files write them."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*rows[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def invented(own: Tables, resources: Mapping[str, Mapping[str, Any]], chance: Chance) -> Tables:
    """All tables of one municipality. ``own``: the project's, by name; ``resources``: their descriptors."""
    size = chance.between(0.1, 4)
    priorities = [_priority(row, size, chance) for row in own["priorities"]]
    waiting = sum(int(row["not_online"]) for row in priorities)
    people = list(answers(resources["resident_survey"], chance.whole(250, 550), chance, {}))
    intentions = answers(
        resources["intention_survey"],
        chance.whole(400, 800),
        chance,
        {"reasons": lambda row: row["online_use"] == _NEVER_USED},
    )
    return {
        "online_procedures": _procedures(own["online_procedures"], waiting, size, chance),
        "applications": _applications(own["applications"], size, chance),
        "priorities": priorities,
        "cashless": _introductions(own["cashless"], chance),
        "systems": [_system(row, size, chance) for row in own["systems"]],
        "remaining_issues": _topics(own["remaining_issues"], chance),
        "resident_survey_overview": [
            _overview(row, people, resources["resident_survey"], chance)
            for row in own["resident_survey_overview"]
        ],
        "resident_survey": people,
        "intention_survey": list(intentions),
    }


def _priority(row: Row, size: float, chance: Chance) -> Row:
    waiting = 8 + round(int(row["not_online"]) * size * chance.between(0.5, 1.5))
    excluded = chance.whole(1, 3) if row["excluded"] else None
    planned = chance.whole(1, waiting - (excluded or 0))
    return row | {
        "not_online": str(waiting),
        "planned": str(planned),
        "excluded": "" if excluded is None else str(excluded),
    }


def _procedures(rows: Sequence[Row], waiting: int, size: float, chance: Chance) -> list[Row]:
    """Of the newest year as many are waiting as the priorities say; of those before, about as many."""
    before, newest = rows
    online = 20 + round(240 * size * chance.between(0.5, 1.5))
    impossible = round(2000 * size * chance.between(0.7, 1.3))
    return [
        before
        | {
            "online": str(online),
            "not_online": str(waiting + chance.whole(-waiting // 4, waiting // 4)),
            "impossible": str(impossible + chance.whole(0, 40)),
        },
        newest | {"online": str(online + chance.whole(1, online // 2)), "impossible": str(impossible)}
        | {"not_online": str(waiting)},
    ]  # fmt: skip


def _applications(rows: Sequence[Row], size: float, chance: Chance) -> list[Row]:
    counts = {"by_online": 1_700_000, "by_paper": 2_400_000, "not_online": 200_000}
    level = {name: count * size * chance.between(0.5, 1.5) for name, count in counts.items()}
    return [
        row | {name: str(round(count * chance.between(0.85, 1.15))) for name, count in level.items()}
        for row in rows
    ]


def _introductions(rows: Sequence[Row], chance: Chance) -> list[Row]:
    """The first in 令和5年度, the others in the year of the report."""
    first, *others = rows
    return [
        first | {"introduced": f"2023-{chance.whole(4, 12):02}"},
        *(row | {"introduced": f"2024-{chance.whole(4, 12):02}"} for row in others),
    ]


def _system(row: Row, size: float, chance: Chance) -> Row:
    issues = 10 + round(int(row["issues"]) * size * chance.between(0.5, 1.5))
    return row | {"issues": str(issues), "done": str(chance.whole(issues // 3, issues - 1))}


def _topics(rows: Sequence[Row], chance: Chance) -> list[Row]:
    """A topic or more of each system."""
    firsts = {row["system"]: row for row in reversed(rows)}.values()
    return [row for row in rows if row in firsts or chance.holds(0.6)]


def _overview(row: Row, people: Sequence[Row], survey: Mapping[str, Any], chance: Chance) -> Row:
    """The published counts, counted from the answers."""
    ranked = next(question for question in survey["survey"]["questions"] if question["form"] == "ranked")
    given = [sum(person[name] != "" for name in ranked["fields"]) for person in people]
    return row | {
        "sampled": str(100 * chance.whole(10, 30)),
        "respondents": str(len(people)),
        "preference_respondents": str(sum(count > 0 for count in given)),
        "preference_answers": str(sum(given)),
    }
