"""``data/<year>/published.csv``: the figures that a final report published.

Written together with the report (see ``publishing.publication``) and kept in the repository. The next year's
report is validated against it, and so is every later build of the same year.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Self

from progress_report.inputs.parsing.text_files import MEGABYTE, is_file, read_bytes
from progress_report.inputs.project import PUBLISHED_FILE, Project
from progress_report.messages.former_report import PUBLICATION_DAMAGED
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.revision import FIRST_REVISION
from progress_report.model.spreadsheet_text import APOSTROPHE, is_formula_like, neutralised

# Kinds of rows: a cell of a table, an indicator or plan of the data package, a printed number.
CELL, INDICATOR, PLAN, PRINTED = "cell", "indicator", "plan", "printed"
_CHECKSUM = "checksum"
_KINDS = (CELL, INDICATOR, PLAN, PRINTED)
_MOST_BYTES = 50 * MEGABYTE
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One published value.

    ``table``, ``row`` (the key columns and their values, as JSON) and ``column`` identify a cell,
    ``identifier`` everything else: the name of an indicator or plan, the ledger's identifier of a printed
    number. ``value`` is exact, ``printed`` is the text at ``place`` (blank for a cell that is only used in a
    computation).
    """

    kind: str
    table: str = ""
    row: str = ""
    column: str = ""
    identifier: str = ""
    place: str = ""
    printed: str = ""
    value: str = ""
    unit: str = ""

    @property
    def key(self) -> dict[str, str]:
        """The key columns of a cell's row and their values."""
        return dict(json.loads(self.row))


_COLUMNS = (*(field.name for field in fields(PublishedRow)), "revision", "manifest_sha256")


@dataclass(frozen=True, slots=True)
class Publication:
    """The figures of one published report; ``lines`` are the line numbers of ``rows`` in ``file``."""

    file: str
    revision: int
    manifest: str
    rows: tuple[PublishedRow, ...]
    lines: tuple[int, ...] = ()

    def of_kind(self, kind: str) -> list[PublishedRow]:
        return [row for row in self.rows if row.kind == kind]

    def numbered(self, kind: str) -> Iterator[tuple[int, PublishedRow]]:
        """Return the rows of a kind, each with its line number."""
        return ((line, row) for line, row in zip(self.lines, self.rows, strict=True) if row.kind == kind)

    def to_csv(self) -> bytes:
        """Return UTF-8 with a byte order mark; the last row has the SHA-256 of all others."""
        about = (str(self.revision), self.manifest)
        records = [[*astuple(row), *about] for row in self.rows]
        closing = PublishedRow(_CHECKSUM, value=_checksum(records))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows([neutralised(cell) for cell in record] for record in records)
        writer.writerow([*astuple(closing), *about])
        return text.getvalue().encode("utf-8-sig")

    @classmethod
    def from_csv(cls, content: bytes, file: str) -> Self:
        """Parse the output of ``to_csv``. Raise ReportError with the row if it was damaged or edited."""
        try:
            text = content.decode("utf-8-sig")
            numbered = list(_numbered(text))
        except (UnicodeDecodeError, csv.Error):
            raise _damaged("文字コードか形式が違います", file) from None
        if not numbered or tuple(numbered[0][1]) != _COLUMNS:
            raise _damaged("見出しの行が違います", file, 1)
        for line, record in numbered[1:]:
            if len(record) != len(_COLUMNS):
                raise _damaged(f"列の数が違います（{len(record)}列）", file, line)
        (*body, (last, closing)) = numbered[1:] or [(1, [""] * len(_COLUMNS))]
        records = [[_as_written(cell) for cell in record] for _, record in body]
        if not records or closing[0] != _CHECKSUM:
            raise _damaged("末尾の行（checksum）がありません", file, last)
        if closing[_COLUMNS.index("value")] != _checksum(records):
            raise _damaged("書き出したあとに書き換えられています（checksum が合いません）", file)
        lines = tuple(line for line, _ in body)
        for line, record in zip(lines, records, strict=True):
            _require_well_formed(record, closing, file, line)
        rows = tuple(PublishedRow(*record[:-2]) for record in records)
        return cls(file, int(closing[-2]), closing[-1], rows, lines)


def publication_file(project: Project, year: FiscalYear) -> Path:
    return project.data_folder(year) / PUBLISHED_FILE


def read_publication(project: Project, year: FiscalYear) -> Publication | None:
    """Read the figures that the year's final report published; None if there is none.

    Raise ReportError if the file is damaged.
    """
    path = publication_file(project, year)
    if not is_file(path):
        return None
    file = project.relative(path)
    return Publication.from_csv(read_bytes(path, file, _MOST_BYTES), file)


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with its first line number."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for record in reader:
        yield begins, record
        begins = reader.line_num + 1


def _checksum(records: Iterable[Sequence[str]]) -> str:
    return sha256(json.dumps([list(one) for one in records], ensure_ascii=False).encode()).hexdigest()


def _as_written(cell: str) -> str:
    """Remove the apostrophe that prevents spreadsheets from treating the text as a formula."""
    inner = cell.removeprefix(APOSTROPHE)
    return inner if inner != cell and is_formula_like(inner) else cell


def _require_well_formed(record: Sequence[str], closing: Sequence[str], file: str, line: int) -> None:
    row = PublishedRow(*record[:-2])
    *_, revision, manifest = record
    whole = revision.isascii() and revision.isdecimal() and int(revision) >= FIRST_REVISION
    if (
        row.kind not in _KINDS
        or not whole
        or not _DIGEST.fullmatch(manifest)
        or list(closing[-2:]) != [revision, manifest]
    ):
        raise _damaged("行の内容が読めません", file, line)
    try:
        if row.kind in (INDICATOR, PLAN) and row.value:
            Fraction(row.value)
        if row.kind == CELL and not all(isinstance(text, str) for text in row.key.values()):
            raise ValueError
    except (ValueError, TypeError, ZeroDivisionError, AttributeError):
        raise _damaged("行の内容が読めません", file, line) from None


def _damaged(damage: str, file: str, row: int | None = None) -> ReportError:
    return PUBLICATION_DAMAGED.error(file, row, damage=damage)
