"""The manifest's checksum: a digest of its own content, which also detects a changed byte in it.

It proves that the manifest is, byte for byte, one written by a build, and, through the digests in it, that
all outputs are, too. It cannot prove that nobody rewrote outputs *and* manifest with a new checksum, because
a checksum contains no secret. The remedy is a rebuild from a trusted checkout (``verify --rebuild``), or a
digest of the manifest stored elsewhere.
"""

import hashlib
import json
from typing import Any

from progress_report.model.findings import report_error

Json = dict[str, Any]
CHECKSUM = "seal"


def with_checksum(content: Json) -> bytes:
    """Return the content as canonical JSON, with a SHA-256 of itself without the checksum."""
    return _canonical({**content, CHECKSUM: hashlib.sha256(_canonical(content)).hexdigest()})


def verified_content(data: bytes, file: str) -> Json:
    """Return the content of a file with a checksum. ReportError if any byte was changed."""
    try:
        content = json.loads(data)
        given = content.pop(CHECKSUM)
        whole = with_checksum(content) == data
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise report_error("読めません。壊れているか、別の形式です。", _REMEDY, file=file) from None
    if not whole:
        found = hashlib.sha256(_canonical(content)).hexdigest()
        message = f"書き換えられています（封印は SHA-256 {str(given)[:12]}…、内容は {found[:12]}…）。"
        raise report_error(message, _REMEDY, file=file)
    return content  # type: ignore[no-any-return]


_REMEDY = "報告書を作り直すか、元のファイルに戻してください。"


def _canonical(content: Json) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
