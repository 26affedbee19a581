"""Formulas: their printed form is parsed as the same tree, and no input ends in a traceback."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress_report.inputs.formulas.formula_nodes import (
    Addition,
    Column,
    Count,
    Division,
    Formula,
    FormulaError,
    Increase,
    Relation,
    Subtraction,
    Sum,
    Times,
    Years,
)
from progress_report.inputs.formulas.formula_parser import FUNCTIONS, parse_formula, parse_relation
from progress_report.inputs.validation import validate_new
from tests.inputs.ward_files import PACKAGE, YEAR, WardFiles
from tests.support.former_form import FORMER, SHIOKAZE, WARD

_NAMES = st.from_regex("[A-Za-z_][A-Za-z0-9_]{0,9}", fullmatch=True)
_KEYS = st.tuples(_NAMES, st.text(max_size=8))
_COLUMNS = st.builds(Column, _NAMES, _NAMES, st.lists(_KEYS, max_size=2).map(tuple), st.sampled_from(Years))
_NEWEST = st.builds(Column, _NAMES, _NAMES, st.lists(_KEYS, max_size=1).map(tuple))
_UNITS = st.one_of(
    st.sampled_from(["件", "人", "%", "か月", "メートル", "km", "' x", "級"]),
    st.text(min_size=1, max_size=4).filter(lambda unit: not unit[0].isdecimal()),
)
_COUNTS = st.one_of(
    st.builds(Count, st.just("rows"), _NAMES),
    st.builds(Count, st.sampled_from(["respondents", "answers"]), _NAMES, _NAMES),
)
_LEAVES: st.SearchStrategy[Formula] = st.one_of(
    _COLUMNS,
    st.builds(Sum, st.lists(_COLUMNS, min_size=1, max_size=3).map(tuple)),
    st.builds(Increase, _NEWEST),
    _COUNTS,
)
_VALUES: st.SearchStrategy[Formula] = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds(Times, st.integers(-999, 999), _UNITS, inner),
        st.builds(Addition, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Subtraction, inner, inner),
    ),
    max_leaves=6,
)
_FORMULAS = st.one_of(_VALUES, st.builds(Division, _VALUES, _VALUES))
_RELATIONS = st.builds(Relation, _FORMULAS, st.sampled_from(["=", "<="]), _FORMULAS)
_PIECES = st.sampled_from(
    [*FUNCTIONS, "systems", "done", "3件", "小型電算", "<=", *".()[]+-*/=<'\"「」,、 ３×÷≦（）ー!\n𠮷\0"]
)


@given(_FORMULAS, _RELATIONS)
def test_what_is_printed_is_read_as_the_same_tree(formula: Formula, relation: Relation) -> None:
    if len(text := str(formula)) <= 500:
        assert parse_formula(text) == formula
    if len(text := str(relation)) <= 500:
        assert parse_relation(text) == relation


@given(_FORMULAS)
def test_full_width_is_no_difference(formula: Formula) -> None:
    """Except in quotes, which may contain a row's name."""
    text = str(formula)
    if len(text) <= 500 and "'" not in text:
        wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)
        assert parse_formula(wide.replace(" ", "\u3000")) == formula


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=40).map("".join), st.text(min_size=490, max_size=510)))
def test_any_text_is_a_formula_or_an_error_with_its_position(text: str) -> None:
    for parse in (parse_formula, parse_relation):
        try:
            parse(text)
        except FormulaError as error:
            assert error.finding.message.endswith("。") and error.finding.remedy.endswith("。")
            assert error.finding.message.startswith("式「") or error.finding.message == "式がありません。"


@pytest.mark.parametrize("text", ["(" * 250 + "a.b" + ")" * 240, "a.b" + "+a.b" * 120, "3件*(" * 30 + "a.b"])
def test_a_deep_or_long_formula_is_read_or_refused(text: str) -> None:
    for parse in (parse_formula, parse_relation):
        try:
            str(parse(text))
        except FormulaError as error:
            assert "深すぎます" in str(error) or "記号がありません" in str(error)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (
            "ＳＵＭ（ｓｙｓｔｅｍｓ．ｄｏｎｅ）÷sum（systems.issues）",
            "sum(systems.done) / sum(systems.issues)",
        ),
        ("３件 × sum(a.b、a.c)", "3件 * sum(a.b, a.c)"),
        ('"3件" * a.b', "3件 * a.b"),
        ("a.b − a.c － a.d ー a.e", "a.b - a.c - a.d - a.e"),
        ("previous(a.b[system=「小型電算」])", "previous(a.b[system='小型電算'])"),
        ("a.b[system=”it''s”]", "a.b[system='it''''s']"),
        ("( a.b + a.c ) + a.d", "(a.b + a.c) + a.d"),
    ],
)
def test_what_keyboards_give_is_understood(text: str, same: str) -> None:
    assert str(parse_formula(text)) == same


@pytest.mark.parametrize(("less", "more"), [("≦", "≧"), ("≤", "≥"), ("＜＝", "＞＝"), ("<=", ">=")])
def test_signs_of_relations_and_those_that_turn_them(less: str, more: str) -> None:
    assert str(parse_relation(f"a.b {less} a.c")) == str(parse_relation(f"a.c {more} a.b")) == "a.b <= a.c"


def _packages() -> list[Path]:
    return sorted(FORMER.glob("*/*.json"))


def test_the_words_of_the_formulas_are_the_same_every_year() -> None:
    assert len(_packages()) == 4
    for municipality in (WARD, SHIOKAZE):
        years = []
        for path in sorted((FORMER / municipality).glob("*.json")):
            package = json.loads(path.read_text(encoding="utf-8"))
            entries = [*package["crossChecks"], *package["indicators"], *package["plans"]]
            members = ("formula", "value", "announced", "result")
            years.append([[one.get(member) for member in members] for one in entries])
        assert years[0] == years[1]
        assert all(isinstance(text, str | None) for entry in years[0] for text in entry)


@given(text=st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=12).map("".join)))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_as_a_formula_of_the_package_is_a_finding(text: str, ward: WardFiles) -> None:
    ward.describe(lambda package: package["indicators"][0].update(value=text))
    _, findings = validate_new(ward.project, YEAR)
    assert all(finding.file == PACKAGE for finding in findings if "式「" in finding.message)
    ward.describe(lambda package: package["crossChecks"][0].update(formula=text))
    assert any(finding.file == PACKAGE for finding in validate_new(ward.project, YEAR)[1])
