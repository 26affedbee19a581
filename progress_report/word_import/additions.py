"""Additions between two printed paragraphs: paragraphs, tables and pictures with their titles."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from progress_report.inputs.readers.csv_files import csv_sheet
from progress_report.inputs.tables.free_tables import free_table
from progress_report.model.findings import ReportError
from progress_report.word_import.drawings import WordPicture
from progress_report.word_import.paragraphs import Edited, EditedTable
from progress_report.word_import.proposals import FigureKind, NewFigure

# Paragraph styles of Word and of LibreOffice for the title of a table or a picture.
_CAPTIONS = ("caption", "table", "illustration", "figure", "drawing", "図表番号")
_NUMBER = re.compile(r"(表|図|写真)\s*(?:[0-9０-９]+(?:[-.－．][0-9０-９]+)*[\s:.：．]*|[\s:：]+)")
_SOURCE = re.compile(r"[(（]?出典\s*[:：]\s*")
_BRACES = re.compile("[{}]")
_BOM = "\ufeff"  # so that Excel opens the file as UTF-8


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """An added paragraph, by its index in the copy; ``moved``: it was printed elsewhere."""

    number: int
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """An added table or picture that cannot be imported, the reason, and its text."""

    kind: FigureKind
    reason: str
    text: str
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class AddedElement:
    """One added element, and the authors of its tracked changes."""

    what: NewParagraph | NewFigure | Unusable
    authors: tuple[str, ...] = ()


def table_addition(table: EditedTable, authors: Iterable[str]) -> list[AddedElement]:
    """Return an added table, validated by the rules of tables in ``blocks``; nothing for a blank one."""
    rows = [row for row in table.texts if any(row)]
    if not rows:
        return []
    text = "　".join(cell for row in rows for cell in row if cell).replace("\n", " ")
    content = table_file(rows)
    reason = _table_violation(table, rows, content)
    what = Unusable("table", reason, text) if reason else NewFigure("table", content, ".csv", cells=text)
    return [AddedElement(what, _named(authors))]


def _table_violation(table: EditedTable, rows: Sequence[Sequence[str]], content: bytes) -> str:
    """Return why a table cannot be imported; empty if it can."""
    if table.merged:
        return "結合したセルか、表の中の表があります"
    if not all(rows[0]):
        return "見出しの行に空の欄があります"
    if any(one.pictures for row in table.rows for cell in row for one in cell):
        return "表の中に図があります"
    try:
        free_table(csv_sheet(content, ""))
    except ReportError as error:
        return "、".join(f"{one.place} {one.message}".strip().rstrip("。") for one in error.findings[:3])
    return ""


def _named(authors: Iterable[str]) -> tuple[str, ...]:
    """Return the authors that have a name, each once."""
    return tuple(dict.fromkeys(filter(None, authors)))


def table_file(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the CSV file of a table's cells."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return (_BOM + text.getvalue()).encode()


def picture_addition(picture: WordPicture, authors: Iterable[str]) -> AddedElement:
    """Return an added picture, validated by the rules of pictures in ``blocks``."""
    content, suffix, failure = picture.file()
    if failure:
        return AddedElement(Unusable("picture", failure, picture.alt or "説明なし"), _named(authors))
    figure = NewFigure("picture", content, suffix, alt=picture.alt, guessed=picture.guessed)
    return AddedElement(figure, _named(authors))


def with_titles(additions: Sequence[AddedElement], edited: Sequence[Edited]) -> list[AddedElement]:
    """Return additions in which titles and sources of tables and pictures are no separate paragraphs."""
    found = [*additions]
    k = 0
    while k < len(found):
        if not isinstance(found[k].what, NewParagraph):
            k -= _take(found, k, k - 1, "title", edited)
            _take(found, k, k + 1, "title", edited)
            _take(found, k, k + 1, "source", edited)
            _take(found, k, k + 1, "title", edited)
        k += 1
    return found


def _take(found: list[AddedElement], k: int, at: int, member: str, edited: Sequence[Edited]) -> bool:
    """Move an adjacent title or source into a figure without one. Return whether there was one."""
    figure = found[k].what
    assert not isinstance(figure, NewParagraph)
    what = found[at].what if 0 <= at < len(found) else None
    if not isinstance(what, NewParagraph) or what.moved or getattr(figure, member):
        return False
    one = edited[what.number]
    text = " ".join(one.after.split())
    if one.boxed or one.is_heading or _BRACES.search(text):  # braces are not allowed in the parameters
        return False
    words = _title(text, one.style, figure.kind) if member == "title" else _source(text)
    if not words:
        return False
    titled = replace(figure, title=words) if member == "title" else replace(figure, source=words)
    found[k] = AddedElement(titled, _named((*found[k].authors, *found[at].authors)))
    del found[at]
    return True


def _title(text: str, style: str, kind: FigureKind) -> str:
    number = _NUMBER.match(text)
    if number is None:
        return text if style.startswith(_CAPTIONS) else ""
    return text[number.end() :].strip() if (number[1] == "表") == (kind == "table") else ""


def _source(text: str) -> str:
    found = _SOURCE.match(text)
    if found is None:
        return ""
    closed = text[:1] in "(（" and text[-1:] in ")）"
    return text[found.end() : -1 if closed else None].strip()
