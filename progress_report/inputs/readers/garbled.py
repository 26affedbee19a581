"""Detection of mojibake in a cell: text decoded in another encoding than it was written in."""

import re

from progress_report.messages import table_cells as messages

_JAPANESE = re.compile("[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff9f]")
_LEAST = 2  # characters of the original that must be restored
_BYTES_OF_ONE = 3
_LEAST_SHARE = 0.5  # of the bytes that they must account for
_SHOWN = 20
# Lead bytes of kanji in UTF-8, and of kana in CP932, decoded as Windows-1252.
_UTF8_IN_LATIN = re.compile("[ãäåæçèéï][^\x00-\x7f]")
_CP932_IN_LATIN = re.compile("[‚ƒ]")
# Lead bytes of kana, kanji and full-width forms in UTF-8.
_LEADS = frozenset(b"\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xef")


def require_legible(text: str) -> None:
    """Raise MessageError for mojibake, with the text and, if it can be restored, the original."""
    if text.isascii() or (original := _original(text)) is None:
        return
    remedy = messages.MOJIBAKE.remedy
    if original:
        remedy = f"元は「{_short(original)}」のようです。{remedy}"
    raise messages.MOJIBAKE.value_error(remedy=remedy, text=_short(text))


def is_mojibake(line: str) -> bool:
    """Return whether any cell of a line of CSV is mojibake."""
    return any(cell and not cell.isascii() and _original(cell) is not None for cell in line.split(","))


def _original(text: str) -> str | None:
    """Return the original of mojibake, as far as it can be restored; None for other text."""
    if _JAPANESE.search(text):
        content = text.encode("cp932", "ignore")
        # UTF-8 as CP932. An ordinary word may begin with such a byte, but it would have to consist of rare
        # kanji to be mostly valid UTF-8.
        return (_as_utf8(content) or None) if content[0] in _LEADS and _restored(content[:3]) else None
    content = text.encode("cp1252", "ignore")
    if original := _as_utf8(content) or _as_cp932(content):
        return original
    return (
        "" if max(map(len, (_UTF8_IN_LATIN.findall(text), _CP932_IN_LATIN.findall(text)))) >= _LEAST else None
    )


def _as_utf8(content: bytes) -> str:
    """Decode the bytes as Japanese UTF-8, dropping invalid ones; return nothing if too few are valid."""
    found = _restored(content)
    foreign = sum(byte >= 0x80 for byte in content)
    enough = found >= _LEAST and _BYTES_OF_ONE * found >= _LEAST_SHARE * foreign
    return content.decode("utf-8", "ignore") if enough else ""


def _restored(content: bytes) -> int:
    """Return the number of Japanese characters in the bytes, decoded as UTF-8."""
    return len(_JAPANESE.findall(content.decode("utf-8", "ignore")))


def _as_cp932(content: bytes) -> str:
    """Decode the bytes as CP932 if all non-ASCII characters are Japanese; otherwise return nothing."""
    try:
        original = content.decode("cp932")
    except UnicodeDecodeError:
        return ""
    other = [sign for sign in original if not sign.isascii()]
    wide = [sign for sign in other if sign < "\uff61"]
    return original if len(wide) >= _LEAST and all(map(_JAPANESE.match, other)) else ""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
