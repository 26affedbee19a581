"""The catalogue's rows in the guide's appendix: ``python -m progress_report.messages.appendix``."""

import re
from pathlib import Path

from progress_report.messages.catalogue import GROUPS, messages_of
from progress_report.messages.message import Message

_GUIDE = Path(__file__).parents[2] / "docs" / "guide.ja.md"
_ROW = re.compile(r"^\| .* 〔[A-Z][0-9]{3}〕 \| .*\n", re.MULTILINE)


def with_catalogue(guide: str) -> str:
    """The guide with the catalogue's rows first under each heading, in place of former ones."""
    guide = _ROW.sub("", guide)
    for heading, group in GROUPS.items():
        head = re.compile(rf"^### {re.escape(heading)}$.*?^\|---\|---\|\n", re.MULTILINE | re.DOTALL)
        rows = "".join(map(_row, messages_of(group)))
        guide = head.sub(lambda found, rows=rows: found[0] + rows, guide, count=1)  # type: ignore[misc]
    return guide


def _row(message: Message) -> str:
    return f"| {message.pattern} 〔{message.code}〕 | {message.explanation} |\n"


if __name__ == "__main__":
    _GUIDE.write_text(with_catalogue(_GUIDE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
