"""The documents name only things that exist, and name everything that they must."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from progress_report.inputs.params.report_params import ReportParams, SectionParams
from progress_report.model.findings import ExitCode
from tests.support.import_picture import PICTURE, picture

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
_LINK = re.compile(r"\]\(([^)#]+)\)")
_FUNCTION = re.compile(r"`([\w/]+\.py):(\w+)`")
_TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [link for link in _LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", ["guide.ja.md", "notebooks.ja.md"])
def test_every_place_within_a_guide_is_there(document: str) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w-]", "", heading.replace(" ", "-"))
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    assert [place for place in re.findall(r"\]\(#([^)]+)\)", text) if place not in headings] == []


@pytest.mark.parametrize("document", ["docs/commands.md", "docs/commands.ja.md"])
def test_every_option_and_exit_code_is_documented(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    from progress_report.cli.parser import parse

    with pytest.raises(SystemExit):
        parse(["build", "--help"])
    options = set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}
    text = (ROOT / document).read_text(encoding="utf-8")
    assert {option for option in options if option not in text} == set()
    for code in ExitCode:
        assert re.search(rf"\b{int(code)}\b", text)


@pytest.mark.parametrize(
    "document", ["README.md", "README.ja.md", "CONTRIBUTING.md", "docs/commands.md", "docs/commands.ja.md"]
)
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
    reported = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "tests/fault_injection").glob("test_*.py")
    }
    assert sorted(reported - named) == [], "injected faults without a promise in docs/reliability.md"


def test_the_picture_of_the_packages_is_that_of_the_code() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run make architecture"


def test_the_architecture_page_names_every_package_and_functions_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = {*settings["contracts"][0]["layers"]} - {"__main__"}
    assert {name for name in layers if f"`{name}`" not in text} == set()
    hops = _FUNCTION.findall(text)
    assert len(hops) > 10
    for file, name in hops:
        tree = ast.parse((ROOT / "progress_report" / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, (
            f"{file}:{name}"
        )
