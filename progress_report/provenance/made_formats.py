"""The formats of a built report, as recorded in its manifest."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class MadeFormat(NamedTuple):
    """A format of a report: its file, Japanese name, link label, and whether it carries the record."""

    file: str
    title: str
    label: str
    carries_record: bool

    def to_json(self, name: str) -> dict[str, Any]:
        return {"name": name, **self._asdict()}


# Defaults for reports of earlier versions, whose manifests do not record formats, and for standalone files.
FORMER = {
    "html": MadeFormat("report.html", "HTML", "ウェブページ（HTML）", True),
    "pdf": MadeFormat("report.pdf", "PDF", "PDF", True),
    "points": MadeFormat("points.pdf", "報告のポイント", "報告のポイント（PDF一枚）", True),
    "large_print": MadeFormat("report-large-print.pdf", "大きな文字のPDF", "大きな文字のPDF", True),
    "text": MadeFormat("report.txt", "テキスト", "読み上げ用のテキスト", False),
    "docx": MadeFormat("report.docx", "Word", "Word（回覧・修正用）", True),
}
ALWAYS = ("html", "pdf", "text")  # formats of every complete report of every version


def formats_of(manifest: Mapping[str, Any]) -> dict[str, MadeFormat]:
    """Return the formats by name, in order. KeyError and TypeError if they are malformed."""
    recorded = manifest.get("formats")
    if recorded is None:
        return {name: one for name, one in FORMER.items() if one.file in manifest["outputs"]}
    return {one["name"]: MadeFormat(**{key: one[key] for key in MadeFormat._fields}) for one in recorded}
