"""Typing mistakes in YAML, found by line: traces of Japanese keyboards, web pages and git."""

import re
from collections.abc import Iterator

from progress_report.inputs.parsing.text_files import LINE_END
from progress_report.messages import files
from progress_report.model.findings import Finding

_NAME = r"[A-Za-z_][\w-]*"
_WIDE_BLANK = "[\u3000\u00a0]"
_CONFLICT = re.compile(r"[ \t]*(?:(<{7}|>{7}|\|{7}) |={7}\s*$)")
_MERGED = re.compile(r"^[ \t]*(<{7}|>{7}) ", re.MULTILINE)
_WIDE_ITEM = re.compile(rf"\s*(?:-{_WIDE_BLANK}|－{_WIDE_BLANK}?|－ )")
# Characters with a special meaning in YAML, for which a sentence that begins with one must be quoted.
_OPENS_A_SENTENCE = r"{(?=[^}]*}\s*[^\s,#])|\[(?=[^]]*]\s*[^\s,#])"
_SPECIAL = re.compile(rf"\s*(?:- |{_NAME}:\s)+\s*([%@*&!|>`]|{_OPENS_A_SENTENCE})")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_WIDE_COLON = re.compile(rf"\s*(?:- )?{_NAME}：")
_WIDE_BLANK_BEHIND_COLON = re.compile(rf"\s*(?:- )?{_NAME}:{_WIDE_BLANK}")
_NO_BLANK_BEHIND_COLON = re.compile(rf"\s*(?:- )?{_NAME}:[^\s/\u3000\u00a0]")
_WIDE_INDENT = re.compile(rf" *{_WIDE_BLANK}\s*(?:- |{_NAME}\s*[:：])")
# A full-width sign between entries; inside a value it is ordinary text.
_WIDE_SIGN_IN_BRACES = re.compile(
    rf"{{(?:[^{{}}]*[、，,])?\s*{_NAME}\s*：[^{{}}]*}}|{{[^{{}}]*[、，]\s*{_NAME}\s*[:：][^{{}}]*}}"
    rf"|\[\s*{_NAME}(?:\s*[、，]\s*{_NAME})+\s*\]"
)
_TAB = re.compile(r" *\t\s*[^\s#]")
_WIDE_HASH_BEHIND_VALUE = re.compile("[\\]}\"'][ \u3000]*＃")
_LINE_SEPARATOR = re.compile("[\u2028\u2029\x85]")


def conflict_marks(text: str, file: str) -> list[Finding]:
    """Return errors for the conflict marks that git leaves in a file of any kind.

    The marks of one conflict are one error, at its first line.
    """
    if not _MERGED.search(text):
        return []
    places: list[list[int]] = []
    for row, line in enumerate(LINE_END.split(text), 1):
        if line.lstrip().startswith("<" * 7) or (_CONFLICT.match(line) and not places):
            places.append([row])
        elif _CONFLICT.match(line):
            places[-1].append(row)
    return [files.CONFLICT.finding(file, rows[0], rows="、".join(map(str, rows))) for rows in places]


def wide_list_marks(text: str, file: str) -> list[Finding]:
    """Return errors for list items with a full-width sign or blank, which YAML joins to the line before."""
    return [
        files.WIDE_ITEM.finding(file, row)
        for row, line in enumerate(LINE_END.split(text), 1)
        if _WIDE_ITEM.match(line)
    ]


def causes_of_failure(text: str, file: str, failed_at: int | None) -> list[Finding]:
    """Return the causes of a YAML error found by line; ``failed_at``: the line that its parser reports.

    A parser often fails a line late, so mistakes in any line are returned. A sentence that begins with a
    special YAML character is only an error at the line that failed, or the one before.
    """
    found = list(_mistakes(text, file))
    lines = LINE_END.split(text)
    if found or failed_at is None or not 0 < failed_at <= len(lines):
        return found
    for row in (failed_at, failed_at - 1):
        if row and (match := _SPECIAL.match(lines[row - 1])):
            return [files.SPECIAL_SIGN.finding(file, row, sign=match[1])]
    return []


def _mistakes(text: str, file: str) -> Iterator[Finding]:
    for row, line in enumerate(LINE_END.split(text), 1):
        bare = _QUOTED.sub("", line)
        if _TAB.match(line):
            yield files.TAB_INDENT.finding(file, row)
        elif _WIDE_INDENT.match(line):
            yield files.WIDE_INDENT.finding(file, row, blank=_blank(line))
        elif _WIDE_COLON.match(line):
            yield files.WIDE_COLON.finding(file, row)
        elif _WIDE_BLANK_BEHIND_COLON.match(line):
            yield files.WIDE_BLANK_AFTER_COLON.finding(file, row, blank=_blank(line))
        elif _NO_BLANK_BEHIND_COLON.match(line):
            yield files.NO_BLANK_AFTER_COLON.finding(file, row)
        elif not bare.lstrip().startswith("#") and _WIDE_SIGN_IN_BRACES.search(bare.partition(" #")[0]):
            yield files.WIDE_SIGN_IN_BRACKETS.finding(file, row)
        elif _WIDE_HASH_BEHIND_VALUE.search(line):
            yield files.WIDE_HASH.finding(file, row)
        elif match := _LINE_SEPARATOR.search(line):
            yield files.LINE_SEPARATOR.finding(file, row, character=f"{ord(match[0]):04X}")


def _blank(line: str) -> str:
    """Name the blank, since a no-break space looks like a half-width one."""
    return "全角の空白" if "\u3000" in line else "改行しない空白（U+00A0）"
