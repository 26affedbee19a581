"""Tokenizer for the text of a formula, which accepts full-width characters, ÷ and ≦ too."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from progress_report.inputs.formulas.formula_nodes import FormulaError, Span
from progress_report.messages import descriptions as messages

_SIGNS = str.maketrans("×÷−‐‑–—―、≦≤≧≥≠", "*/------,≤≤≥≥≠")
_CLOSING = {'"': '"', "'": "'", "“": "”", "”": "”", "‘": "’", "’": "’", "＂": "＂", "＇": "＇", "「": "」"}
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>[0-9]+(?:%|(?:(?!ー)[ぁ-んァ-ヴ一-龠々][ぁ-んァ-ヴー一-龠々]*)?))
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*|(?!ー)[^\W\dA-Za-z_][^\WA-Za-z_]*)
      | (?P<relation><=|>=|==|=|≤|≥)
      | (?P<sign>[-+*/()\[\].,])
      | (?P<minus>ー)
    """,
    re.VERBOSE,
)
_RELATIONS = {"==": "=", "≤": "<=", "≥": ">="}
_REMEDY_OF = {
    "<": "<= と書いてください。",
    ">": ">= と書いてください。",
    "≠": "=、<=、>= のどれかを書いてください。",
    "!": "=、<=、>= のどれかを書いてください。",
    "%": "90% のように、数のすぐ後に付けてください。",
    "{": "( ) を使ってください。",
    "}": "( ) を使ってください。",
}


class Kind(Enum):
    """The kind of a token."""

    NAME = "name"
    NUMBER = "number"
    STRING = "string"
    RELATION = "relation"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A token; ``text`` is in the grammar's form, and for a string the content without quotes."""

    kind: Kind
    text: str
    at: Span

    def __bool__(self) -> bool:
        return self.kind is not Kind.END


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a formula, END last. Raise FormulaError at the first invalid character."""
    plain = "".join(map(_plain, text))
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        if text[position] in _CLOSING:
            tokens.append(_string(text, position))
        else:
            found = _TOKEN.match(plain, position)
            if found is None:
                at = Span(text, position, position + 1)
                remedy = _REMEDY_OF.get(plain[position], "")
                raise FormulaError(messages.UNUSABLE_SIGN.finding(remedy=remedy, sign=text[position]), at)
            if found.lastgroup != "space":
                tokens.append(_token(found, Span(text, position, found.end())))
            else:
                position = found.end()
                continue
        position = tokens[-1].at.end
    return [*tokens, Token(Kind.END, "", Span(text, len(text), len(text)))]


def _plain(character: str) -> str:
    """Return the half-width form of a sign, letter or digit, always one character."""
    half = unicodedata.normalize("NFKC", character)
    return (half if len(half) == 1 and half.isascii() else character).translate(_SIGNS)


def _token(found: re.Match[str], at: Span) -> Token:
    written = found[0]
    if found.lastgroup == "minus":
        return Token(Kind.SIGN, "-", at)
    return Token(Kind(found.lastgroup), _RELATIONS.get(written, written), at)


def _string(text: str, start: int) -> Token:
    """Parse a text in quotes of any kind; a doubled closing quote is one character of the text."""
    closing = _CLOSING[text[start]]
    end, content = start + 1, ""
    while (found := text.find(closing, end)) >= 0:
        content += text[end:found]
        end = found + 1
        if text[end : end + 1] != closing:
            return Token(Kind.STRING, content, Span(text, start, end))
        content, end = content + closing, end + 1
    raise FormulaError(messages.OPEN_QUOTE.finding(closing=closing), Span(text, start, len(text)))
