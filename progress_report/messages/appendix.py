"""The guide's appendix, generated from the catalogue: ``python -m progress_report.messages.appendix``."""

from pathlib import Path

from progress_report.messages.catalogue import GROUPS, messages_of
from progress_report.messages.message import Message

_GUIDE = Path(__file__).parents[2] / "docs" / "guide.ja.md"
_APPENDIX, _HEADING = "\n## 付録", "\n### "
_HEAD = "| 表示される文 | 意味と、すること |\n|---|---|\n"


def with_catalogue(guide: str) -> str:
    """Return the guide with a table for each heading of the catalogue after the appendix's introduction."""
    before, mark, appendix = guide.partition(_APPENDIX)
    introduction = appendix.partition(_HEADING)[0].rstrip("\n")
    tables = (
        f"\n{_HEADING}{heading}\n\n{_HEAD}{''.join(map(_row, messages_of(group))).rstrip()}"
        for heading, group in GROUPS.items()
    )
    return before + mark + introduction + "".join(tables) + "\n"


def _row(message: Message) -> str:
    return f"| {message.pattern} 〔{message.code}〕 | {message.explanation} |\n"


if __name__ == "__main__":
    _GUIDE.write_text(with_catalogue(_GUIDE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
