"""Parser for the grammar of formulas: it converts text to typed nodes and rejects everything else.

::

    relation = formula ("=" | "<=" | ">=") formula
    formula  = product {("+" | "-") product}
    product  = operand {("*" | "/") operand}
    operand  = "(" formula ")" | literal | column | function "(" … ")"
    column   = table "." column ["[" key "=" value {"," key "=" value} "]"]
    literal  = 3件 | '3件'
"""

import re
from dataclasses import replace
from typing import NoReturn

from progress_report.inputs.formulas.formula_nodes import (
    Addition,
    Column,
    Count,
    CountFunction,
    Division,
    Formula,
    FormulaError,
    Increase,
    Relation,
    Span,
    Subtraction,
    Sum,
    Times,
    Years,
)
from progress_report.inputs.formulas.formula_tokens import Kind, Token, tokens_of
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.messages import descriptions as messages

_LITERAL = re.compile(r"(-?\d{1,15})(\D.*)", re.DOTALL)
_LONGEST, _DEEPEST = 500, 20
_EXAMPLES = {
    "sum": "sum(表.列)",
    "increase": "increase(表.列)",
    "previous": "previous(表.列)",
    "all_years": "all_years(表.列)",
    "rows": "rows(調査)",
    "respondents": "respondents(調査.設問)",
    "answers": "answers(調査.設問)",
}
FUNCTIONS = tuple(_EXAMPLES)


def parse_formula(text: str) -> Formula:
    """Parse the formula of an indicator or a plan. Raise FormulaError if it is not valid."""
    parser = _Parser(text)
    formula = parser.formula()
    if parser.ahead.kind is Kind.RELATION:
        raise FormulaError(messages.RELATION_OUTSIDE_CHECK.finding(), parser.ahead.at)
    parser.require_end()
    return formula


def parse_relation(text: str) -> Relation:
    """Parse the relation that a check requires. Raise FormulaError if it does not relate two formulas."""
    parser = _Parser(text)
    left, sign = parser.formula(), parser.ahead
    if sign.kind is not Kind.RELATION:
        parser.require_end()
        raise FormulaError(messages.CHECK_WITHOUT_RELATION.finding(), sign.at)
    parser.advance()
    right = parser.formula()
    parser.require_end()
    whole = Span(text, 0, len(text))
    if sign.text == ">=":
        return Relation(right, "<=", left, whole)
    return Relation(left, "=" if sign.text == "=" else "<=", right, whole)


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        if not text.strip():
            raise FormulaError(messages.NO_FORMULA.finding())
        if len(text) > _LONGEST:
            found = messages.FORMULA_TOO_LONG.finding(length=len(text), most=_LONGEST)
            raise FormulaError(found, Span(text, 0, 20))
        self._tokens = tokens_of(text)
        self._text = text
        self._position = 0
        self._depth = 0

    @property
    def ahead(self) -> Token:
        return self._tokens[self._position]

    def advance(self) -> Token:
        token = self.ahead
        self._position += 1
        return token

    def require_end(self) -> None:
        if self.ahead:
            self._fail()

    def formula(self) -> Formula:
        start = self.ahead.at.start
        terms = [self._product()]
        while self._is("+", "-"):
            sign = self.advance().text
            term = self._product()
            _require_no_share(terms[0])
            _require_no_share(term)
            if sign == "+":
                terms.append(term)
            else:
                left = self._joined(terms, start)
                terms = [Subtraction(left, term, self._span(start))]
        return self._joined(terms, start)

    def _joined(self, terms: list[Formula], start: int) -> Formula:
        return terms[0] if len(terms) == 1 else Addition(tuple(terms), self._span(start))

    def _product(self) -> Formula:
        start = self.ahead.at.start
        left: Formula | Token = self._factor()
        while self._is("*", "/"):
            sign = self.advance()
            right = self._factor()
            if sign.text == "*":
                left = self._times(left, right, sign.at, start)
            else:
                left = self._division(left, right, start)
        return self._value(left)

    def _value(self, operand: Formula | Token) -> Formula:
        if isinstance(operand, Token):
            raise FormulaError(messages.NO_VALUE_ALONE.finding(text=operand.text), operand.at)
        return operand

    def _times(self, left: Formula | Token, right: Formula | Token, sign: Span, start: int) -> Formula:
        literal, of = (left, right) if isinstance(left, Token) else (right, left)
        if not isinstance(literal, Token) or isinstance(of, Token):
            raise FormulaError(messages.TIMES_MISUSED.finding(), sign)
        _require_no_share(of)
        found = _LITERAL.fullmatch(literal.text)
        if found is None:
            raise FormulaError(messages.NO_QUANTITY.finding(text=literal.text), literal.at)
        return Times(int(found[1]), found[2], of, self._span(start))

    def _division(self, left: Formula | Token, right: Formula | Token, start: int) -> Formula:
        part, whole = self._value(left), self._value(right)
        _require_no_share(part)
        _require_no_share(whole)
        return Division(part, whole, self._span(start))

    def _factor(self) -> Formula | Token:
        """Parse an operand; a literal remains a token, because only a multiplication accepts it."""
        token = self.ahead
        if token.kind in (Kind.NUMBER, Kind.STRING):
            return self.advance()
        if self._is("("):
            return self._inside()
        if token.kind is not Kind.NAME:
            self._fail()
        self.advance()
        if self._is("("):
            return self._function(token)
        return self._column(token)

    def _inside(self) -> Formula:
        opening = self.advance()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormulaError(messages.BRACKETS_TOO_DEEP.finding(most=_DEEPEST), opening.at)
        formula = self.formula()
        self._close(")", opening)
        self._depth -= 1
        return formula

    def _column(self, table: Token) -> Column:
        name = self._member(table)
        rows = self._rows() if self._is("[") else ()
        return Column(table.text, name, rows, at=self._span(table.at.start))

    def _member(self, table: Token) -> str:
        if not self._is("."):
            example = _EXAMPLES[table.text.lower()] if table.text.lower() in FUNCTIONS else ""
            remedy = example and f"{example} のように書いてください。"
            raise FormulaError(messages.WHICH_COLUMN.finding(remedy=remedy, text=table.text), table.at)
        self.advance()
        if self.ahead.kind is not Kind.NAME:
            self._fail()
        return self.advance().text

    def _rows(self) -> tuple[tuple[str, str], ...]:
        opening = self.advance()
        rows = [self._key()]
        while self._is(","):
            self.advance()
            rows.append(self._key())
        self._close("]", opening)
        return tuple(rows)

    def _key(self) -> tuple[str, str]:
        key = self.advance() if self.ahead else self.ahead
        equals = self.advance() if self.ahead else self.ahead
        value = self.ahead
        if key.kind is not Kind.NAME or equals.text != "=" or value.kind not in (Kind.STRING, Kind.NUMBER):
            at = Span(self._text, key.at.start, max(value.at.end, key.at.end))
            raise FormulaError(messages.ROW_CHOICE.finding(), at)
        return key.text, self.advance().text

    def _function(self, name: Token) -> Formula:
        function = name.text.lower()
        if function not in FUNCTIONS:
            near, known = near_remedy(function, FUNCTIONS), "、".join(FUNCTIONS)
            found = messages.NO_FUNCTION.finding(remedy=near, name=name.text, known=known)
            raise FormulaError(found, name.at)
        opening = self.advance()
        made = self._called(function)
        if self.ahead and not self._is(")"):
            self._misused(function, self.ahead)
        self._close(")", opening)
        return replace(made, at=self._span(name.at.start))

    def _called(self, function: str) -> Formula:
        table = self._argument(function)
        if function == "rows":
            return Count("rows", table.text)
        if function in ("respondents", "answers"):
            counter: CountFunction = "answers" if function == "answers" else "respondents"
            if not self._is("."):
                self._misused(function, table)
            return Count(counter, table.text, self._member(table))
        if function == "sum":
            columns = [self._summed(table)]
            while self._is(","):
                self.advance()
                columns.append(self._summed(self._argument(function)))
            return Sum(tuple(columns))
        column = self._column(table)
        if function == "increase":
            return Increase(column)
        return Column(column.table, column.name, column.rows, Years(function))

    def _summed(self, table: Token) -> Column:
        """Parse a column of a sum, or one of other years: ``sum(all_years(…))``."""
        if not self._is("("):
            return self._column(table)
        made = self._function(table)
        if not isinstance(made, Column):
            self._misused("sum", table)
        return made

    def _argument(self, function: str) -> Token:
        if self.ahead.kind is not Kind.NAME:
            self._misused(function, self.ahead)
        return self.advance()

    def _misused(self, function: str, token: Token) -> NoReturn:
        found = messages.FUNCTION_MISUSED.finding(function=function, example=_EXAMPLES[function])
        raise FormulaError(found, token.at)

    def _is(self, *signs: str) -> bool:
        return self.ahead.kind is Kind.SIGN and self.ahead.text in signs

    def _close(self, sign: str, opening: Token) -> None:
        if not self.ahead:
            at = Span(self._text, opening.at.start, len(self._text))
            raise FormulaError(messages.OPEN_BRACKET.finding(sign=sign), at)
        if not self._is(sign):
            self._fail()
        self.advance()

    def _span(self, start: int) -> Span:
        """Return the span from ``start`` to the end of the last token read."""
        return Span(self._text, start, self._tokens[self._position - 1].at.end)

    def _fail(self) -> NoReturn:
        token = self.ahead
        if not token:
            raise FormulaError(messages.FORMULA_ENDS.finding(), token.at)
        remedy = "はじめの = は要りません。" if self._position == 0 and token.text == "=" else ""
        raise FormulaError(messages.NOT_JOINED.finding(remedy=remedy, text=token.text), token.at)


def _require_no_share(formula: Formula) -> None:
    if isinstance(formula, Division):
        raise FormulaError(messages.SHARE_OF_SHARE.finding(), formula.at)
