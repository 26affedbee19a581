"""The checklist of steps for the person who fills in a new year's files."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

from progress_report.inputs.notebooks.notebook_uses import last_written, unwritten_prose
from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.inputs.schema.schemas import Unconfirmed
from progress_report.inputs.tables.free_blocks import free_files
from progress_report.model.display_width import aligned
from progress_report.model.findings import Finding
from progress_report.model.program import COMMAND
from progress_report.new_year.making import NewYear
from progress_report.new_year.package_text import data_file
from progress_report.new_year.tables import CarriedTable

_Rows = list[tuple[str, ...]]
_Filling = Callable[[NewYear, CarriedTable], tuple[str, ...]]
_PROSE = ("prose", "introduction")
_MEMBERS: dict[Unconfirmed, str] = {
    "title": "表題",
    "description": "説明",
    "status": "公表された値か架空の値か",
    "asOf": "時点",
    "publicationDate": "公表日",
    "sources": "出典",
    "survey": "調査の期間と設問",
}


def checklist(made: NewYear, out: Path) -> str:
    """Return the checklist, grouped and numbered: files, dates, prose, tables, surveys, next commands."""
    year = made.params.report.fiscal_year
    lines = [f"{year.label}のファイルを、{year.previous.label}から作りました。"]
    lines += [f"  {line}" for line in aligned(_files(made))]
    lines += [*steps(made, _filling), *_ending(made, out)]
    return "\n".join(lines)


def first_checklist(made: NewYear, folder: Path) -> str:
    """Return the checklist of a new municipality with invented table rows; ``folder`` as entered."""
    year, project = made.params.report.fiscal_year, made.params.project
    name = made.params.report.municipality.name
    lines = [
        f"{name}のフォルダ {folder} を作りました。表の値は、すべて架空の見本です。",
        "次で、見本のままの報告書（案）を作れます。",
        f"  {COMMAND} build {year.start}{project.options(project.usual_out)}",
    ]
    lines += [*steps(made, _replacing), *_ending(made, project.usual_out)]
    return "\n".join(lines)


def steps(made: NewYear, filling: _Filling) -> Iterator[str]:
    """Yield the lines of all steps, grouped under headings, numbered throughout."""
    numbers = itertools.count(1)
    for heading, rows in _groups(made, filling):
        if rows:
            yield from ("", f"■ {heading}")
        yield from (f"{next(numbers):>4}. {line}" for line in aligned(rows))


def _ending(made: NewYear, out: Path) -> list[str]:
    year, project = made.params.report.fiscal_year, made.params.project
    named = "" if made.package.is_shared else "（unconfirmed ではその名前）"
    return [
        "",
        f"確かめたものから、「{MARK}」の印{named}を消してください。",
        "埋め終えたら、次を実行してください。",
        f"  {COMMAND} check {year.start}{project.options(project.usual_out)}",
        f"  {COMMAND} build {year.start}{project.options(out)}",
    ]


def _files(made: NewYear) -> _Rows:
    described = "表の時点・出典" if made.package.is_shared else "表の説明と検算"
    rows: _Rows = [(made.params.file, "日付・目標・文章"), (made.package.own_file, described)]
    for table in made.tables:
        carried = f"（{len(table.rows)}行を引き継ぎ）" if table.rows else "（見出しだけ）"
        rows.append((_place(made, table), table.resource.title + carried))
    return rows


def _groups(made: NewYear, filling: _Filling) -> Iterator[tuple[str, _Rows]]:
    params = [finding for finding in made.marks if finding.file == made.params.file]
    prose = [finding for finding in params if set(finding.column.split(".")) & set(_PROSE)]
    yield "日付・数値などを確かめる", [_marked(finding) for finding in params if finding not in prose]
    yield "文章を書き直す", [_marked(finding) for finding in prose]
    yield "前に載せて、いまは書かれていない文章（載せるなら、prose に書く）", list(_unwritten(made))
    yield "節に足す表や写真のファイルを置く", list(_files_of_blocks(made))
    yield "表を埋める", [filling(made, table) for table in made.tables if table.resource.survey is None]
    yield "調査の回答を入れる", [_answers(made, table) for table in made.tables if table.resource.survey]
    own = [finding for finding in made.marks if finding.file == made.package.own_file]
    yield (
        "表の説明を確かめる",
        [_marked(one) for one in own] if made.package.is_shared else list(_described(made)),
    )


def _unwritten(made: NewYear) -> Iterator[tuple[str, ...]]:
    """Yield the missing texts that notebooks can print and earlier years had, with their last wording."""
    for index, name in unwritten_prose(made.params):
        if last := last_written(made.params, index, name):
            source, texts = last
            notebook = made.params.report.sections[index].notebook
            yield f"{source.file}:{source.line}", f"{notebook}.{name}", "".join(texts)


def _files_of_blocks(made: NewYear) -> Iterator[tuple[str, ...]]:
    for location, block, path in free_files(made.params):
        place = f"{made.params.file}:{made.params.source(*location).line}"
        yield place, made.params.project.relative(path), str(block.title)


def _marked(finding: Finding) -> tuple[str, ...]:
    note = finding.message.partition("（")[2].removesuffix("）。")
    return f"{finding.file}:{finding.row}", finding.column, note


def _described(made: NewYear) -> Iterator[tuple[str, ...]]:
    for i, resource in enumerate(made.package.descriptor.resources):
        place = f"{made.package.file}:{made.package.line('resources', i, 'unconfirmed')}"
        yield place, resource.title, "、".join(f"{_MEMBERS[name]}（{name}）" for name in resource.unconfirmed)


def _filling(made: NewYear, table: CarriedTable) -> tuple[str, ...]:
    columns = "、".join(field.label for field in table.resource.table_schema.fields)
    added = table.awaited
    what = f"{added.label}の行（{added.start}）を加える" if added else "すべての行を入れる"
    return _place(made, table), table.resource.title, f"{what}（列: {columns}）"


def _replacing(made: NewYear, table: CarriedTable) -> tuple[str, ...]:
    columns = "、".join(field.title for field in table.resource.table_schema.fields)
    return _place(made, table), table.resource.title, f"見本の行を、実際の行に替える（列: {columns}）"


def _answers(made: NewYear, table: CarriedTable) -> tuple[str, ...]:
    name = table.resource.name
    what = (
        f"一行に一人の回答を入れる。実施しなかった年は {made.params.file} に not_held: [{name}]、"
        f"公表資料に値がなければ not_available: [{name}] と書く"
    )
    return _place(made, table), table.resource.title, what


def _place(made: NewYear, table: CarriedTable) -> str:
    return f"{made.package.own_file.rpartition('/')[0]}/{data_file(table.resource)}"
