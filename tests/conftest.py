"""What tests of several folders share. What they need and do not find fails them; nothing is skipped."""

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.support.project_copy import ROOT, Built, Project, build

# A fault found by chance must not come and go between runs, nor with how busy the machine is. To look for new
# ones:
# pytest --hypothesis-profile=explore tests/inputs/test_any_damage.py
settings.register_profile("same examples", derandomize=True, deadline=None)
settings.register_profile("explore", derandomize=False, deadline=None)
settings.load_profile("same examples")

CHROMIUM = "/usr/bin/chromium"
# Without these, Chromium looks for its maker's hosts at every start, and for a graphics card.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# What only tests marked as ``system`` may start, and the fixtures by which tests come to need it.
SYSTEM_PROGRAMS = frozenset(("cc", "chattr", "chromium", "ip", "openssl", "pdftoppm", "pdftotext", "soffice"))
SYSTEM_FIXTURES = frozenset(("browser", "searched"))
_starts_system_programs = [True]

SURVIVED = "survived"  # the property under which a test tells what faults it tried


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
    """Refuse a program of the system to tests that ``make test`` runs, where it may be missing."""
    if event == "subprocess.Popen" and not _starts_system_programs[0]:
        executable = Path(os.fsdecode(str(arguments[0]))).name
        if executable in SYSTEM_PROGRAMS:
            raise AssertionError(f"{executable} は system の印のあるテストだけが使えます")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was done to builds, and survived (tests/faults): tests by file, and what some tell."""
    passed = [report for report in terminalreporter.stats.get("passed", []) if report.when == "call"]
    tried = Counter(
        file for report in passed if (file := report.nodeid.partition("::")[0]).startswith("tests/faults/")
    )
    told = [
        f"{value} ({report.nodeid.rpartition('::')[2]})"
        for report in passed
        for name, value in report.user_properties
        if name == SURVIVED
    ]
    if tried:
        terminalreporter.write_sep("-", f"faults tried and survived: {tried.total()}")
        for line in [*(f"{file}: {count}" for file, count in sorted(tried.items())), *sorted(told)]:
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The one real build of 令和6年度 that the tests of the output look at. Not to be changed."""
    return build(Project(ROOT), tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="session")
def built_2025(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The one real build of 令和7年度, whose data are all invented, in large print too. Not to be changed."""
    return build(Project(ROOT), tmp_path_factory.mktemp("built_2025"), "--large-print", year="2025")


@pytest.fixture
def project_copy(tmp_path: Path) -> Project:
    """The project's working files, to be changed and built."""
    return Project.copied(tmp_path / "project")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; no longer than a module, since its event loop would bar others from this thread."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()
