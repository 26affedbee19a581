"""A small office whose report is circulated, and the edits of desks in its Word file."""

import io
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.word_import.importing import Import, Imported, import_word
from tests.promises.office import USUAL_CELLS, Office

PARAMS = "params/2024.yaml"
AUTHOR = "企画課　山田"
_PROSE = """    quantities:
      goal: {value: 90, unit: "%"}
    prose:
      outlook:
        # 企画課の分
        - 今後も区民の声を聞きながら取組を進める。
        - "{as_of}の結果を踏まえ、{goal}を目標に、{表:counts}の窓口を広げる。"
        # 情報課の分
        - 職員の研修を行い、庁内の体制を整える。
      plan:
        - >
          来年度は、{as_of}までの課題を
          一つずつ解消する。
        - '国の新しい事業の第2回の検証に応募した。'
    blocks:
      - after: counts
        paragraph: 窓口の数え方は、{as_of}から改めた。
      - {after: counts, list: [記録を続ける, 目標は{goal}である]}
    overrides: {sentences: {c5: "ほかの窓口は{n}である。"}}
"""
ENTRIES = {"outlook": 3, "plan": 2}


def circulated(root: Path) -> Office:
    """Return an office whose report was built as a Word file."""
    office = Office.small(root)
    before, _, _ = office.read(PARAMS).partition("    prose:")
    office.write(PARAMS, before + _PROSE)
    office.edit(PARAMS, "目標は{goal}である", '"目標は{goal}である"')
    say = 'say("{}は{{n}}である。", n=counts["n"].iloc[{}])'
    office.notebook(*USUAL_CELLS, say.format("件数", 0), 'prose(section, "plan")', say.format("そのほか", 1))
    ran = office.build("2024", "--formats", "docx")
    assert ran.code == 0, ran.said
    return office


def report_of(office: Office) -> bytes:
    return (office.root / "build/2024.partial/report.docx").read_bytes()


def imported(office: Office, *files: Path, apply: bool = False, base: Path | None = None) -> Imported:
    """Import files in this process."""
    asked = Import(FiscalYear(2024), files, office.root / "build", base, apply)
    return import_word(Project(office.root), asked)


@dataclass(slots=True)
class Desk:
    """A copy of the file that a person edits."""

    word: Any

    @classmethod
    def of(cls, content: bytes) -> "Desk":
        return cls(docx.Document(io.BytesIO(content)))

    def paragraph(self, words: str) -> Any:
        """Return the paragraph of the body or of a table that has these words."""
        return next(p for p in self.word.element.body.iter(qn("w:p")) if words in text_of(p))

    def replace(self, old: str, new: str, *, tracked: bool = False) -> None:
        """Replace words within one run."""
        text = next(t for t in self.word.element.body.iter(qn("w:t")) if old in (t.text or ""))
        if not tracked:
            text.text = text.text.replace(old, new)
            return
        before, after = text.text.split(old, 1)
        place = text.getparent()
        for one in (_run(before), marked("del", _run(old)), marked("ins", _run(new)), _run(after)):
            place.addprevious(one)
        place.getparent().remove(place)

    def add_after(self, words: str, text: str, *, before: bool = False, style: str = "BodyText") -> None:
        made = self._paragraph(text, style)
        near = self.paragraph(words)
        near.addprevious(made) if before else near.addnext(made)

    def add_table_after(self, words: str, rows: Sequence[Sequence[str]], title: str = "") -> Any:
        """Add a table, its title above it in the style that Word gives one."""
        table = self.word.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        near = self.paragraph(words)
        near.addnext(table._tbl)
        if title:
            near.addnext(self._paragraph(title, "Caption"))
        return table._tbl

    def add_picture_after(self, words: str, content: bytes, alt: str = "", title: str = "") -> Any:
        """Add a picture in a paragraph of its own, its title below it."""
        inline = self.word.part.new_pic_inline(io.BytesIO(content), Pt(60), Pt(40))
        for one in (inline.docPr, inline.find(f".//{qn('pic:cNvPr')}")):
            one.attrib.pop("descr", None)
            if alt:
                one.set("descr", alt)
        made = self._paragraph("", "BodyText")
        made[-1].append(parse_xml(f"<w:drawing {nsdecls('w')}/>"))
        made[-1][-1].append(inline)
        near = self.paragraph(words)
        if title:
            near.addnext(self._paragraph(title, "Caption"))
        near.addnext(made)
        return made

    def _paragraph(self, text: str, style: str) -> Any:
        made = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>')
        made.append(_run(text))
        return made

    def delete(self, words: str) -> None:
        gone = self.paragraph(words)
        gone.getparent().remove(gone)

    def move(self, words: str, behind: str) -> None:
        self.paragraph(behind).addnext(self.paragraph(words))

    def strip(self) -> None:
        """Remove every control and bookmark, as other editors do."""
        for sdt in list(self.word.element.body.iter(qn("w:sdt"))):
            for child in list(sdt.find(qn("w:sdtContent"))):
                sdt.addprevious(child)
            sdt.getparent().remove(sdt)
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            for one in list(self.word.element.body.iter(qn(tag))):
                one.getparent().remove(one)

    def save(self, path: Path) -> Path:
        self.word.save(str(path))
        return path


def text_of(paragraph: Any) -> str:
    return "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def marked(kind: str, run: Any) -> Any:
    """Return a run as a tracked change."""
    made = parse_xml(
        f'<w:{kind} {nsdecls("w")} w:id="9001" w:author="{AUTHOR}" w:date="2025-06-01T09:00:00Z"/>'
    )
    for text in list(run.iter(qn("w:t"))) if kind == "del" else []:
        text.tag = qn("w:delText")
    made.append(deepcopy(run))
    return made


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes | None], add: bool = False) -> bytes:
    """Return the file with a part changed, added, or (None) without it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            part = change(old.read(one)) if one == name else old.read(one)
            if part is not None:
                new.writestr(one, part)
        if add:
            new.writestr(name, change(b"") or b"")
    return made.getvalue()


def _run(text: str) -> Any:
    made = parse_xml(f'<w:r {nsdecls("w")}><w:t xml:space="preserve"/></w:r>')
    made[0].text = text
    return made
