"""Fixtures shared by several folders. A missing dependency fails the tests that need it, never skips them."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from progress_report.document.document import Document
from progress_report.document.files import read_document
from tests.inputs.ward_files import WardFiles
from tests.support.made_once import built_once, made_once
from tests.support.municipality import Municipality
from tests.support.project_copy import ROOT, Built, Project

# Hypothesis always tries the same examples, without deadlines, so that results depend neither on chance nor
# on how busy the machine is. To look for new failures:
# pytest --hypothesis-profile=explore tests/inputs/test_any_damage.py
settings.register_profile("same examples", derandomize=True, deadline=None, max_examples=40)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("same examples")

CHROMIUM = "/usr/bin/chromium"
# Without these, Chromium contacts its maker's hosts and looks for a graphics card at every start.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Programs that only tests marked ``system`` may start, and the fixtures that need such a program.
SYSTEM_PROGRAMS = frozenset(("cc", "chattr", "chromium", "ip", "openssl", "pdftoppm", "pdftotext", "soffice"))
SYSTEM_FIXTURES = frozenset(("browser", "searched"))
_starts_system_programs = [True]
# They use what Linux alone has: namespaces, mounts, resource limits.
collect_ignore = [] if sys.platform == "linux" else ["distributed", "fault_injection", "kit"]

EVERY_FORMAT = ("--large-print", "--formats", "html,pdf,text,docx,points")
INJECTED = "tests/fault_injection/"
SURVIVED = "survived"  # the test property that lists injected errors


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if SYSTEM_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("system")


def pytest_configure() -> None:
    sys.addaudithook(_require_mark)


def pytest_runtest_setup(item: pytest.Item) -> None:
    _starts_system_programs[0] = item.get_closest_marker("system") is not None


def _require_mark(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to start a system program in unmarked tests: ``make test`` must run where it is missing."""
    if event == "subprocess.Popen" and not _starts_system_programs[0]:
        executable = Path(os.fsdecode(str(arguments[0]))).name
        if executable in SYSTEM_PROGRAMS:
            raise AssertionError(f"{executable} は system の印のあるテストだけが使えます")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many errors tests/fault_injection injected, by file, and details that tests recorded."""
    passed = [report for report in terminalreporter.stats.get("passed", []) if report.when == "call"]
    tried = Counter(
        file for report in passed if (file := report.nodeid.partition("::")[0]).startswith(INJECTED)
    )
    reported = [
        f"{value} ({report.nodeid.rpartition('::')[2]})"
        for report in passed
        for name, value in report.user_properties
        if name == SURVIVED
    ]
    if tried:
        terminalreporter.write_sep("-", f"injected errors that did no damage: {tried.total()}")
        for line in [*(f"{file}: {count}" for file, count in sorted(tried.items())), *sorted(reported)]:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the real build of 令和6年度, shared by the tests of the output. Read-only."""
    return built_once(tmp_path_factory, "built")


@pytest.fixture(scope="session")
def built_2025(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return the real build of 令和7年度, whose data are all invented, in every format. Read-only."""
    return built_once(tmp_path_factory, "built_2025", *EVERY_FORMAT, year="2025")


@pytest.fixture(scope="session")
def shiokaze(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """Return the reports of the invented municipality by year, in every format. Read-only."""

    def make(folder: Path) -> list[str]:
        root = ROOT / "examples" / "shiokaze"
        done = Project(ROOT).run("build", "--all", "--root", root, "--out", folder, *EVERY_FORMAT)
        assert done.returncode == 0, done.stdout + done.stderr
        return [done.stdout, done.stderr]

    folder, said = made_once(tmp_path_factory, "shiokaze", make)
    return {year: Built(folder / year, *said) for year in ("2024", "2025")}


@pytest.fixture(scope="session")
def document(built: Built) -> Document:
    """Return the document of 令和6年度. Read-only."""
    return read_document(built.folder)


@pytest.fixture
def ward(tmp_path: Path) -> WardFiles:
    """Return a copy of the source files that a test may change and validate."""
    return WardFiles.copied(tmp_path / "project")


@pytest.fixture
def municipality(tmp_path: Path) -> Municipality:
    """Return a copy of the ward's own files that a test may change and build."""
    return Municipality.copied(tmp_path / "ward")


@pytest.fixture
def project_copy(tmp_path: Path) -> Project:
    """Return a copy of the project's working files that a test may change and build."""
    return Project.copied(tmp_path / "project")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Yield Chromium, for one module at most: its event loop would block other browsers in this thread."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
