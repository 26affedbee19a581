"""Records of the normalizations applied to source files, so that every change is reported."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from progress_report.messages import table_files, table_rows
from progress_report.model.findings import Finding, first_few, shortened

REMARKS = "連絡欄の書き込み"  # written by the division that filled in a form
_MOST_LINES_A_FILE = 6
_MOST_TEXTS, _LONGEST_TEXT = 20, 80


@dataclass(frozen=True, slots=True)
class Normalization:
    """One kind of normalization in a file or one of its columns: the rows, and the first as an example.

    ``dropped``: the texts of rows that were left out.
    """

    file: str
    kind: str
    column: str = ""
    rows: tuple[int, ...] = ()
    before: str = ""
    after: str = ""
    dropped: tuple[str, ...] = ()

    @property
    def extent(self) -> str:
        """The number of rows, if several, and the first as an example; for dropped rows, every text."""
        if self.dropped:
            shown = [
                f"{row}行目「{shortened(text, _LONGEST_TEXT)}」"
                for row, text in zip(self.rows, self.dropped, strict=True)
            ]
            return f"（{first_few(shown, _MOST_TEXTS, '行')}）"
        count = f" {len(self.rows)}個" if len(self.rows) > 1 else ""
        return f"{count}{self._example()}"

    def _example(self) -> str:
        row = f"{self.rows[0]}行目" if self.rows else ""
        if not self.before:
            return f"（{row}）" if row else ""
        example = "例: " if len(self.rows) > 1 else ""
        before, after = ("／".join(text.split("\n")) for text in (self.before, self.after))
        return f"（{example}{row}「{before}」→ {after or '空欄'}）"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Notes:
    """Collector of the normalizations of one file, grouped by kind and column."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._noted: dict[tuple[str, str], tuple[list[int], str, str]] = {}
        self._dropped: dict[str, tuple[list[int], list[str]]] = {}

    def add(self, kind: str, row: int, column: str = "", before: str = "", after: str = "") -> None:
        """Note a row; the first one noted is the example."""
        self._noted.setdefault((kind, column), ([], before, after))[0].append(row)

    def drop(self, kind: str, row: int, text: str) -> None:
        """Note a row that is left out, and its text."""
        rows, texts = self._dropped.setdefault(kind, ([], []))
        rows.append(row)
        texts.append(text)

    def all(self) -> tuple[Normalization, ...]:
        return (
            *(
                Normalization(self._file, kind, rows=tuple(rows), dropped=tuple(texts))
                for kind, (rows, texts) in self._dropped.items()
            ),
            *(
                Normalization(self._file, kind, column, tuple(rows), before, after)
                for (kind, column), (rows, before, after) in self._noted.items()
            ),
        )


def notes_of(normalizations: Iterable[Normalization]) -> Iterator[Finding]:
    """Yield a 記録 per normalization; for a file with many kinds, the first few and a count of the rest.

    Each remark of a division is a 記録 of its own, in full.
    """
    by_file: dict[str, list[Normalization]] = {}
    for one in normalizations:
        if one.kind == REMARKS:
            for row, text in zip(one.rows, one.dropped, strict=True):
                yield table_rows.REMARK.finding(one.file, row, text=text)
        else:
            by_file.setdefault(one.file, []).append(one)
    for file, noted in by_file.items():
        for one in noted[:_MOST_LINES_A_FILE]:
            yield table_files.NORMALIZED.finding(file, None, one.column, kind=one.kind, extent=one.extent)
        if (more := len(noted) - _MOST_LINES_A_FILE) > 0:
            yield table_files.MORE_NORMALIZED.finding(file, count=more)
