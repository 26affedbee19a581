"""Reading ``document.json``, the source of all formats, published with them."""

import json
from pathlib import Path

from progress_report.document.document import Document
from progress_report.model.findings import ReportError, report_error
from progress_report.model.program import COMMAND

DOCUMENT = "document.json"


def read_document(folder: Path, options: str = "") -> Document:
    """Return the document of a built report. ReportError if it is missing or damaged.

    ``options``: the options of the command that builds it (``Project.options``).
    """
    path = folder / DOCUMENT
    if not path.is_file():
        remedy = f"先に {COMMAND} build {folder.name}{options} を実行してください。"
        raise report_error("報告書がまだ作られていません。", remedy, file=path.as_posix())
    try:
        return Document.of_json(json.loads(path.read_bytes()))
    except (ValueError, TypeError, ReportError):
        remedy = "報告書を作り直してください。"
        raise report_error(
            "読めません。壊れているか、別の版で作られています。", remedy, file=path.as_posix()
        ) from None
