"""The former file's text with moved dates and marks on carried-over values; nothing else changes."""

import pytest

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.parsing.text_files import read_text
from progress_report.new_year.params_text import next_params
from progress_report.new_year.source_text import SourceText
from tests.inputs.ward_files import PARAMS, YEAR, WardFiles

PROSE = "  # 要確認: 令和6年度の文章のまま"


def _next(ward: WardFiles) -> str:
    text = next_params(read_text(ward.path(PARAMS), PARAMS), read_params(ward.project, YEAR))
    ward.write("params/2025.yaml", text)
    read_params(ward.project, YEAR.next)
    return text


def _line(text: str, start: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.strip().startswith(start))


def test_only_marked_lines_and_the_year_differ(ward: WardFiles) -> None:
    before, after = ward.text(PARAMS).splitlines(), _next(ward).splitlines()
    assert len(before) == len(after)
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert changed[0] == (before[0], before[0].replace("令和6年度", "令和7年度"))
    assert changed[1] == ("fiscal_year: 令和6年度", "fiscal_year: 令和7年度")
    assert all("  # 要確認: " in other for _, other in changed[2:])
    assert after[1] == "# yaml-language-server: $schema=schema.json"


def test_dates_are_moved_or_kept(ward: WardFiles) -> None:
    text = _next(ward)
    assert _line(text, "survey_start") == "survey_start: 2025-07-02  # 要確認: 2024-07-02 を一年進めた"
    assert _line(text, "as_of: 令") == "as_of: 令和6年度  # 要確認: 令和5年度 を一年進めた"
    assert _line(text, "comparison") == "comparison: 令和5年度  # 要確認: 令和4年度 を一年進めた"
    assert _line(text, "test_start") == "test_start: 令和7年度第2四半期  # 要確認: 先の予定のためそのまま"
    assert _line(text, "target") == 'target: {value: 90, unit: "%"}  # 要確認: 令和6年度の値のまま'


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "survey_start: 2024-07-02",
            "survey_start: '2024-07-02' # 区の公表",
            "survey_start: '2025-07-02' # 区の公表  # 要確認: 2024-07-02 を一年進めた\n",
        ),
        (
            "survey_start: 2024-07-02",
            "survey_start: |  # 区の公表\n        2024-07-02",
            "survey_start: |  # 区の公表  # 要確認: 2024-07-02 を一年進めた\n        2025-07-02\n",
        ),
        (
            "test_start: 令和7年度第2四半期",
            "test_start: >\n        令和６\n        年度第2四半期",
            "test_start: >  # 要確認: 令和６ 年度第2四半期 を一年進めた\n        令和7 年度第2四半期\n",
        ),
        (
            "survey_start: 2024-07-02",
            'survey_start: "2024-07\\x2d02"',
            'survey_start: "2025-07-02"  # 要確認: 2024-07-02 を一年進めた\n',
        ),
        (
            "survey_start: 2024-07-02",
            "survey_start: 2024-07-02  # 要確認: 前の年の印",
            "survey_start: 2025-07-02  # 要確認: 2024-07-02 を一年進めた\n",
        ),
        ("fiscal_year: 令和6年度", "fiscal_year: 'FY2024'", "fiscal_year: 'FY2025'\n"),
        ("not_available: []", "not_available: [resident_survey]", "not_available: []\n"),
        (
            "not_available: []",
            "not_available:\n  - resident_survey  # 値がない\n\n  # 次",
            "not_available: []\n\n  # 次\n",
        ),
        (
            "not_available: []",
            "report_date: 2024-09-10\nnot_available: []",
            "report_date: 2025-09-10  # 要確認: 2024-09-10 を一年進めた\n",
        ),
        (
            "not_available: []",
            "department: 情報課\nnot_available: []",
            "department: 情報課  # 要確認: 令和6年度のまま\n",
        ),
        (
            "not_available: []",
            "next_report: 2025-11\nnot_available: []",
            "next_report: 2026-11  # 要確認: 2025-11 を一年進めた\n",
        ),
        (
            "not_available: []",
            "next_report: 令和7年第4回定例会\nnot_available: []",
            "next_report: 令和7年第4回定例会  # 要確認: 令和6年度のまま\n",
        ),
        ("  - 杉並区", "  - |\n    杉並区", f"  - |{PROSE}\n    杉並区"),
        (
            "  - 杉並区デジタル化推進基本方針",
            "  - 杉並区デジタル化推進\n    基本方針",
            f"ご報告いたします。{PROSE}\n",
        ),
        (
            "  - 杉並区デジタル化推進基本方針",
            '  - "二行の\n    文"\n  - 杉並区デジタル化推進基本方針',
            f'  - "二行の\n    文"{PROSE}\n',
        ),
        (
            "{value: 18, unit: 歳}",
            "\n        value: 18\n        unit: 歳",
            "value: 18  # 要確認: 令和6年度の値のまま\n        unit: 歳\n",
        ),
    ],
)
def test_every_way_of_writing_survives(ward: WardFiles, old: str, new: str, expected: str) -> None:
    ward.change(PARAMS, old, new)
    assert expected in _next(ward)


def test_terms_are_carried_over_as_they_are(ward: WardFiles) -> None:
    terms = ward.text(PARAMS)[ward.text(PARAMS).index("terms:\n") :]
    assert terms in _next(ward)


def test_line_ends_survive(ward: WardFiles) -> None:
    ward.write(PARAMS, ward.text(PARAMS).replace("\n", "\r\n"))
    text = _next(ward)
    assert text.count("\r\n") == text.count("\n") == ward.text(PARAMS).count("\n")
    assert "を一年進めた\r\n" in text


def test_a_branch_is_dropped_by_its_lines() -> None:
    text = "# 先頭\na: 1\nb:  # 消す\n  - c: |\n      文\n\n# 次の項目\nd: 2\n"
    source = SourceText(text, "要確認")
    source.drop(("b",))
    assert source.edited() == "# 先頭\na: 1\n\n# 次の項目\nd: 2\n"
