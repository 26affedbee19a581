"""Names that the functions called in section notebooks accept: the grammar used by ``check``.

``progress_report.authoring`` has the functions; a test compares the two.
"""

import ast
from collections.abc import Iterable, Iterator

PROSE_FUNCTIONS = ("prose", "items")  # the second argument names the entry
PROSE_METHODS = ("prose", "footnote")  # the first argument names the entry
PROSE_KEYWORD = "note"  # of ``spanner``
OPEN, YEARS, SURVEY = "open_section", "years", "survey"
TABLE_METHODS = ("table", "row")  # methods of a section and of a survey
QUESTION_METHODS = ("question", "figure")  # methods of a survey
INDICATOR_FUNCTIONS = ("key_figures", "changes")  # they read the indicators, and name no table
WORDS = ("say", "heading", "phrase")  # their first argument is a template, also as methods of a survey
TABLE = "Table"
FRAME_FUNCTIONS = (TABLE, "bars", "grouped_bars", "stacked_bars", "trend", "timeline")
OWN_FIGURE = "figure"  # takes a plot and ``data``, and names no columns
BLOCKS = ("say", "heading", "prose", "items", OWN_FIGURE, *FRAME_FUNCTIONS)
BLOCK_METHODS = ("say", "heading", "prose", "figure")  # methods of a survey
SAME_COLUMNS = ("this_and_last",)  # functions that return a frame with the same columns
# Forms of a column of years, or a quantity: 「{name:form}」.
FORMS = ("moved", "change", "moved, change", "moved, streak, change", "streak", "number")
# Functions of earlier versions and their replacements.
_TABLE, _SURVEY = "Table(表, 題).columns(…)", "survey(section, 調査)"
_TEXT = "文の中の {名前:moved}、{名前:change}、{名前:streak}"
FORMER = {
    "sentence": "say(…)",
    "table": _TABLE,
    "Column": _TABLE,
    "Stub": "Table(表, 題, stub=列)",
    "breakdown": "Table(…).breakdown(…)",
    "with_total": "Table(…).total()、total(列)",
    "shares": "Table(…).share(列, of=列)",
    "marked": "Table(…).footnote(注の文章, 列)",
    "column_notes": "Table(…).footnote(注の文章, 列)",
    "note": "Table(…).footnote(注の文章)",
    "noted": "Table(…).spanner(見出し, 列, note=注の文章)",
    "prose_fragment": "Table(…).footnote(注の文章)",
    "table_facts": 'section.table(表, as_of="{as_of}末")',
    "known_years": "years(section, 表)",
    "compared": "this_and_last(表)",
    "before_and_after": _TEXT,
    "movement": _TEXT,
    "change": _TEXT,
    "movement_and_change": "文の中の {名前:moved, change}",
    "streak": _TEXT,
    "without_unit": "文の中の {名前:number}",
    "comparison_phrase": 'years(section, 表, as_of="{as_of}末")',
    "stacked": "stacked_bars(表, 題, 列=名前, of=列)",
    "grouped": "grouped_bars(表, 題, 列=名前)",
    "against_target": "bars(表, 題, 列=名前, target=数量)",
    "survey_figure": f"{_SURVEY}.figure(設問)",
    "tally": f"{_SURVEY}.question(設問)",
    "survey_row": f"{_SURVEY}.row(表)",
    "if_not_held": f"{_SURVEY} だけを最後の行に書いたセル",
    "by_label": '**表["列"].dropna()',
    "labelled": 'row_labels(表, "{列} ({列})")',
    "labelled_ranges": "ranges(表, 列, 列)",
    "listed": 'くわしい表["列"].groupby(level=キーの列).agg(list)',
    "highlighted": "key_figures(section)",
    "conclusions": "key_figures(section).conclusions()",
    "highlight_cards": "key_figures(section).cards(題)",
    "comparison": "changes(section)",
    "compared_with": "changes(section).say(…)",
    "indicator_table": "changes(section).indicator_table(題)",
    "plan_table": "changes(section).plan_table(題)",
    "worth_noting": "changes(section).worth_noting()",
    "new_and_ended": "changes(section).new_and_ended(…)",
}
_BY_VALUE = ("stub", "of", "by", "date", "event")  # keywords whose values are columns
_NO_COLUMNS = ("name", "source", "target", "conclusion")  # all other keywords are columns themselves
_STEPS = ("columns", "label", "share", "total", "spanner", "footnote", "breakdown")
_TITLED = ("spanner", "footnote", "breakdown")  # steps whose first argument is not a column
_TEMPLATES = ("labels", "values", "as_of", "conclusion")  # keywords whose values are templates
_PAIR = "ranges"


def called_name(call: ast.Call) -> str:
    """Return the name of the called function or method; empty for any other expression."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def text_constants(nodes: Iterable[ast.AST | None]) -> list[ast.Constant]:
    """Return the string literals among nodes."""
    return [one for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def literals(nodes: Iterable[ast.AST | None]) -> list[str]:
    """Return the texts of the string literals among nodes."""
    return [str(one.value) for one in text_constants(nodes)]


def frame_of(call: ast.Call) -> ast.expr | None:
    """Return the frame of a table, one of its steps or a figure."""
    node: ast.expr = call
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _STEPS:
        node = node.func.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
        function = node.func.id
        is_step = node is not call
        if function in ((TABLE,) if is_step else (*FRAME_FUNCTIONS, _PAIR)):
            return node.args[0]
    return None


def function_of(node: ast.expr) -> str:
    """Return the function that an expression calls, below any steps of a table; empty for others."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _STEPS:
        node = node.func.value
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def named_columns(call: ast.Call) -> list[ast.Constant]:
    """Return the columns that a table, one of its steps or a figure names literally."""
    if function_of(call) == OWN_FIGURE:
        return []
    step = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    first = 1 if not step or step in _TITLED else 0
    named = call.args[first:] if step or function_of(call) == _PAIR else []
    if step == "breakdown":
        named = [value for one in call.args[1:2] if isinstance(one, ast.Dict) for value in one.values]
    found = [*named]
    for keyword in call.keywords:
        if keyword.arg in _BY_VALUE:
            found.append(keyword.value)
        elif keyword.arg and keyword.arg not in _NO_COLUMNS and step in ("", "label"):
            found.append(ast.Constant(keyword.arg))
    inner = (one.elts if isinstance(one, ast.List | ast.Tuple) else [one] for one in found)
    return text_constants(one for ones in inner for one in ones)


def templates_of(call: ast.Call) -> Iterator[tuple[str, set[str]]]:
    """Yield the templates of a call, each with the names for which the call gives values.

    Yields nothing for a call with ``**`` arguments.
    """
    if any(keyword.arg is None for keyword in call.keywords):
        return
    name = called_name(call)
    texts: list[ast.expr] = []
    given: set[str] = set()
    if name in WORDS:
        texts, given = call.args[:1], {str(keyword.arg) for keyword in call.keywords}
    elif function_of(call) == OWN_FIGURE:
        texts = [*call.args[1:2], *(one.value for one in call.keywords if one.arg == "alt")]
    elif name in FRAME_FUNCTIONS:
        texts = [
            *call.args[1:2],
            *(one.value for one in call.keywords if one.arg not in (*_BY_VALUE, *_NO_COLUMNS)),
        ]
    elif name == "label":
        texts = [keyword.value for keyword in call.keywords]
    elif name in ("spanner", "breakdown"):
        texts = [
            *call.args[:1],
            *(key for one in call.args[1:2] if isinstance(one, ast.Dict) for key in one.keys if key),
        ]
    elif name in ("table", YEARS):
        texts = call.args[1:2] if name == "table" else call.args[2:3]
    texts += [keyword.value for keyword in call.keywords if keyword.arg in _TEMPLATES]
    yield from ((text, given) for text in literals(texts))
