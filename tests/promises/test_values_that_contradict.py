"""Values that contradict themselves, their table or questionnaire are reported; ordinary ones are not."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.promises.office import Office

SURVEY, INTENTION = "data/2024/resident_survey.csv", "data/2024/intention_survey.csv"
Row = dict[str, str]


def answers(ward: Office, file: str, change: Callable[[int, Row], None]) -> None:
    """Change each row of a survey by ``change(number, row)``."""
    reader = csv.DictReader(io.StringIO(ward.read(file)))
    rows = list(reader)
    for number, row in enumerate(rows):
        change(number, row)
    text = io.StringIO()
    writer = csv.DictWriter(text, reader.fieldnames or [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    ward.write(file, text.getvalue())


def test_a_target_is_printed_with_the_digits_it_is_written_with(ward: Office) -> None:
    ward.edit("params/2025.yaml", 'target: {value: 100, unit: "%"}', 'target: {value: 87.5, unit: "%"}')
    compared = ward.run("compare", "2024", "2025").out
    assert re.search("87.5% +令和7年度第4四半期 +期限前", compared) and "88%" not in compared
    ward.edit("params/2025.yaml", "value: 87.5,", "value: 87.5, decimals: 0,")
    assert "decimals（0）が、value に書いた小数点以下の桁数より少なく" in ward.check("2025").out
    ward.edit("params/2025.yaml", "value: 87.5, decimals: 0,", "value: 0.9,")
    assert "1%に満たないか、100%を超える割合です（0.9%）。" in ward.check("2025").out


@pytest.mark.long
def test_a_verdict_that_rounding_hides_is_marked(ward: Office) -> None:
    ward.edit("params/2025.yaml", 'target: {value: 100, unit: "%"}', 'target: {value: 89.8, unit: "%"}')
    ward.edit("data/2025/systems.csv", "3402,3130", "3402,3101")
    ward.edit("params/2025.yaml", "completion: 令和7年度第4四半期", "completion: 2025-07-31")
    compared = ward.run("compare", "2024", "2025").out
    assert re.search("89.8% .*未達成（丸める前の値で判定）", compared)  # 89.6%, shown as 90%


@pytest.mark.parametrize(
    "factor", ["-3", pytest.param("0", marks=pytest.mark.long), pytest.param("1", marks=pytest.mark.long)]
)
def test_a_factor_that_nothing_exceeds_is_refused(ward: Office, factor: str) -> None:
    ward.write("params/2025.yaml", ward.read("params/2025.yaml") + f"\nlargest_change: {factor}\n")
    checked = ward.check("2025")
    assert checked.code == 1 and f"1より大きい数ではありません（{factor}）。" in checked.out


def test_answers_that_contradict_the_questionnaire(ward: Office) -> None:
    def survey(number: int, row: Row) -> None:
        if number < 20:
            row["need_unanswered"], row["need_search"] = "1", "1"
        if 30 <= number < 33:
            row.update({name: "0" for name in row if name.startswith("need_")})
        if row["preference_third"] and number < 200:
            row["preference_third"] = "その他" if number % 2 else row["preference_first"]

    def intention(number: int, row: Row) -> None:
        if row["online_use"] != "利用したことはない":
            row["reason_counter"] = "1"

    answers(ward, SURVEY, survey)
    answers(ward, INTENTION, intention)
    reported = ward.check().out
    assert "2、3、4、5、6行目など、合わせて20行" in reported
    assert "「無回答」と、ほかの選択肢が、ともに選ばれています" in reported
    assert "どの選択肢も選ばれず、「無回答」でもない回答があります（32、33、34行目）。" in reported
    assert "同じ選択肢が、二つの順位に選ばれています" in reported
    assert (
        "この設問を尋ねていない人の回答があります" in reported
        and "「利用したことはない」と答えた人" in reported
    )
    assert "誤り 0件、要確認 4件" in reported


@pytest.mark.long
def test_other_twice_in_a_ranking_is_no_contradiction(ward: Office) -> None:
    def survey(number: int, row: Row) -> None:
        if row["preference_second"] and row["preference_third"]:
            row["preference_second"] = row["preference_third"] = "その他"
            if row["preference_first"] == "その他":
                row["preference_first"] = "公共施設"

    answers(ward, SURVEY, survey)
    assert "誤り 0件、要確認 0件" in ward.check().out


@pytest.mark.long
def test_a_declared_exclusive_choice_and_faulty_declarations(ward: Office) -> None:
    def questions(package: Any, name: str) -> Any:
        return next(one for one in package["resources"] if one["name"] == name)["survey"]["questions"]

    def declare(package: Any) -> None:
        questions(package, "resident_survey")[0]["exclusiveChoices"] = ["need_machine"]

    ward.edit_json("data/2024/datapackage.json", declare)
    assert "「二次利用しやすい形式であること」と、ほかの選択肢が、ともに選ばれています" in ward.check().out

    def spoil(package: Any) -> None:
        questions(package, "resident_survey")[0]["exclusiveChoices"] = ["need_nothing"]
        questions(package, "resident_survey")[1]["exclusiveChoices"] = ["無回答"]
        questions(package, "intention_survey")[0]["asked"] = {"question": "use", "answers": ["はい"]}
        questions(package, "intention_survey")[1]["asked"]["answers"] = ["ない"]
        priorities = next(one for one in package["resources"] if one["name"] == "priorities")
        priorities["schema"]["ranges"] = [{"minimum": "lowest", "maximum": "priority"}]

    ward.edit_json("data/2024/datapackage.json", spoil)
    reported = ward.check()
    assert reported.code == 1
    for says in (
        "「need_nothing」という選択肢はありません。",
        "単一回答の設問では、選択肢が併せて選ばれることはありません。",
        "「use」という設問はありません。",
        "「ない」という選択肢はありません。",
        "表「priorities」に列「lowest」はありません。",
        "「priority」は数の列ではありません。",
    ):
        assert says in reported.out


def test_half_of_a_survey(ward: Office) -> None:
    lines = ward.read(INTENTION).splitlines(keepends=True)
    ward.write(INTENTION, "".join(lines[:307]))
    reported = ward.check()
    assert reported.code == 1
    assert "回答の行の数（306行）が、回答者数（612人）と違います。" in reported.out


@pytest.mark.long
def test_half_of_last_years_respondents(ward: Office) -> None:
    file = "data/2025/resident_survey.csv"
    lines = ward.read(file).splitlines(keepends=True)
    ward.write(file, "".join(lines[:192]))
    assert "回答者が、令和6年度の383人から191人に、半分以下に減っています。" in ward.check("2025").out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("A,100,999", "A,999,100", "範囲の下限（999）が、上限（100）より大きい値です。"),
        ("A,100,999", "A,10,999", "範囲（10～99）が、3行目の範囲（10～999）と重なっています。"),
        pytest.param("A,100,999", "A,100,", "範囲（100～）が、2行目の", marks=pytest.mark.long),
        ("S,1000,,26,19,2", "S,1000,,26,19,10", "（29手続が26手続を超えています）"),
    ],
)
def test_ranges_and_parts_of_a_whole(ward: Office, old: str, new: str, says: str) -> None:
    ward.edit("data/2024/priorities.csv", old, new)
    reported = ward.check()
    assert reported.code == 1 and says in reported.out


@pytest.mark.long
def test_an_undeclared_range_may_overlap_but_not_run_backwards(ward: Office) -> None:
    def undeclare(package: Any) -> None:
        for resource in package["resources"]:
            resource["schema"].pop("ranges", None)

    ward.edit_json("data/2024/datapackage.json", undeclare)
    ward.edit("data/2024/priorities.csv", "A,100,999", "A,10,999")
    assert "誤り 0件、要確認 0件" in ward.check().out
    ward.edit("data/2024/priorities.csv", "A,10,999", "A,999,10")
    assert "範囲の下限（999）が、上限（10）より大きい値です。" in ward.check().out


def test_months_far_off_or_other_than_published(ward: Office) -> None:
    ward.edit("data/2024/cashless.csv", "区民事務所,2024-10", "区民事務所,2042-10")
    assert "報告の年度から離れた年月です（令和24年10月）。" in ward.check().out
    moved = ward.check("2025").out
    assert "令和6年度の報告では令和24年10月でしたが、令和6年10月になっています。" in moved
    ward.edit("data/2024/cashless.csv", "区民事務所,2042-10", "区民事務所,2008-10")
    assert "誤り 0件、要確認 0件" in ward.check().out


@pytest.mark.parametrize(
    "value",
    [
        "online_procedures.online[fiscal_year=2022]",
        {"cell": "online_procedures.online", "where": {"fiscal_year": "2022"}},
    ],
    ids=["formula", "tree"],
)
def test_an_indicator_left_behind_in_the_first_report(ward: Office, value: Any) -> None:
    def leave_behind(package: Any) -> None:
        package["indicators"][0]["value"] = value

    ward.edit_json("data/2024/datapackage.json", leave_behind)
    reported = ward.check().out
    assert "指標「online」は令和4年度の値ですが、表には令和5年度の値もあります。" in reported
    assert "要確認 1件" in reported


@pytest.mark.long
def test_a_part_larger_than_its_whole(ward: Office) -> None:
    def swap(package: Any) -> None:
        indicator = next(one for one in package["indicators"] if one["name"] == "by_online_share")
        indicator["value"] = "(applications.by_online + applications.by_paper) / applications.by_online"

    ward.edit_json("data/2024/datapackage.json", swap)
    assert "指標「by_online_share」の割られる数が割る数より大きく、" in ward.check().out


def test_a_reached_target_is_listed_before_what_got_worse_and_after_missed_targets(ward: Office) -> None:
    """The order is that of the note below the table, even if the target was already reached last year."""
    ward.edit("params/2025.yaml", 'target: {value: 100, unit: "%"}', 'target: {value: 70, unit: "%"}')
    ward.edit("params/2025.yaml", "completion: 令和7年度第4四半期", "completion: 2025-07-31")
    ward.edit("data/2025/resident_survey_overview.csv", "区民アンケート,2000,", "区民アンケート,4000,")
    lines = ward.run("compare", "2024", "2025").out.splitlines()[2:]
    assert [line.split()[0] for line in lines[:2]] == [
        "システム標準化の課題解消の進捗率（全体）",
        "区民アンケートの回答率",
    ]


def test_a_difference_of_an_indicator_that_rounding_changes(ward: Office) -> None:
    confirmed = next(
        line for line in ward.read("params/2025.yaml").splitlines() if "丸め 19.2%→20.6%" in line
    )
    ward.edit("params/2025.yaml", f"{confirmed}\n", "")
    reported = ward.check("2025").out
    assert (
        "（19.2%と20.6%の差は1.4ポイント、丸める前の差は1.5ポイント）" in reported
        and "要確認 1件" in reported
    )
    assert "1.4ポイント増※" in ward.run("compare", "2024", "2025").out
