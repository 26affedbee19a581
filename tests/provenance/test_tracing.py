"""Tracing from a printed number to its cells, and from a cell to everything printed that depends on it."""

import csv
from pathlib import Path

import pytest

from progress_report.document.blocks import Chart, Heading, Paragraph, Table
from progress_report.document.document import Document, Section
from progress_report.document.files import read_document
from progress_report.document.origins import ParameterOrigin
from progress_report.document.printed import printed_runs
from progress_report.document.runs import Text
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.provenance.impact import ImpactTarget, dependents, impact, origins_of, parse_target
from progress_report.provenance.impact_question import impact_in, impact_of
from progress_report.provenance.ledger import run_identifier
from progress_report.provenance.shared_words import words_in
from progress_report.provenance.trace_question import trace_in
from progress_report.provenance.tracing import trace
from tests.support.project_copy import ROOT, Built
from tests.support.project_copy import Project as Working

CHECKOUT = Project(ROOT)
DATA = ROOT / "data" / "2024"
# The key of a survey's rows: no figure is computed from it.
NEVER_PRINTED = {("resident_survey.csv", "respondent"), ("intention_survey.csv", "respondent")}
SURVEYS = {"resident_survey.csv", "intention_survey.csv"}


def test_a_share_is_traced_to_its_cells(document: Document) -> None:
    reported = trace(document, "42.1%")
    assert "本文" not in reported
    for place in ("表1 2行", "図4 図中の文字", "図4 代替文", "図4 値の表 2行"):
        assert f"    2 行政手続のオンライン対応の進捗状況について　{place}\n" in reported
    file = "data/2024/online_procedures.csv 3行目"
    assert reported.endswith(
        "    42.1%  ←  302手続 ÷ 717手続\n"
        f"    ├ 302手続  ←  {file} online（オンライン対応済手続数）\n"
        "    └ 717手続  ←  302手続 + 415手続\n"
        f"       ├ 302手続  ←  {file} online（オンライン対応済手続数）\n"
        f"       └ 415手続  ←  {file} not_online（オンライン未対応手続数）"
    )


@pytest.mark.parametrize(
    "query", ["302", "302手続", "３０２手続", " 302 ", "2,302,198", "2302198", "2,302,198件", "2302198 件"]
)
def test_a_number_is_found_however_it_is_written(document: Document, query: str) -> None:
    expected = (
        "online_procedures.csv 3行目 online" if "198" not in query else "applications.csv 3行目 by_paper"
    )
    reported = trace(document, query)
    assert expected in reported
    assert reported.count("出どころ") == 1


@pytest.mark.parametrize(
    ("query", "reported"),
    [
        ("3.1ポイント", "3.1ポイント  ←  42.1% − 39.0%"),
        ("令和6年度", "params/2024.yaml"),
        ("2024-10", "令和6年10月  ←  data/2024/cashless.csv 3行目 introduced"),
        ("表1", "表1  ←  報告書を組み立てるときに付けた番号"),
        (
            "33.7%",
            "need_map（地図やグラフで見られること）= 1 に当たる 129行　サンプルデータ（架空）",
        ),
        ("90%", "params/2024.yaml"),
        ("6", "data/2024/tables.yaml 9行目 defaults.sources.1.title"),
    ],
)
def test_every_kind_of_number_has_its_chain(document: Document, query: str, reported: str) -> None:
    assert reported in trace(document, query)


def test_every_printed_number_can_be_asked_for_by_text_and_by_identifier(document: Document) -> None:
    printed = [one.run for one in printed_runs(document) if not isinstance(one.run, Text)]
    runs = {run_identifier(run): run.text for run in printed}
    assert len(runs) > 200
    for identifier, text in list(runs.items())[::7]:
        assert f"（{identifier}）" in trace(document, identifier)
        assert f"（{identifier}）" in trace(document, text)


def test_a_value_between_is_found_though_it_is_not_printed(document: Document) -> None:
    sections = [
        Section(
            name=section.name,
            blocks=[block for block in section.blocks if isinstance(block, Heading | Paragraph)],
        )
        for section in document.sections
    ]
    reported = trace(document.model_copy(update={"sections": sections}), "717")
    assert "印刷されていない、計算の途中の値" in reported
    assert "717手続  ←  302手続 + 415手続" in reported


@pytest.mark.parametrize("query", ["999999", "42", "%", "", "q000000000000"])
def test_no_match_is_reported(document: Document, query: str) -> None:
    with pytest.raises(ReportError, match="どこにも印刷されていません"):
        print(trace(document, query))


def test_a_file_changed_since_is_reported(built: Built, project_copy: Working) -> None:
    assert "注意" not in trace_in(CHECKOUT, built.folder, "42.1%")
    path = project_copy.root / "data/2024/online_procedures.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("302", "303"), encoding="utf-8")
    changed = Project(project_copy.root, project_copy.root)
    for reported in (
        trace_in(changed, built.folder, "42.1%"),
        impact_in(changed, built.folder, "online_procedures.csv:3"),
    ):
        assert "変わったファイルがあります（data/2024/online_procedures.csv）" in reported
    assert "注意" not in trace_in(changed, built.folder, "77%")


@pytest.mark.parametrize("column", ["online", "オンライン対応済手続数"])
def test_a_cell_shows_sentence_cell_label_and_alternative_text(built: Built, column: str) -> None:
    reported = impact_in(CHECKOUT, built.folder, f"online_procedures.csv:3:{column}")
    for expected in (
        "  本文　オンライン対応可能手続のうち、オンライン対応済の手続は、241手続から302手続に増加しており、",
        "    └ 302手続、「に増加しており」、3.1ポイント増、「となっている。」",
        "  表1 2行　302 (42.1%)",
        "  表1 2行　415 (57.9%)\n    └ 57.9%",
        "  図4 図中の文字　302 (42.1%)",
        "  図4 代替文　横積み上げ棒グラフ。",
    ):
        assert expected in reported
    assert "表1 1行" not in reported
    assert "表2" not in reported


def test_a_file_shows_what_its_rows_show_together(document: Document) -> None:
    def places(text: str) -> set[int]:
        target = parse_target(text, document.record["inputs"])
        return {id(place.runs) for place in dependents(document, target)}

    whole = places("online_procedures.csv")
    assert whole == places("online_procedures.csv:2") | places("online_procedures.csv:3")
    assert places("online_procedures.csv:3:impossible") < places("online_procedures.csv:3") < whole
    assert places("resident_survey.csv:2") == places("resident_survey.csv"), "a count depends on all rows"
    assert places("resident_survey.csv:need_map") < places("resident_survey.csv")


def test_values_of_parameters_have_an_impact_too(document: Document) -> None:
    line = next(
        origin.line
        for printed in printed_runs(document)
        for origin in origins_of(printed)
        if isinstance(origin, ParameterOrigin)
        if origin.file == "params/2024.yaml" and printed.section == "表紙"
    )
    target = parse_target(f"2024.yaml:{line}", document.record["inputs"])
    assert "表紙\n  表題　令和6年度" in impact(document, target)


def test_every_cell_that_is_read_has_an_impact(document: Document) -> None:
    """All cells; of the surveys one row per column, since counts depend on all rows alike."""
    silent, asked = set(), 0
    for path in sorted(DATA.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if path.name in SURVEYS:
            rows = [["1"] * len(header)]
        for number, row in enumerate(rows, 2):
            for column, cell in zip(header, row, strict=True):
                if not cell:
                    continue
                asked += 1
                try:
                    impact_of(CHECKOUT, document, f"{path.name}:{number}:{column}")
                except ReportError:
                    silent.add((path.name, column))
    assert silent == NEVER_PRINTED
    assert asked > 60


def test_words_are_found_and_distinguished(built: Built) -> None:
    reported = impact_in(CHECKOUT, built.folder, "remaining_issues.csv:2:issue")
    assert "に基づく所: 0か所" in reported
    assert "語には出どころの記録がないため" in reported
    assert "表4 1行　区独自施策に係るシステムの取扱" in reported
    reported = impact_in(CHECKOUT, built.folder, "priorities.csv:2:優先度")
    assert "表3 1行　S (1,000件以上)" in reported


def test_each_place_of_a_word_is_found_once(document: Document) -> None:
    found = list(words_in(document, frozenset({"表", "図"})))
    assert len(set(found)) == len(found)
    numbered = [text for _, place, text in found if place == "表・図番号"]
    assert numbered == [block.number for block in document.blocks if isinstance(block, Table | Chart)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("systems.csv", ImpactTarget("data/2024/systems.csv")),
        ("./data/2024/systems.csv:3", ImpactTarget("data/2024/systems.csv", 3)),
        ("data\\2024\\systems.csv:3:done", ImpactTarget("data/2024/systems.csv", 3, "done")),
        ("systems.csv：３：完了数", ImpactTarget("data/2024/systems.csv", 3, "完了数")),
        ("systems.csv:完了数", ImpactTarget("data/2024/systems.csv", None, "完了数")),
        ("systems.csv::done", ImpactTarget("data/2024/systems.csv", None, "done")),
    ],
)
def test_a_target_may_be_written_in_several_ways(
    document: Document, text: str, expected: ImpactTarget
) -> None:
    assert parse_target(text, document.record["inputs"]) == expected


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("absent.csv", "この報告書の入力ではありません。使えるファイル: 2024.yaml、applications.csv"),
        ("__init__.py", "どのファイルか一つに決まりません"),
        ("systems.csv:99", "に基づく所は、この報告書にありません。使われている列: done（"),
        ("systems.csv:2:absent", "に基づく所は、この報告書にありません"),
    ],
)
def test_a_cell_without_dependents_is_reported(document: Document, text: str, reported: str) -> None:
    with pytest.raises(ReportError, match=r".") as caught:
        impact_of(CHECKOUT, document, text)
    assert reported in str(caught.value)


def test_a_missing_report_is_reported_with_the_command_that_builds_it(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"先に report_builder\.py build 2024 を実行してください"):
        read_document(tmp_path / "2024")
    for damaged in ("{", "{}", "[]"):
        (tmp_path / "document.json").write_text(damaged, encoding="utf-8")
        with pytest.raises(ReportError, match="読めません"):
            read_document(tmp_path)


def test_a_table_that_the_former_year_has_too_is_the_report_years_own() -> None:
    inputs = ["data/2024/t.csv", "data/2025/t.csv", "params/2025.yaml"]
    assert parse_target("t.csv:3", inputs) == ImpactTarget("data/2025/t.csv", 3)
    assert parse_target("2024/t.csv:3", inputs) == ImpactTarget("data/2024/t.csv", 3)
