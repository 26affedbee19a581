"""A report opened by another program: on Windows its folder can then be neither renamed nor removed."""

import errno
from collections.abc import Iterator
from pathlib import Path

from progress_report.model.findings import Finding, PublishingError, refused

# Error codes of the system: Windows uses only the first, for any reason; Unix for mounted or immutable files.
IN_USE = (errno.EACCES, errno.EPERM, errno.EBUSY)
# By suffix of the report's files, the programs that people open them with.
_PROGRAMS = {
    ".pdf": "Acrobat などのPDFを見るソフト",
    ".xlsx": "Excel",
    ".csv": "Excel",
    ".html": "ブラウザー",
    ".txt": "メモ帳などのエディター",
    ".json": "エディター",
    ".ipynb": "JupyterLab",
}
_MOST_LISTED = 5


def in_use(folder: Path, error: OSError) -> PublishingError:
    """Return the error if the report could not be replaced: each open file and its probable program.

    Windows names only the folder: the files are found by trying to open each, without changing it.
    """
    held = list(held_files(folder))
    findings = [
        Finding(
            "ほかのソフトが開いているか、書込みが禁じられているので、新しい報告書に置き換えられません。"
            "前の報告書はそのまま残っています。",
            f"{_PROGRAMS.get(path.suffix, 'ほかのソフト')}で開いていたら閉じて、もう一度実行してください。",
            str(path),
        )
        for path in held[:_MOST_LISTED]
    ]
    if not findings:
        findings = [
            Finding(
                f"新しい報告書に置き換えられません（{refused(error)}）。前の報告書はそのまま残っています。",
                "このフォルダーや中のファイルを開いているもの（Excel、Acrobat、エクスプローラー、"
                "コマンド プロンプトなど）を閉じて、もう一度実行してください。",
                str(folder),
            )
        ]
    return PublishingError(findings)


def held_files(folder: Path) -> Iterator[Path]:
    """Yield the files that cannot currently be opened for writing."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            try:
                path.open("r+b").close()
            except OSError:
                yield path
