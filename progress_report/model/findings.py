"""Findings reported to an analyst: place, message, remedy and severity."""

import errno
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any, ClassVar, TypeVar

_Result = TypeVar("_Result")
# The system reports these in English, whatever its language.
_REFUSED = {
    errno.ENOSPC: "空き容量がありません",
    errno.EDQUOT: "割り当てられた容量を使い切りました",
    errno.EACCES: "権限がありません",
    errno.EPERM: "許されていない操作です",
    errno.EROFS: "読取り専用の場所です",
    errno.EBUSY: "ほかで使われています",
    errno.EEXIST: "同じ名前のファイルがあります",
    errno.ENOTDIR: "フォルダではありません",
    errno.EISDIR: "フォルダです",
    errno.ENOENT: "見つかりません",
    errno.ELOOP: "リンクが輪になっています",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.EIO: "読み書きに失敗しました",
}

_SENTENCE_ENDS = ("。", "！", "？", "!", "?")
_ROWS_LISTED, _ROWS_NAMED, _VALUES_NAMED = 5, 3, 5
_MOST_SINGLE_VALUES = 12  # findings of one kind with different values that are listed individually
_WITH_VALUE = re.compile(r"(?:([0-9]+)行目と)?([^（。]+)（「(.*)」）。", re.DOTALL)

# Windows reports them all as EACCES and distinguishes them by its own codes (ERROR_SHARING_VIOLATION,
# …_LOCK_…).
_OPEN_ELSEWHERE = (32, 33)


def refused(error: OSError) -> str:
    """Return the reason of an operating system error, in Japanese for common ones."""
    if getattr(error, "winerror", None) in _OPEN_ELSEWHERE:
        return "ほかのソフトが開いています"
    return _REFUSED.get(error.errno or 0, error.strerror or str(error))


class Severity(StrEnum):
    """Severity: 誤り stops every build; 要確認 stops only a final report; 記録 stops nothing."""

    ERROR = "誤り"
    REVIEW = "要確認"
    NOTE = "記録"


class ExitCode(IntEnum):
    """Exit codes of the command line."""

    BUILT = 0
    DATA_ERROR = 1
    WRONG_USAGE = 2
    NOTEBOOK_FAILED = 3
    PUBLISHING_FAILED = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One error or warning (要確認), located as precisely as known.

    ``rows`` are all affected rows, ascending, if there are several; ``row`` is then the first of them.
    ``code`` is the code of the message in the catalogue (``progress_report.messages``), if it has one.
    """

    message: str
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    severity: Severity = Severity.ERROR
    rows: tuple[int, ...] = ()
    code: str = ""

    def at(self, file: str, row: int | None = None, column: str = "") -> "Finding":
        """Return the finding with its place."""
        return replace(self, file=file, row=row, column=column)

    @property
    def place(self) -> str:
        row = f" {_rows_text(self.all_rows)}" if self.row is not None else ""
        column = f"『{self.column}』" if self.column else ""
        return f"{self.file}{row}{column}"

    @property
    def all_rows(self) -> tuple[int, ...]:
        """Every affected row, even a single one."""
        return self.rows or (() if self.row is None else (self.row,))

    @property
    def text(self) -> str:
        """The message and the remedy, the message as a whole sentence."""
        message = self.message.rstrip()
        if self.remedy and message and not message.endswith(_SENTENCE_ENDS):
            message += "。"
        return message + self.remedy

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"【{self.severity}】{place}{self.text}"

    def to_json(self) -> dict[str, Any]:
        return {
            "grade": str(self.severity),
            "message": self.message,
            "remedy": self.remedy,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            **({"rows": list(self.rows)} if self.rows else {}),
            **({"code": self.code} if self.code else {}),
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Finding":
        others = {name: content for name, content in value.items() if name not in ("grade", "rows")}
        return cls(severity=Severity(value["grade"]), rows=tuple(value.get("rows", ())), **others)


def group_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Join findings of one kind in one column of a file into one that names the rows, keeping the order.

    Equal ones are always joined; findings that differ only in the quoted value are joined if there are many.
    """
    kinds: dict[Finding, list[Finding]] = {}
    for one in findings:
        message = _WITH_VALUE.sub(r"\2", one.message) if _WITH_VALUE.fullmatch(one.message) else one.message
        kinds.setdefault(replace(one, message=message, row=min(one.row or 0, 1), rows=()), []).append(one)
    joined: list[Finding] = []
    for alike in kinds.values():
        equal: dict[str, list[Finding]] = {}
        for one in alike:
            equal.setdefault(one.message, []).append(one)
        several = [_joined(some, message) for message, some in equal.items()]
        count = sum(len(one.all_rows) for one in several)
        many = len(several) > 1 and count > _MOST_SINGLE_VALUES
        joined += [_joined(several, _message_of_values(several))] if many else several
    return joined


def _joined(findings: Sequence[Finding], message: str) -> Finding:
    rows = sorted({row for one in findings for row in one.all_rows})
    several = tuple(rows) if len(rows) > 1 else ()
    return replace(findings[0], message=message, row=rows[0] if rows else None, rows=several)


def _message_of_values(findings: Sequence[Finding]) -> str:
    """Return one message for findings that quote different values: each value with its first row."""
    matches = [match for one in findings if (match := _WITH_VALUE.fullmatch(one.message))]
    others = tuple(int(match[1]) for match in matches if match[1])
    values: dict[str, int | None] = {}
    for one, match in zip(findings, matches, strict=True):
        values.setdefault(match[3], one.row)
    shown = [
        f"{row}行目「{value}」" if row is not None else f"「{value}」"
        for value, row in list(values.items())[:_VALUES_NAMED]
    ]
    more = f"など{len(values)}種類" if len(values) > _VALUES_NAMED else ""
    with_others = f"{_rows_text(others)}と" if others else ""
    return f"{with_others}{matches[0][2]}（{'、'.join(shown)}{more}）。"


def _rows_text(rows: Sequence[int]) -> str:
    """Format rows as 「3行目」, 「2、3、5行目」 or 「2、3、5行目ほか935行」."""
    named = rows if len(rows) <= _ROWS_LISTED else rows[:_ROWS_NAMED]
    more = f"ほか{len(rows) - len(named):,}行" if len(rows) > len(named) else ""
    return f"{'、'.join(map(str, named))}行目{more}"


class ReportError(Exception):
    """One or more findings that stop the build; the message is understandable without a traceback."""

    exit_code: ClassVar[ExitCode] = ExitCode.DATA_ERROR

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(group_findings(findings))
        super().__init__("\n".join(map(str, self.findings)))

    def __reduce__(self) -> tuple[type["ReportError"], tuple[tuple[Finding, ...]]]:
        """Support pickling, to pass the error to another process."""
        return type(self), (self.findings,)


def all_results(steps: Iterable[Callable[[], _Result]]) -> list[_Result]:
    """Return the result of every step. Raise ReportError with the errors of all steps that fail."""
    results: list[_Result] = []
    findings: list[Finding] = []
    for step in steps:
        try:
            results.append(step())
        except ReportError as error:
            findings += error.findings
    if findings:
        raise ReportError(findings)
    return results


class NotebookError(ReportError):
    """A notebook failed, or its output cannot become a report."""

    exit_code = ExitCode.NOTEBOOK_FAILED


class PublishingError(ReportError):
    """The report could not be typeset or written."""

    exit_code = ExitCode.PUBLISHING_FAILED

    @classmethod
    def of_system(cls, error: OSError) -> "PublishingError":
        """Return the error of a refused file operation, with the usual remedy."""
        message = f"ファイルを扱えませんでした（{refused(error)}）。前の報告書はそのまま残っています。"
        remedy = "空き容量、書込み権限、ファイルを開いている他のソフトがないかを確かめてください。"
        return cls([Finding(message, remedy, str(error.filename or ""))])

    @classmethod
    def interrupted(cls, published: Sequence[str] = (), others: str = "") -> "PublishingError":
        """Return the message after the work was stopped with Ctrl+C.

        ``published``: the reports already written; ``others``: the name of the remaining ones, if any.
        """
        remedy = "続けるときは、もう一度実行してください。"
        stands = "前の報告書はそのまま残っています。"
        if not published:
            return cls([Finding(f"中断しました。{stands}", remedy)])
        written = f"中断しました。{'、'.join(published)}の新しい報告書は、書き出した後です。"
        rest = f"{others}は、前の報告書がそのまま残っています。" if others else ""
        return cls([Finding(written + rest, remedy)])


def report_error(
    message: str, remedy: str = "", *, file: str = "", row: int | None = None, column: str = ""
) -> ReportError:
    """Return a ReportError with one 誤り, for errors that make it pointless to continue."""
    return ReportError([Finding(message, remedy, file, row, column)])


def shortened(text: str, most: int = 20) -> str:
    """Return a text, or its first ``most`` characters and an ellipsis, as messages quote it."""
    return text if len(text) <= most else f"{text[:most]}…"


def first_few(texts: Sequence[str], most: int, counter: str = "個") -> str:
    """List the first texts and the number of further ones, counted in ``counter``."""
    more = f"、ほか{len(texts) - most}{counter}" if len(texts) > most else ""
    return "、".join(texts[:most]) + more
