"""Syntax highlighting of a cell's code as HTML with classes, coloured by the page's style sheet."""

from itertools import groupby
from operator import itemgetter

from markupsafe import Markup, escape
from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

# The class of each kind of token, in templates/review/review.css.
_CLASSES = (
    (Comment, "comment"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Name.Builtin, "builtin"),
)
_LEXER = PythonLexer(stripnl=False, ensurenl=False)


def coloured(code: str) -> Markup:
    """Return the code, all of it escaped, character for character."""
    named = ((_class_of(token), text) for token, text in _LEXER.get_tokens(code))
    parts = ((name, "".join(text for _, text in group)) for name, group in groupby(named, key=itemgetter(0)))
    span = Markup('<span class="{}">{}</span>')
    return Markup().join(span.format(name, text) if name else escape(text) for name, text in parts)


def _class_of(token: _TokenType) -> str:
    """Return the class of a token's kind; empty if it is not coloured."""
    return next((name for kind, name in _CLASSES if token in kind), "")
