"""``report.pdf`` by Typst alone: the report's template, fonts and row headers, without attachments."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import typst

from progress_report.building.pdf_row_headers import with_row_headers
from progress_report.inputs.project import Project
from progress_report.model.fonts import FontFamily

TEMPLATE = "report.typ"


def typeset(document: dict[str, Any], fonts: FontFamily) -> bytes:
    """The tagged PDF (PDF/UA-1 and PDF/A-3a)."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(Project.here().templates / "pdf" / TEMPLATE, root)
        (root / "document.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        (root / "attachments.json").write_text("[]", encoding="utf-8")
        (root / "fonts").mkdir()
        for path in fonts.files:
            (root / "fonts" / path.name).symlink_to(path)
        pdf = typst.compile(
            root / TEMPLATE,
            root=root,
            format="pdf",
            font_paths=[root / "fonts"],
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-3a"],
            sys_inputs={"document": "document.json", "font": fonts.name},
        )
    shown = [block for section in document["sections"] for block in section["blocks"]]
    tables = [block for block in shown if block["type"] == "table"]
    return with_row_headers(bytes(pdf), [block["grid"]["stub_columns"] for block in tables])
