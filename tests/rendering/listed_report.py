"""A built report with only the files that the pages of links read."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from progress_report.provenance.checksum import verified_content, with_checksum
from progress_report.provenance.record import MANIFEST
from tests.support.project_copy import Built


def write_report(built: Built, to: Path, record: Mapping[str, Any] | None = None, **document: Any) -> None:
    """Write the report of 令和6年度 with some members of its record and its document replaced."""
    to.mkdir(parents=True)
    content = {**json.loads((built.folder / "document.json").read_bytes()), **document}
    (to / "document.json").write_text(json.dumps(content), encoding="utf-8")
    manifest = verified_content((built.folder / MANIFEST).read_bytes(), MANIFEST)
    manifest["record"] |= record or {}
    (to / MANIFEST).write_bytes(with_checksum(manifest))
