"""The documents name only things that exist, and name everything that they must."""

import re
from pathlib import Path

import pytest

from progress_report.inputs.params import ReportParams, SectionParams
from progress_report.model.findings import ExitCode

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
_LINK = re.compile(r"\]\(([^)#]+)\)")
_TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [link for link in _LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", ["README.md", "README.ja.md"])
def test_every_option_and_exit_code_is_documented(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    from progress_report.cli.parser import parse

    with pytest.raises(SystemExit):
        parse(["build", "--help"])
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}
    text = (ROOT / document).read_text(encoding="utf-8")
    assert {option for option in options if option not in text} == set()
    for code in ExitCode:
        assert re.search(rf"\b{int(code)}\b", text)


@pytest.mark.parametrize("document", ["README.md", "README.ja.md", "CONTRIBUTING.md"])
def test_every_make_target_named_exists(document: str) -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"make ([a-z-]+)", (ROOT / document).read_text(encoding="utf-8")))
    assert named - targets - {"のない環境では"} == set()


def test_the_parameters_file_shows_every_member() -> None:
    text = (ROOT / "params" / "2024.yaml").read_text(encoding="utf-8")
    members = [*ReportParams.model_fields, *SectionParams.model_fields]
    assert [member for member in members if member not in text] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in sorted(folder.glob("0*.md")) if path.name not in listed] == []


def test_every_test_that_a_promise_names_exists() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert len(named) > 5
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []
    told = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/faults").glob("test_*.py")}
    assert sorted(told - named) == [], "a fault that is tried and promised nowhere"
