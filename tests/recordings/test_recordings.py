"""Every command's output and exit code equal the recording, so that a refactoring changes none of them."""

import shutil
from pathlib import Path

import pytest

from tests.promises.office import Office
from tests.recordings.edits import EDITS
from tests.recordings.recorder import assert_recorded, check_and_build, said
from tests.support.former_form import in_former_form
from tests.support.project_copy import ROOT

pytestmark = pytest.mark.long
CASES = Path(__file__).with_name("cases")
SHIOKAZE = ROOT / "examples/shiokaze"
COMMANDS = ("new-year", "check", "build", "watch", "revise", "compare", "verify", "trace", "impact")
# A printed number of the report of 令和6年度 and a cell of its data.
LOOKED_UP = {ROOT: ("42.1%", "online_procedures.csv:3:online"), SHIOKAZE: ("100%", "cashless.csv:2")}


def _usual_report(office: Office) -> str:
    built = office.build("2024", "--formats", "txt")
    assert built.code == 0, built.said
    text = (office.root / "build/2024.partial/report.txt").read_text(encoding="utf-8-sig")
    shutil.rmtree(office.root / "build")
    return text


@pytest.fixture(scope="module")
def usual_ward(tmp_path_factory: pytest.TempPathFactory) -> str:
    office = Office.shipped(tmp_path_factory.mktemp("usual") / "ward")
    in_former_form(office.root)
    return _usual_report(office)


@pytest.fixture(scope="module")
def usual_small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return _usual_report(Office.small(tmp_path_factory.mktemp("usual") / "small"))


@pytest.mark.parametrize("name", EDITS)
def test_damages_are_answered_as_recorded(name: str, usual_ward: str, tmp_path: Path) -> None:
    office = Office.shipped(tmp_path / "ward")
    in_former_form(office.root)
    EDITS[name].apply(office)
    assert_recorded(f"damages/{name}", check_and_build(office, usual_ward))


@pytest.mark.parametrize("name", sorted(path.name for path in CASES.iterdir()))
def test_cases_are_answered_as_recorded(name: str, usual_small: str, tmp_path: Path) -> None:
    """The case's files replace the small municipality's; a workbook replaces its CSV file."""
    office = Office.small(tmp_path / "small")
    shutil.copytree(CASES / name, office.root, dirs_exist_ok=True)
    data = office.root / "data/2024"
    described = (data / "datapackage.json").read_text(encoding="utf-8")
    if (data / "counts.xlsx").exists() or "counts.csv" not in described:
        (data / "counts.csv").unlink()
    assert_recorded(f"cases/{name}", check_and_build(office, usual_small))


@pytest.mark.parametrize("of", [ROOT, SHIOKAZE], ids=lambda path: path.name if path == SHIOKAZE else "ward")
def test_every_command_answers_as_recorded(of: Path, tmp_path: Path) -> None:
    number, cell = LOOKED_UP[of]
    office = Office.shipped(tmp_path / "office", of)
    answers = [
        said(office, *words)
        for words in (
            ("check", "2024"),
            ("check", "2025"),
            ("check", "2025", "--format", "json"),
            ("check", "2025", "--run"),
            ("build", "2024", "2025"),
            ("build", "2024", "2025"),
            ("build", "--all"),
            ("build", "2024", "--only", "3_cashless", "--formats", "html"),
            ("build", "2024", "--only", "9_nothing"),
            ("build", "1999"),
            ("build", "20x4"),
            ("build", "2025", "--final"),
            ("verify", f"{office.root}/build/2024"),
            ("verify", f"{office.root}/build/2025", "--rebuild"),
            ("verify", f"{office.root}/build/2024/report.pdf"),
            ("verify", f"{office.root}/build/1999"),
            ("trace", "2024", number),
            ("trace", "2024", "987654"),
            ("impact", "2024", cell),
            ("impact", "2024", "nothing.csv"),
            ("compare", "2024", "2025"),
            ("compare", "2024", "2025", "--format", "json"),
            ("compare", f"{office.root}/build/2024", f"{office.root}/build/2025"),
            ("revise", "2024", "--reason", "数値の誤りのため"),
            ("new-year", "2025"),
            ("new-year", "2026"),
            ("check", "2026"),
        )
    ]
    name = "shiokaze" if of == SHIOKAZE else "ward"
    assert_recorded(f"commands/{name}", "\n\n".join(answers) + "\n")


def test_a_final_is_answered_as_recorded(tmp_path: Path) -> None:
    """Published, published again, changed, revised and verified."""
    office = Office.small(tmp_path / "small")
    final = ("build", "2024", "--final")
    answers = [said(office, *final), said(office, *final), said(office, "build", "2024")]
    office.edit("data/2024/counts.csv", "302", "303")
    answers += [
        said(office, *words)
        for words in (
            ("build", "2024"),
            final,
            ("build", "--all"),
            ("verify", f"{office.root}/build/2024"),
            ("revise", "2024", "--reason", "数値の誤りのため"),
            ("verify", f"{office.root}/build/2024"),
            final,
        )
    ]
    assert_recorded("commands/final", "\n\n".join(answers) + "\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_as_recorded(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert_recorded(f"help/{command}", said(Office(tmp_path), command, "--help") + "\n")
