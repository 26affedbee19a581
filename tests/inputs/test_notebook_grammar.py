"""The grammar that ``check`` knows is the one that notebooks import."""

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any, Self

import pytest

from progress_report import authoring
from progress_report.authoring.display import Displayed
from progress_report.authoring.questionnaire import Questionnaire
from progress_report.authoring.tables import Table
from progress_report.authoring.wording import phrase
from progress_report.inputs.notebooks import notebook_grammar as grammar
from progress_report.inputs.notebooks.section import Section
from progress_report.model.findings import ReportError
from tests.authoring.frames import of_years

FOR_REVIEWERS = {"checks"}  # displayed in the notebook only
VARIABLE = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)


def _public(owner: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, one in vars(owner).items():
        if inspect.isfunction(one) and not name.startswith("_"):
            yield name, one


def _returned(function: Callable[..., Any]) -> object:
    return inspect.unwrap(function).__annotations__.get("return")


def _keywords(function: Callable[..., Any]) -> list[str]:
    """Return the named keyword parameters of a function."""
    parameters = inspect.signature(function).parameters.values()
    return [one.name for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY]


def _call(source: str) -> ast.Call:
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    return call


def _columns(source: str) -> list[str]:
    return [str(one.value) for one in grammar.named_columns(_call(source))]


def _templates(source: str) -> list[str]:
    return [text for text, _ in grammar.templates_of(_call(source))]


STEPS = {name: one for name, one in _public(Table) if _returned(one) is Self}


def test_what_makes_a_block_is_known() -> None:
    functions = {name: getattr(authoring, name) for name in authoring.__all__ if name != "Table"}
    shown = {name for name, one in functions.items() if _returned(one) is Displayed}
    known = {*grammar.BLOCKS} - {grammar.TABLE}
    assert shown - FOR_REVIEWERS == known, "add it to FRAME_FUNCTIONS or BLOCKS of notebook_grammar"
    of_survey = {name for name, one in _public(Questionnaire) if _returned(one) is Displayed}
    assert of_survey == {*grammar.BLOCK_METHODS}


def test_every_step_of_a_table_is_known_and_leads_to_its_frame() -> None:
    assert {*STEPS} == {*grammar._STEPS}
    for step in STEPS:
        whole = _call(f'Table(frame, "題").{step}("x").total()')
        frame = grammar.frame_of(whole)
        assert isinstance(frame, ast.Name)
        assert (frame.id, grammar.function_of(whole)) == ("frame", "Table")


@pytest.mark.parametrize("name", grammar.FRAME_FUNCTIONS)
def test_no_keyword_of_a_function_is_taken_for_a_column(name: str) -> None:
    function = getattr(authoring, name)
    for keyword in _keywords(function):
        assert _columns(f'{name}(frame, "題", {keyword}="x")') in ([], ["x"]), keyword
    takes_columns = any(one.kind is VARIABLE[0] for one in inspect.signature(function).parameters.values())
    if takes_columns:
        assert _columns(f'{name}(frame, "題", own="名")') == ["own"]
        assert _templates(f'{name}(frame, "題", own="名")') == ["題", "名"]


def test_every_keyword_that_it_knows_exists() -> None:
    keywords = {one for name in grammar.FRAME_FUNCTIONS for one in _keywords(getattr(authoring, name))}
    keywords |= {one for step in STEPS.values() for one in _keywords(step)}
    assert {*grammar._BY_VALUE, *grammar._NO_COLUMNS} <= keywords
    texts = {*_keywords(Table.breakdown), *inspect.signature(Section.table).parameters}
    assert {*grammar._TEMPLATES} <= texts | keywords
    assert "as_of" in inspect.signature(inspect.unwrap(authoring.years)).parameters
    assert grammar.PROSE_KEYWORD in _keywords(Table.spanner)


@pytest.mark.parametrize(
    ("step", "columns", "templates"),
    [
        ('columns("a", "b")', ["a", "b"], []),
        ('label(a="甲", b="乙")', ["a", "b"], ["甲", "乙"]),
        ('share("a", "b", of="c")', ["a", "b", "c"], []),
        ('spanner("題", "a", "b", note="n")', ["a", "b"], ["題"]),
        ('total("a")', ["a"], []),
        ('footnote("n", "a")', ["a"], []),
        ('breakdown("題", {"合": "a", "内": ["b", "c"]}, labels="甲", values="乙")', ["a", "b", "c"],
         ["題", "合", "内", "甲", "乙"]),
    ],
)  # fmt: skip
def test_what_each_step_names(step: str, columns: list[str], templates: list[str]) -> None:
    """Each listed step can be called with these names."""
    written = f'Table(frame, "題").{step}'
    assert (sorted(_columns(written)), _templates(written)) == (sorted(columns), templates)
    call = _call(written)
    assert isinstance(call.func, ast.Attribute)
    given = {one.arg: one.value for one in call.keywords if one.arg}
    inspect.signature(STEPS[call.func.attr]).bind(None, *call.args, **given)


def test_the_functions_and_methods_that_it_knows_exist() -> None:
    known = (
        *grammar.PROSE_FUNCTIONS, *grammar.WORDS, *grammar.SAME_COLUMNS, *grammar.FRAME_FUNCTIONS,
        *grammar.BLOCKS, grammar.YEARS, grammar.SURVEY, grammar.TABLE, grammar.OWN_FIGURE, grammar._PAIR,
        *grammar.INDICATOR_FUNCTIONS,
    )  # fmt: skip
    assert {*known} <= {*authoring.__all__}
    assert {*grammar.PROSE_METHODS} <= {*dict(_public(Questionnaire)), *STEPS}
    assert {*grammar.QUESTION_METHODS} <= {*dict(_public(Questionnaire))}
    assert {*grammar.TABLE_METHODS} <= {*dict(_public(Questionnaire)), *dict(_public(Section))}


def test_every_form_is_written() -> None:
    value = of_years([1, 2, 3])["n"]
    written = {form: phrase(f"{{n:{form}}}", n=value if form != "number" else value.iloc[0])
               for form in grammar.FORMS}  # fmt: skip
    assert all(written.values())
    with pytest.raises(ValueError, match=f"書き方は {'、'.join(grammar.FORMS)}"):
        phrase("{n:else}", n=value)


@pytest.mark.parametrize("name", grammar.FORMER)
def test_a_former_function_is_refused_where_it_is_imported(name: str) -> None:
    assert name not in authoring.__all__
    with pytest.raises(ReportError) as caught:
        exec(f"from progress_report.authoring import {name}")
    (finding,) = caught.value.findings
    assert finding.message == f"「{name}」は、なくなりました。このセルが使っています。"
    assert finding.remedy == f"「{grammar.FORMER[name]}」に書き換えてください（docs/notebooks.ja.md）。"


def test_what_never_was_is_refused_as_python_does() -> None:
    with pytest.raises(ImportError, match="cannot import name 'sentense'"):
        exec("from progress_report.authoring import sentense")
