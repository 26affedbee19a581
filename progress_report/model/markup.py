"""Markup of Markdown, HTML and TeX, which a report would print literally."""

import re

_CELL_RULE = r":?-{2,}:?"
_MARKUP = {
    "表": re.compile(
        rf"^[ \t]*\|.*\|[ \t]*$"  # | a | b |
        rf"|\|[ \t]*{_CELL_RULE}[ \t]*\|"  # |---|, also in joined lines of a file
        rf"|^[ \t]*{_CELL_RULE}[ \t]*(?:\|[ \t]*{_CELL_RULE}[ \t]*)+$"
        r"|</?(?:table|tr|td|th)\b[^<>]*>",
        re.MULTILINE | re.IGNORECASE,
    ),
    "画像": re.compile(r"!\[[^\]\n]*\](?:\(|\[)|<img\b[^<>]*>", re.IGNORECASE),
    "リンク": re.compile(
        r"\[[^\]\n]+\]\((?:[a-z][a-z0-9+.-]*:|\.{0,2}/|#)[^)\s]*\)|<a\b[^<>]*>", re.IGNORECASE
    ),
    # As Pandoc parses dollar signs: US$, and $ before a digit after another one, are amounts of money.
    "数式": re.compile(
        r"\$\$[^$]+\$\$"
        r"|(?<![A-Za-z$\\])\$(?![\s$])[^$\n]*[^\s$\\]\$(?![0-9$])"
        r"|\\(?:frac|sqrt|sum|mathrm|begin|cdot)\b",
        re.DOTALL,
    ),
}


def markup_in(text: str) -> str | None:
    """Return the kind of markup in the text (表, 画像, リンク, 数式); None for plain words."""
    return next((name for name, pattern in _MARKUP.items() if pattern.search(text)), None)
