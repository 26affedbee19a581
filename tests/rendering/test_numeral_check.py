"""Kanji numerals that a person wrote in a file are traced like any others."""

from collections import Counter

import pytest

from progress_report.document.printed import run_numerals
from progress_report.document.runs import LiteralText
from progress_report.document.runs import Text as Words
from progress_report.document.written import runs_of
from progress_report.model.findings import NotebookError, PublishingError
from progress_report.model.inline import Inline, literal
from progress_report.model.numerals import numerals
from progress_report.model.quantity import Parameter
from progress_report.rendering.html_runs import html_runs
from progress_report.rendering.numeral_check import PageNumerals, require_no_orphans, require_within_page

SOURCE = Parameter("params/2025.yaml", 24, "sections.1.dates.survey_start")
MARKED = "（2024-07-02 を一年進めた）。第三回と、二十件のうち一部の統一"


def _page(inline: Inline) -> str:
    return f"<html><body><p>{html_runs(runs_of(inline))}</p></body></html>"


def test_kanji_numerals_that_a_file_states_are_traced() -> None:
    inline = literal(MARKED, SOURCE)
    runs = [run for run in runs_of(inline) if isinstance(run, LiteralText | Words)]
    numerals = [number for run in runs for number in run_numerals(run)]
    assert numerals == ["2024", "07", "02", "一", "三", "二十"]
    require_no_orphans(_page(inline))


def test_the_text_may_print_what_the_page_marks_except_for_its_counter() -> None:
    words = "三つの会場で、二十件を行った"
    page = PageNumerals(_page(literal(words, SOURCE)))
    require_within_page(page, Counter(numerals(words)), "report.txt")
    with pytest.raises(PublishingError, match="四"):
        require_within_page(page, Counter(numerals(f"{words}。四件")), "report.txt")


@pytest.mark.parametrize(
    ("words", "numeral"), [("三回実施した。", "三"), ("⑫件", "⑫"), ("Ⅳ期", "Ⅳ"), ("3回", "3"), ("３点", "３")]
)
def test_those_of_a_template_are_not(words: str, numeral: str) -> None:
    with pytest.raises(NotebookError) as caught:
        require_no_orphans(f"<html><body><p>{words}</p></body></html>")
    assert f"出どころの分からない数字「{numeral}」があります" in str(caught.value)
