"""The guide lists every message of check, only commands that exist, and examples that can be read."""

import contextlib
import io
import re
from collections import Counter
from pathlib import Path

import pytest

from progress_report.cli.build import requested_builds
from progress_report.cli.parser import parse
from progress_report.inputs.validation import validate_new
from progress_report.messages.appendix import with_catalogue
from progress_report.messages.catalogue import CATALOGUE
from progress_report.model.findings import Severity
from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.ward_files import WardFiles
from tests.support.project_copy import ROOT

GUIDE = ROOT / "docs" / "guide.ja.md"
TEXT = GUIDE.read_text(encoding="utf-8")
APPENDIX = TEXT.partition("## 付録")[2]
_CODES = re.compile(r"^\| .+ 〔([A-Z][0-9]{3})〕 \| .+。 \|$", re.MULTILINE)
_COMMAND_LINE = re.compile(r"report_builder\.py ([a-z].*?)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_OPTION = re.compile(r"--[a-z]+\b")
_PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)")
_EXAMPLE = re.compile(r"<!-- (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
_LARGEST_PICTURE = 60_000
_LARGEST_TOGETHER = 500_000
YEAR = FiscalYear(2025)
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """Return the help of each command."""
    return {name: _help(name) for name in re.findall(r"^    ([a-z-]+)(?: |$)", _help(), re.MULTILINE)}


def _help(*command: str) -> str:
    reported = io.StringIO()
    with contextlib.redirect_stdout(reported), pytest.raises(SystemExit):
        parse([*command, "--help"])
    return reported.getvalue()


def test_the_appendix_is_made_of_the_catalogue() -> None:
    assert with_catalogue(TEXT) == TEXT, "run make guide"
    assert Counter(_CODES.findall(APPENDIX)) == Counter(CATALOGUE.keys())


def test_every_command_is_shown_and_every_line_shown_is_understood(helps: dict[str, str]) -> None:
    lines = [line.split(" > ")[0].strip() for line in _COMMAND_LINE.findall(TEXT)]
    for line in lines:
        given = parse(line.split())
        if given.command == "build":
            requested_builds(given)
    assert set(helps) - {line.split()[0] for line in lines} == set()


def test_every_option_exists_and_is_named(helps: dict[str, str]) -> None:
    options = set(_OPTION.findall(" ".join(helps.values())))
    ours = TEXT.replace("--no-capture-output", "")  # an option of conda
    named = set(_OPTION.findall(" ".join([*_SPAN.findall(ours), *_COMMAND_LINE.findall(ours)])))
    assert (named - options, options - named) == (set(), set())


def test_every_picture_is_small_and_described() -> None:
    pictures = _PICTURE.findall(TEXT)
    paths = [GUIDE.parent / place for _, place in pictures]
    assert {path.name for path in paths} == {path.name for path in (ROOT / "docs/images").glob("guide-*")}
    assert [alternative for alternative, _ in pictures if len(alternative) < 30] == []
    sizes = [path.stat().st_size for path in paths]
    assert max(sizes) < _LARGEST_PICTURE
    assert sum(sizes) < _LARGEST_TOGETHER


def _place(ward: WardFiles, file: str, example: str) -> None:
    """Put an example into the file that the guide names: a whole file, or members of the parameters."""
    if not ward.path(file).exists() or file.endswith(".csv"):
        ward.write(file, example)
        for logo in re.findall(r"file: (\w+\.svg)", example):
            ward.write(f"params/{logo}", LOGO)
        return
    text = ward.text(file)
    for name in re.findall(r"^(\w+):", example, re.MULTILINE):
        text = re.sub(rf"^{name}:.*\n(?:[ #].*\n)*", "", text, flags=re.MULTILINE)
    ward.write(file, f"{text}\n{example}")


@pytest.mark.parametrize(("file", "example"), _EXAMPLE.findall(TEXT))
def test_every_example_of_a_file_is_read(file: str, example: str, tmp_path: Path) -> None:
    ward = WardFiles.copied(tmp_path)
    _place(ward, file, example)
    if "restatements" in example:
        ward.change("data/2025/online_procedures.csv", "2023,302,", "2023,305,")
    if "renamed" in example:
        for table in ("systems", "remaining_issues"):
            file = f"data/2025/{table}.csv"
            ward.write(file, ward.text(file).replace("\n小型電算,", "\n小型電算システム,"))
    _, findings = validate_new(ward.project, YEAR)
    assert [str(finding) for finding in findings if finding.severity is Severity.ERROR] == []


def test_there_are_examples_of_both_kinds() -> None:
    assert {Path(file).suffix for file, _ in _EXAMPLE.findall(TEXT)} == {".csv", ".yaml"}
