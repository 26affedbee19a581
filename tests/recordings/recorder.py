"""Run commands on a folder and compare their output with recordings; parts that vary are masked.

A recording is a text file under ``said/``. ``RECORD=1 pytest tests/recordings`` writes all of them again;
then read the difference in git and give the reason for each changed line in the commit.
"""

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from tests.promises.office import Office
from tests.support.project_copy import ROOT

SAID = Path(__file__).with_name("said")
_MASKS = (
    (re.compile(r"[0-9]+\.[0-9]秒"), "…秒"),
    (re.compile(r"[0-9][0-9,]*(?= KB|バイト)"), "…"),
    (re.compile(r"\b[0-9a-f]{12,64}\b|\b[qdsn][0-9a-f]{12}\b"), "…"),
    (re.compile(r"(?<=(?:入力|の版|ラム)（)[0-9]+(?=個）)"), "…"),  # the program's files, packages
    (re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]+(\+[0-9:]+|Z)?"), "…"),
)
_PROGRESS = re.compile(r"^(?!<root>).*　…秒$")  # sections and years end in any order


def masked(text: str, places: Sequence[tuple[Path, str]]) -> str:
    """Return the output without times, sizes, digests and the folders' places."""
    for path, name in (*places, (ROOT, "<program>")):
        text = text.replace(str(path), name)
    for pattern, name in _MASKS:
        text = pattern.sub(name, text)
    return "\n".join(_in_order(text.splitlines())).strip()


def _in_order(lines: Sequence[str]) -> Iterator[str]:
    for is_progress, group in groupby(lines, key=lambda line: bool(_PROGRESS.match(line))):
        found = list(group)
        yield from sorted(found) if is_progress else found


def said(office: Office, *arguments: str) -> str:
    """Run ``report_builder.py`` with these arguments; return command, exit code and masked output."""
    ran = office.run(*arguments)
    parts = [f"$ {' '.join(arguments)}", f"exit {ran.code}", ran.out, ran.err]
    return masked("\n".join(filter(None, parts)), [(office.root, "<root>")])


def check_and_build(office: Office, usual: str) -> str:
    """Return the output of ``check`` and, without 誤り, of ``build``, and how the report differs."""
    checked = said(office, "check", "2024")
    if "\nexit 0" not in checked:
        return f"{checked}\n"
    built = said(office, "build", "2024", "--formats", "txt")
    if "\nexit 0" not in built:
        return f"{checked}\n\n{built}\n"
    text = (office.root / "build/2024.partial/report.txt").read_text(encoding="utf-8-sig")
    difference = difflib.unified_diff(usual.splitlines(), text.splitlines(), lineterm="", n=0)
    changed = [line for line in difference if not line.startswith(("---", "+++", "@@"))]
    return "\n".join([checked, "", built, "", "report.txt", *changed, ""])


def assert_recorded(name: str, text: str) -> None:
    """Compare with the recording ``said/NAME.txt``, or write it if ``RECORD`` is set."""
    path = SAID / f"{name}.txt"
    if os.environ.get("RECORD"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text.splitlines() == path.read_text(encoding="utf-8").splitlines()
