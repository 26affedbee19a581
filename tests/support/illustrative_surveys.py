"""Generate the invented survey files; those of 令和6年度 agree with the figures of the published text.

``python -m tests.support.illustrative_surveys`` writes them; a test compares the committed files with this
output. Nobody gave any of these answers.
"""

import csv
import io
import random
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

INFORMATION_NEEDS = {
    "need_search": 62,
    "need_readable": 58,
    "need_timely": 41,
    "need_map": 33,
    "need_figures": 27,
    "need_machine": 14,
    "need_other": 5,
}
OPEN_DATA_USE = {
    "利用したことがある": 9,
    "知っているが利用したことはない": 24,
    "聞いたことはある": 21,
    "知らない": 43,
    "無回答": 3,
}
WANTED_INFORMATION = {
    "防災・防犯": 30,
    "健康・医療・福祉": 26,
    "子育て・教育": 20,
    "人口・世帯": 12,
    "財政・予算": 15,
    "都市計画・まちづくり": 18,
    "公共施設": 14,
    "環境・ごみ": 13,
    "文化・観光・スポーツ": 9,
    "産業・商店街": 7,
    "その他": 2,
}
ONLINE_USE = {
    "よく利用する": 18,
    "ときどき利用する": 27,
    "一度だけ利用した": 12,
    "利用したことはない": 40,
    "無回答": 3,
}
NOT_USED = "利用したことはない"
REASONS = {
    "reason_unaware": 46,
    "reason_no_occasion": 38,
    "reason_difficult": 31,
    "reason_counter": 24,
    "reason_security": 19,
    "reason_device": 12,
    "reason_other": 6,
}


def resident_survey(
    respondents: int = 383, answering: int = 353, answers: int = 1053, seed: str = "resident_survey"
) -> str:
    """Return 区民アンケート: numbers of rows, ranked answers and people ranking are as published."""
    draw = random.Random(seed)
    fewer = 3 * answering - answers  # number of blank third (or second) preferences
    rows = []
    for i in range(1, respondents + 1):
        needs = {name: int(draw.randrange(100) < weight) for name, weight in INFORMATION_NEEDS.items()}
        unanswered = int(not any(needs.values()))
        use = _choose(draw, OPEN_DATA_USE)
        ranked = _distinct(draw, WANTED_INFORMATION, 3) if i <= answering else ["", "", ""]
        if answering - fewer < i <= answering:
            ranked[2] = ""
        rows.append([f"R{i:04d}", *needs.values(), unanswered, use, *ranked])
    draw.shuffle(rows)
    for i, row in enumerate(rows, 1):
        row[0] = f"R{i:04d}"
    preferences = ["preference_first", "preference_second", "preference_third"]
    return _csv(["respondent", *INFORMATION_NEEDS, "need_unanswered", "open_data_use", *preferences], rows)


def intention_survey(respondents: int = 612) -> str:
    """Return 区民意向調査（速報版）; its number of respondents is not published and therefore invented."""
    draw = random.Random("intention_survey")
    rows = []
    for i in range(1, respondents + 1):
        use = _choose(draw, ONLINE_USE)
        reasons: list[int | str] = [""] * (len(REASONS) + 1)
        if use == NOT_USED:
            chosen = [int(draw.randrange(100) < weight) for weight in REASONS.values()]
            reasons = [*chosen, int(not any(chosen))]
        rows.append([f"I{i:04d}", use, *reasons])
    return _csv(["respondent", "online_use", *REASONS, "reason_unanswered"], rows)


def _choose(draw: random.Random, weights: dict[str, int]) -> str:
    return draw.choices(list(weights), weights=list(weights.values()))[0]


def _distinct(draw: random.Random, weights: dict[str, int], count: int) -> list[str]:
    left, chosen = dict(weights), []
    for _ in range(count):
        chosen.append(_choose(draw, left))
        del left[chosen[-1]]
    return chosen


def _csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue()


FILES: dict[str, Callable[[], str]] = {
    "data/2024/resident_survey.csv": resident_survey,
    "data/2024/intention_survey.csv": intention_survey,
    "data/2025/resident_survey.csv": partial(resident_survey, 412, 379, 1128, "resident_survey 2025"),
}

if __name__ == "__main__":
    for name, make in FILES.items():
        Path(name).write_text(make(), encoding="utf-8", newline="")
