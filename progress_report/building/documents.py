"""``document.json``: the document that all formats were rendered from, published beside them."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from progress_report.building.document_schema import validate_document
from progress_report.model.findings import ReportError, fault

Json = dict[str, Any]
DOCUMENT = "document.json"


def document_json(document: Json) -> bytes:
    """Return a document as it is published."""
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_document(folder: Path, digest: str = "", options: str = "") -> Json:
    """The document of a built report. ReportError where there is none, or it is damaged.

    A document of this SHA-256 ``digest``, from a sealed manifest, was judged when it was built. ``options``:
    what the command that builds it is to be given (``Project.options``).
    """
    path = folder / DOCUMENT
    if not path.is_file():
        remedy = f"先に report_builder.py build {folder.name}{options} を実行してください。"
        raise fault("報告書がまだ作られていません。", remedy, file=path.as_posix())
    try:
        content = path.read_bytes()
        document: Json = json.loads(content)
        if hashlib.sha256(content).hexdigest() != digest:
            validate_document(document)
    except (ValueError, TypeError, ReportError):
        remedy = "報告書を作り直してください。"
        raise fault(
            "読めません。壊れているか、別の版で作られています。", remedy, file=path.as_posix()
        ) from None
    return document


def fragments_by_run(value: Any) -> Iterator[tuple[int, list[Json]]]:
    """The fragment each run object of the document stands in, by the run's identity."""
    if isinstance(value, dict):
        for member in value.values():
            yield from fragments_by_run(member)
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, dict) and "text" in member and "type" in member:
                yield id(member), value
            else:
                yield from fragments_by_run(member)
