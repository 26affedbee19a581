"""``params/<year>.yaml`` of a first report: the shipped sections with neutral texts, all marked 要確認."""

import json
import re
from collections.abc import Iterator

from progress_report.beginning.answers import Beginning
from progress_report.beginning.marked_yaml import mark, yaml_scalar
from progress_report.beginning.needs import Needs
from progress_report.beginning.wording import Wording
from progress_report.inputs.notebooks.anchors import headings_in
from progress_report.inputs.notebooks.notebook_grammar import PROSE_FUNCTIONS, called_name
from progress_report.inputs.notebooks.notebook_source import NotebookSource, prose_names
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.parsing.text_files import read_text
from progress_report.inputs.reviews.unconfirmed import MARK
from progress_report.new_year.source_text import SourceText

_FILLED_IN = re.compile(r"\{([^{}]*)\}")
_HEAD = """\
# {name}の{year}の報告の、表以外のすべて。init が入れた見本から始まる。
# 行末に印のある所を、自分の自治体のものに直し、直した行の印を消す。
# 日付の書き方: 2024-07-02（日）、2025-01（月）、令和5年度（年度）、令和7年度第2四半期（四半期）
# 文章の中の {{名前}} には、その節の dates・quantities の値が入る。曜日は自動で付く。
# 任意の項目: report_date、department（所管課）、committee（委員会名）、
#             document_number（資料番号）、contact（問い合わせ先）、next_report（次回の報告）、
#             terms（用語と説明）
"""
_INTRODUCTION = "（見本の文章）この報告の趣旨を、ここに書く。"
_PARAGRAPH = "（見本の文章）「{heading}」に載せる文章を、ここに書く。"
_NOTE = "（見本の注）「{heading}」の表に付ける注を、ここに書く。"


def first_params(source: Params, needs: Needs, begun: Beginning, wording: Wording) -> str:
    """Return the file; ``source`` are the parameters of the shipped sections."""
    text = SourceText(read_text(source.project.root / source.file, source.file), MARK)
    lines = [
        _HEAD.format(name=begun.name, year=begun.year.label),
        f"fiscal_year: {begun.year.label}",
        f"title: {yaml_scalar(wording.later(source.report.title))}{mark('見本の表題')}",
        "municipality:",
        f"  name: {yaml_scalar(begun.name)}",
        f"  code: {json.dumps(begun.code)}",
        "",
        "introduction:",
        f"  - {_INTRODUCTION}{mark('見本の文章')}",
        "",
        "not_available: []",
        "not_held: []",
        "",
        "sections:",
    ]
    for name in begun.sections:
        lines += [*_section(source, text, needs, name, wording), ""]
    return "\n".join(lines)


def _section(
    source: Params, source_text: SourceText, needs: Needs, name: str, wording: Wording
) -> Iterator[str]:
    """Yield the lines of one section."""
    index = source.section_index(name)
    described = source.report.sections[index]
    notebook = NotebookSource(source.project, name)
    used = needs.names_used(notebook)
    yield f"  - notebook: {name}"
    dates = [one for one in described.dates if one in used]
    if dates:
        yield "    dates:"
        for one in dates:
            moment = wording.later(source_text.value(("sections", index, "dates", one)).strip())
            yield f"      {yaml_scalar(one)}: {moment}{mark('見本の日付')}"
    for member, note in (("quantities", "見本の数値"), ("indicators", "")):
        entries = [one for one in getattr(described, member) if one in used]
        if entries:
            yield f"    {member}:"
        for one in entries:
            at = ("sections", index, member, one)
            members = [(place[-1], value) for place, value in source_text.scalars() if place[:-1] == at]
            value = ", ".join(f"{key}: {yaml_scalar(wording(text), typed=True)}" for key, text in members)
            yield f"      {yaml_scalar(one)}: {{{value}}}{mark(note) if note else ''}"
    written = {
        one: paragraph for one, paragraph in sample_prose(notebook, dates).items() if one in described.prose
    }
    if written:
        yield "    prose:"
    for one, paragraph in written.items():
        yield f"      {yaml_scalar(one)}:"
        yield f"        - {yaml_scalar(wording(paragraph))}{mark('見本の文章')}"


def sample_prose(notebook: NotebookSource, dates: list[str]) -> dict[str, str]:
    """Return a text for each prose entry printed by the notebook, naming the heading it belongs under.

    A heading may use the section's ``dates``, which are filled in; for other values, the previous heading is
    used.
    """
    found: dict[str, str] = {}
    heading = ""
    for cell in notebook.cells:
        headings = headings_in(cell.text if cell.kind == "markdown" else "\n".join(cell.strings))
        heading = next((one for one in reversed(headings) if {*_FILLED_IN.findall(one)} <= {*dates}), heading)
        for call in cell.code.calls:
            sample = _PARAGRAPH if called_name(call) in PROSE_FUNCTIONS else _NOTE
            for name in prose_names(call):
                found.setdefault(name, sample.format(heading=heading))
    return found
