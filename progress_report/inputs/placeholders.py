"""{names} in prose that nothing can fill, told before a notebook meets them."""

import re
from collections.abc import Iterator
from string import Formatter

from progress_report.inputs.prose_reviews import paragraphs
from progress_report.inputs.report_year import ReportYear
from progress_report.model.findings import Finding
from progress_report.model.inline import reference_named

_WORD = re.compile(r"\w+")


def placeholder_findings(year: ReportYear) -> Iterator[Finding]:
    """Names that are no date or quantity of the section, no row of a table and nothing its notebook names.

    What a notebook gives to its prose is known exactly only when it runs; a name that does not even occur
    in it is a slip, and so is a table or figure referred to that no notebook of the report names.
    ReportError where a table cannot be read.
    """
    rows = {label for name in year.package.names for label in _row_labels(year, name)}
    notebooks = [section.notebook for section in year.params.report.sections]
    words = {name: set(_WORD.findall(year.project.notebook_code(name))) for name in notebooks}
    for place, location, text in paragraphs(year.params):
        if location[0] != "sections" or not isinstance(location[1], int):
            continue  # an introduction is printed as it is
        section = year.params.report.sections[location[1]]
        own = {*section.dates, *section.quantities}
        given = rows | words[section.notebook]
        source = year.params.source(*location)
        for name, specification in _fields(text):
            if reference := reference_named(name, specification):
                if not any(set(_WORD.findall(reference.name)) <= named for named in words.values()):
                    message = f"{reference.word}「{reference.name}」がありません。"
                    remedy = "名前は、作った報告書の tables にあるCSVファイルの名前（.csv を除く）です。"
                    yield Finding(message, remedy, source.file, source.line, place)
            elif name not in own | given:
                known = "、".join(sorted(own)) or "なし"
                remedy = f"この節の日付と数値（{known}）か、表の行の名前を書いてください。"
                yield Finding(f"差し込む値「{name}」がありません。", remedy, source.file, source.line, place)


def _row_labels(year: ReportYear, name: str) -> set[str]:
    if name in year.absent or year.package.resource(name).survey is not None:
        return set()
    index = year.table(name).index
    return {str(label) for level in range(index.nlevels) for label in index.get_level_values(level)}


def _fields(text: str) -> list[tuple[str, str | None]]:
    """What stands between braces; nothing where these do not match, which is told elsewhere."""
    try:
        return [(name, specification) for _, name, specification, _ in Formatter().parse(text) if name]
    except ValueError:
        return []
