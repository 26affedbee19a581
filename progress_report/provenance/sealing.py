"""The manifest's seal: a digest of its own content, so that a changed byte in it is found as well.

What it proves: the manifest is, byte for byte, one that a build wrote, and through the hashes in it so
are all outputs. What it cannot prove: that nobody rewrote outputs *and* manifest and sealed them anew;
there is no secret in a seal. Against that helps building again from a checkout one trusts
(``verify --rebuild``), or a digest of the manifest that was kept elsewhere.
"""

import hashlib
import json
from typing import Any

from progress_report.model.findings import fault

Json = dict[str, Any]
SEAL = "seal"


def seal(content: Json) -> bytes:
    """The content as canonical JSON, with the SHA-256 of itself without the seal."""
    return _canonical({**content, SEAL: hashlib.sha256(_canonical(content)).hexdigest()})


def unseal(data: bytes, file: str) -> Json:
    """The content of a sealed file. ReportError if any byte is not as it was sealed."""
    try:
        content = json.loads(data)
        given = content.pop(SEAL)
        whole = seal(content) == data
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise fault("読めません。壊れているか、別の形式です。", _REMEDY, file=file) from None
    if not whole:
        found = hashlib.sha256(_canonical(content)).hexdigest()
        message = f"書き換えられています（封印は SHA-256 {str(given)[:12]}…、内容は {found[:12]}…）。"
        raise fault(message, _REMEDY, file=file)
    return content  # type: ignore[no-any-return]


_REMEDY = "報告書を作り直すか、元のファイルに戻してください。"


def _canonical(content: Json) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
