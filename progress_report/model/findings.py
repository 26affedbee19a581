"""What is told to an analyst: where, what was found, what to do; and how grave it is."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, ClassVar

# What the system says in English, whatever its language.
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

# Windows tells them all by EACCES, and apart by a number of its own (ERROR_SHARING_VIOLATION, …_LOCK_…).
_OPEN_ELSEWHERE = (32, 33)


def refused(error: OSError) -> str:
    """What the operating system refused, in Japanese where it is a usual thing."""
    if getattr(error, "winerror", None) in _OPEN_ELSEWHERE:
        return "ほかのソフトが開いています"
    return _REFUSED.get(error.errno or 0, error.strerror or str(error))


class Grade(StrEnum):
    """誤り stops every build; 要確認 lets a draft through and stops a final report; 記録 stops nothing."""

    ERROR = "誤り"
    REVIEW = "要確認"
    NOTE = "記録"


class ExitCode(IntEnum):
    """What the command line ends with."""

    BUILT = 0
    DATA_FAULT = 1
    WRONG_USAGE = 2
    NOTEBOOK_FAILED = 3
    PUBLISHING_FAILED = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or doubt, placed as precisely as it is known."""

    message: str
    remedy: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    grade: Grade = Grade.ERROR

    @property
    def place(self) -> str:
        row = f" {self.row}行目" if self.row is not None else ""
        column = f"『{self.column}』" if self.column else ""
        return f"{self.file}{row}{column}"

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"【{self.grade}】{place}{self.message}{self.remedy}"

    def to_json(self) -> dict[str, Any]:
        return {
            "grade": str(self.grade),
            "message": self.message,
            "remedy": self.remedy,
            "file": self.file,
            "row": self.row,
            "column": self.column,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Finding":
        return cls(**{**value, "grade": Grade(value["grade"])})


class ReportError(Exception):
    """One or more findings that stop the work; the message needs no traceback to be understood."""

    exit_code: ClassVar[ExitCode] = ExitCode.DATA_FAULT

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))

    def __reduce__(self) -> tuple[type["ReportError"], tuple[tuple[Finding, ...]]]:
        """So that it can be told by another process."""
        return type(self), (self.findings,)


class NotebookError(ReportError):
    """A notebook failed, or what it shows cannot become a report."""

    exit_code = ExitCode.NOTEBOOK_FAILED


class PublishingError(ReportError):
    """The report could not be set or written."""

    exit_code = ExitCode.PUBLISHING_FAILED

    @classmethod
    def of_system(cls, error: OSError) -> "PublishingError":
        """What the operating system refused, and the usual remedy."""
        message = f"ファイルを扱えませんでした（{refused(error)}）。前の報告書はそのまま残っています。"
        remedy = "空き容量、書込み権限、ファイルを開いている他のソフトがないかを確かめてください。"
        return cls([Finding(message, remedy, str(error.filename or ""))])

    @classmethod
    def interrupted(cls, published: Sequence[str] = (), others: str = "") -> "PublishingError":
        """What a person is told who stopped the work with Ctrl+C.

        ``published``: the reports that were written before; ``others``: what the rest is called, if any.
        """
        remedy = "続けるときは、もう一度実行してください。"
        stands = "前の報告書はそのまま残っています。"
        if not published:
            return cls([Finding(f"中断しました。{stands}", remedy)])
        written = f"中断しました。{'、'.join(published)}の新しい報告書は、書き出した後です。"
        rest = f"{others}は、前の報告書がそのまま残っています。" if others else ""
        return cls([Finding(written + rest, remedy)])


def fault(
    message: str, remedy: str = "", *, file: str = "", row: int | None = None, column: str = ""
) -> ReportError:
    """A ReportError with one 誤り, for faults that make going on pointless."""
    return ReportError([Finding(message, remedy, file, row, column)])
