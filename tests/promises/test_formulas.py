"""An office's formulas: understood as keyboards type them, or refused with the place of the error."""

import json
from typing import Any

import pytest

from tests.promises.office import Office

PACKAGE = "data/2024/datapackage.json"
YEARLY = "online_procedures.online"


def write(office: Office, *formulas: str, member: str = "indicators", year: str = "2024") -> None:
    """Add an indicator or check for each formula, named f1, f2, …"""

    def change(package: Any) -> None:
        for i, text in enumerate(formulas, 1):
            name = f"f{i}"
            one = {"name": name, "title": "試しの指標", "value": text}
            if member == "crossChecks":
                one = {"name": name, "explanation": "試しに書いた。", "formula": text}
            package[member].append(one)

    office.edit_json(f"data/{year}/datapackage.json", change)


def errors(office: Office, year: str = "2024") -> list[str]:
    return [line for line in office.check(year).said.splitlines() if line.startswith("【誤り】")]


REFUSED = {
    "sum(sysems.done) / sum(systems.issues)": (
        "式「sum(sysems.done) / sum(systems.issues)」の5文字目「sysems.done」：表「sysems」はありません。"
        "「systems」ではありませんか。"
    ),
    "sum(systems.don)": "表「systems」に列「don」はありません。「done」ではありませんか。",
    "sum(systems.完了数)": "表「systems」に列「完了数」はありません。「done」と書いてください。",
    "sum(systems.operations)": "「systems.operations」は数の列ではありません。",
    "rows(resident_survy)": "表「resident_survy」はありません。「resident_survey」ではありませんか。",
    "answers(resident_survey.wanted_info)": "「wanted_information」ではありませんか。",
    "increase(systems.done)": "表「systems」は年度ごとの表ではありません。",
    "previous(systems.done)": "表「systems」は年度ごとの表ではありません。",
    "systems.done[operations='x']": "「operations」は表「systems」の行を選ぶ列ではありません。",
}
UNREADABLE = {
    "summ(systems.done)": "1文字目「summ」：関数「summ」はありません。「sum」ではありませんか。",
    "=sum(systems.done)": "はじめの = は要りません。",
    "sum(systems.done": "括弧が閉じられていません。うしろに ) を書いてください。",
    "sum(systems.done) sum(systems.issues)": "19文字目「sum」：「sum」の前と、つながりません。",
    "systems": "「systems」だけでは、どの列か分かりません。",
    "3 * sum(systems.done)": "「3」は数量ではありません。3件 のように整数と単位を書き、",
    "sum(systems.done) * sum(systems.issues)": "かけ算の書き方が違います。",
    "sum(systems.done) / sum(systems.issues) / 2件": "「2件」だけでは、値になりません。",
    "sum(systems.done) = sum(systems.issues)": "数を比べる記号は、検算の式だけに使えます。",
    "rows(resident_survey) / rows(resident_survey) - 3件": "「3件」だけでは、値になりません。",
    "sum(systems.done) / sum(systems.issues) + sum(systems.done)": "割合を、さらに計算することは",
    "sum(systems.done) ^ 2": "19文字目「^」：「^」は式に使えません。",
    "systems.done[小型電算]": "行の選び方が違います。",
    "sum(systems.done) +": "式「sum(systems.done) +」の終わり：式が途中で終わっています。",
    "": "式がありません。",
}
IMPOSSIBLE = {
    "systems.done / systems.issues": (
        "1文字目「systems.done」：systems.done の値が複数あります（すべての行）。"
        "sum(systems.done) と合計するか、systems.done[system='…'] と一行を選んでください。"
    ),
    "sum(systems.done) / systems.issues": "21文字目「systems.issues」：systems.issues の値が複数あります",
    "sum(systems.done) / sum(priorities.planned)": "単位の違う数量を合わせることはできません（課題と手続）。",
    "sum(systems.done, priorities.planned)": "単位の違う数量を合わせることはできません（課題と手続）。",
    "systems.done[system='大型']": "systems.done の値がありません（system=大型）。",
}


@pytest.mark.parametrize(
    "formulas", [REFUSED, UNREADABLE, IMPOSSIBLE], ids=["refused", "unreadable", "impossible"]
)
def test_errors_have_their_position_in_the_formula_and_a_remedy(
    ward: Office, formulas: dict[str, str]
) -> None:
    write(ward, *formulas)
    said = errors(ward)
    assert len(said) == len(formulas)
    for line, (text, expected) in zip(said, formulas.items(), strict=True):
        assert expected in line and (not text or f"式「{text}」" in line), line
        assert line.startswith(f"【誤り】{PACKAGE} ")


def test_checks_hold_row_by_row_or_as_a_whole(ward: Office) -> None:
    true = (
        "ｓｙｓｔｅｍｓ．ｄｏｎｅ ≦ systems.issues",
        "systems.issues ≧ systems.done",
        "sum（systems.done）＋３課題 × rows（resident_survey）≦ 9課題 * sum(systems.issues)",
        "systems.done[system='小型電算'] <= systems.issues[system='小型電算']",
        "previous(online_procedures.online) <= online_procedures.online",
        f"{YEARLY} == sum(all_years({YEARLY})) - previous({YEARLY})",
        "online_procedures.online[fiscal_year=2022] = previous(online_procedures.online)",
        "all_years(online_procedures.online) <= all_years(applications.by_online)",
    )
    write(ward, *true[:-1], member="crossChecks")
    assert errors(ward) == []
    false = (
        "systems.issues <= systems.done",
        "sum(systems.done) = sum(systems.issues)",
        true[-1],
        "systems.done",
    )
    write(ward, *false, member="crossChecks")
    said = "\n".join(errors(ward))
    assert "検算の式に、数を比べる記号がありません。" in said
    ward.edit_json(PACKAGE, lambda package: package["crossChecks"].pop())
    said = "\n".join(errors(ward))
    assert "検算「f1」が成り立ちません（541課題が440課題を超えています）" in said
    assert said.count("検算「f1」が成り立ちません") == 3
    assert "検算「f2」が成り立ちません（" in said and "が一致しません" in said
    assert "検算「f3」ができません。" in said


@pytest.mark.long
def test_a_new_year_takes_the_formulas_as_they_are(ward: Office) -> None:
    assert ward.build("2025").code == 0
    assert ward.run("new-year", "2026").code == 0
    made, before = (json.loads(ward.read(f"data/{year}/datapackage.json")) for year in ("2026", "2025"))
    assert made["crossChecks"] == before["crossChecks"]
    values = [[one["value"] for one in package["indicators"]] for package in (made, before)]
    assert values[0] == values[1]
    said = "\n".join(errors(ward, "2026"))
    assert said.count("data/2026/online_procedures.csv: 令和7年度の行がありません。") == 1
    assert "成り立ちません" not in said


def test_a_row_that_is_not_added_yet_is_never_taken_for_the_newest(ward: Office) -> None:
    """Also for a table that only an indicator reads."""
    table = "data/2025/applications.csv"
    ward.write(table, "\n".join(ward.read(table).splitlines()[:-1]) + "\n")
    write(
        ward, "applications.by_online = previous(applications.by_online)", member="crossChecks", year="2025"
    )
    (said,) = errors(ward, "2025")
    assert "令和6年度の行がありません。年度が 2024 の行を加えてください。" in said


@pytest.mark.long
def test_a_folder_with_trees_gives_the_same_report(ward: Office) -> None:
    assert ward.build("2024", "--formats", "txt").code == 0
    report = next(ward.root.glob("build/*/report.txt"))
    with_formulas = report.read_text(encoding="utf-8-sig")

    def trees(package: Any) -> None:
        row = {"where": {"fiscal_year": "2023"}}
        online = {"cell": "online_procedures.online", **row}
        both = {"sum": ["online_procedures.online", "online_procedures.not_online"], **row}
        package["indicators"][0]["value"] = online
        package["indicators"][1] |= {"part": online, "whole": both}
        del package["indicators"][1]["value"]
        package["plans"][0]["announced"] = {"sum": "priorities.planned"}
        package["plans"][0]["result"] = {"increase": "online_procedures.online"}
        row_by_row = package["crossChecks"][1]
        del row_by_row["formula"]
        row_by_row |= {
            "left": {"each": "priorities", "column": ["planned", "excluded"]},
            "relation": "<=",
            "right": {"column": "not_online"},
        }

    ward.edit_json(PACKAGE, trees)
    assert errors(ward) == []
    assert ward.build("2024", "--formats", "txt").code == 0
    assert report.read_text(encoding="utf-8-sig") == with_formulas
