"""{names} in hand-written text that nothing can fill, and braces that are none."""

import re
from collections.abc import Collection, Iterator
from string import Formatter

from progress_report.inputs.project import Project
from progress_report.inputs.prose_reviews import written_texts
from progress_report.inputs.report_year import ReportYear
from progress_report.model.cell_tags import figure_name
from progress_report.model.findings import Finding
from progress_report.model.inline import reference_named

_WORD = re.compile(r"\w+")
# What Japanese input methods and other programs give for { and }.
_OTHER_BRACES = re.compile("[｛｝﹛﹜︷︸❴❵⦃⦄]")
_DOUBLED = re.compile(r"\{\{+[^{}]*\}*|\}\}+")
_QUOTED = 12  # characters around a brace that a message quotes


def placeholder_findings(year: ReportYear) -> Iterator[Finding]:
    """Names that are no date or quantity of the section, no row of a table and nothing its notebook names.

    What a notebook gives to its prose is known exactly only when it runs; a name that does not even occur
    in it is a slip, and so is a table or figure referred to that no notebook of the report names. Outside
    the sections' prose nothing is filled in. ReportError where a table cannot be read.
    """
    rows = {label for name in year.package.names for label in _row_labels(year, name)}
    notebooks = [section.notebook for section in year.params.report.sections]
    words = {name: _names_in(year.project, name) for name in notebooks}
    unread = {name for name in notebooks if not year.project.notebook_cells(name)}
    for place, location, text in written_texts(year.params):
        source = year.params.source(*location)
        if faults := list(brace_faults(text)):
            yield from (
                Finding(message, remedy, source.file, source.line, place) for message, remedy in faults
            )
            continue
        fields = _fields(text)
        if location[0] != "sections" or not isinstance(location[1], int):
            for name, _ in fields:
                message = f"ここには値を差し込めません（「{{{name}}}」）。"
                remedy = "差し込めるのは節の prose の文だけです。波括弧のない文に直してください。"
                yield Finding(message, remedy, source.file, source.line, place)
            continue
        section = year.params.report.sections[location[1]]
        if section.notebook in unread:
            continue  # what it gives to its prose is not known
        own = {*section.dates, *section.quantities}
        given = rows | words[section.notebook]
        for name, specification in fields:
            if reference := reference_named(name, specification):
                if not any(set(_WORD.findall(reference.name)) <= named for named in words.values()):
                    message = f"{reference.word}「{reference.name}」がありません。"
                    remedy = "名前は、作った報告書の tables にあるCSVファイルの名前（.csv を除く）です。"
                    yield Finding(message, remedy, source.file, source.line, place)
            elif name not in own | given:
                known = "、".join(sorted(own)) or "なし"
                remedy = f"この節の日付と数値（{known}）か、表の行の名前を書いてください。"
                yield Finding(f"差し込む値「{name}」がありません。", remedy, source.file, source.line, place)


def _names_in(project: Project, notebook: str) -> set[str]:
    """Return the words of a notebook's code, and of the names that its cells give tables and figures."""
    names = " ".join(figure_name(cell.get("id", "")) for cell in project.notebook_cells(notebook))
    return set(_WORD.findall(f"{project.notebook_code(notebook)} {names}"))


def brace_faults(text: str, forms: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Message and remedy for each way in which the text's braces are no ``{name}``.

    ``forms``: what may stand behind a name and a colon.
    """
    if other := _OTHER_BRACES.search(text):
        message = f"半角でない波括弧があります（「{_around(text, other.start())}」）。"
        yield message, "値を差し込むなら半角の { } で囲み、そうでなければ別の括弧に直してください。"
        return
    if doubled := _DOUBLED.search(text):
        message = f"波括弧が二重になっています（「{_around(text, doubled.start())}」）。"
        yield message, "{名前} のように一重にしてください。"
        return
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        message = f"波括弧の対応が取れていません（「{_around(text, _first_brace(text))}」）。"
        yield message, "{名前} のように、始まりと終わりの半角の波括弧を一つずつ書いてください。"
        return
    for _, name, specification, conversion in parts:
        if name is None or (not conversion and reference_named(name, specification)):
            continue
        if not name.strip() or conversion or "{" in name or (specification and specification not in forms):
            written = (
                name
                + (f"!{conversion}" if conversion else "")
                + (f":{specification}" if specification else "")
            )
            remedy = (
                f"{{名前}} か {{名前:書き方}}（書き方は {'、'.join(forms)}）と" if forms else "{名前} とだけ"
            )
            yield f"差し込みの書き方が違います（「{{{written}}}」）。", f"{remedy}書いてください。"


def _around(text: str, position: int) -> str:
    start = max(0, position - _QUOTED // 2)
    return text[start : position + _QUOTED]


def _first_brace(text: str) -> int:
    return min(position for position in (text.find("{"), text.find("}")) if position >= 0)


def _row_labels(year: ReportYear, name: str) -> set[str]:
    if name in year.absent or year.package.resource(name).survey is not None:
        return set()
    index = year.table(name).index
    return {str(label) for level in range(index.nlevels) for label in index.get_level_values(level)}


def _fields(text: str) -> list[tuple[str, str | None]]:
    """What stands between the braces of a text whose braces match."""
    return [(name, specification) for _, name, specification, _ in Formatter().parse(text) if name]
