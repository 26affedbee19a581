"""Placeholders of a computed sentence come back as they are written in it, whatever they printed."""

from progress_report.inputs.notebooks.overrides import is_overridable
from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.word_import.base import Field, Piece, PrintedParagraph
from progress_report.word_import.placeholders import paragraph_values, with_placeholders
from tests.support.project_copy import ROOT

TEXT = "対応済は302手続で、前年度より61手続増加している（表3を参照）。"
MOVED = "61手続増加している"


def _printed() -> PrintedParagraph:
    def at(words: str) -> tuple[int, int]:
        return TEXT.index(words), TEXT.index(words) + len(words)

    pieces = (Piece("c:2-say", 0, len(TEXT)), Piece("q:a:0", *at("302手続")), Piece("q:b:1", *at("61手続")))
    fields = (
        Field("done", *at("302手続")),
        Field("done:moved, change", *at(MOVED)),
        Field("表:plan", *at("表3")),
    )
    return PrintedParagraph(
        TEXT, "BodyText", "2", "say", "say", "", False, (), pieces[1:], 0, len(TEXT), None, fields
    )


def _restored(text: str) -> tuple[str, list[tuple[str, str, bool]]]:
    printed = _printed()
    made, changed = with_placeholders(printed, text, paragraph_values(printed) or ())
    return made, [(one.was, one.now, one.is_reworded) for one in changed]


def test_words_around_them_are_edited_and_they_keep_their_form() -> None:
    new = TEXT.replace("対応済は", "対応した手続は")
    made = "対応した手続は{done}で、前年度より{done:moved, change}（{表:plan}を参照）。"
    assert _restored(new) == (made, [])


def test_words_that_a_placeholder_printed_are_distinguished_from_its_numbers() -> None:
    _, changed = _restored(TEXT.replace(MOVED, "61手続増えている"))
    assert [is_reworded for *_, is_reworded in changed] == [True]
    _, changed = _restored(TEXT.replace("61手続増", "71手続増"))
    assert [is_reworded for *_, is_reworded in changed] == [False]


def test_overrides_are_suggested_only_where_the_notebook_has_such_a_text() -> None:
    params = read_params(Project(ROOT), FiscalYear(2025))
    changes = params.section_index("5_changes")
    say = "{former}の報告と{present}の報告に載せた値は、{表:indicator_changes}のとおりである。"
    assert is_overridable(params, changes, "sentences", "say-indicators", say)
    assert not is_overridable(params, changes, "sentences", "say-worth-noting", "悪化した指標はない。")
    assert not is_overridable(params, changes, "headings", "say-indicators", "見出し")
    status = params.section_index("2_online_procedures")
    assert is_overridable(params, status, "sentences", "say-status", "{online:moved}。")
    assert not is_overridable(params, status, "sentences", "say-status", "{onlime:moved}。")
