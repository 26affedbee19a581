"""environment.yml, pyproject.toml and the lock files name the same packages in the same versions."""

import ast
import importlib.metadata
import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from packaging.markers import Marker

from tests.support.lock import locked
from tests.support.lock_files import LOCKS, added, whole

ROOT = Path(__file__).parents[1]
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_PYTHON = {"python_version": "3.11", "python_full_version": "3.11.5"}  # Python of environment.yml


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")


def _settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _direct(*names: str) -> set[str]:
    """What the project depends on, with these extras and groups."""
    settings = _settings()
    project = settings["project"]
    optional = settings["dependency-groups"] | project["optional-dependencies"]
    wanted = project["dependencies"] + [one for name in names for one in optional[name]]
    return {_normal(match.group()) for match in map(_NAME.match, wanted) if match}


def _locked(name: str) -> dict[str, str]:
    """Return each package's version for the Python of ``environment.yml``."""
    return {
        _normal(one.name): one.version
        for one in locked(whole(ROOT / name))
        if not one.marker or Marker(one.marker).evaluate(_PYTHON)
    }


def _pip_section() -> list[str]:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    (section,) = (entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    return list(section)


def test_environment_has_what_the_project_declares_as_it_is_locked() -> None:
    *pinned, last = _pip_section()
    assert last == "--editable ."
    versions = {_normal(name): version for name, version in (line.split("==") for line in pinned)}
    versions_locked = _locked("requirements-lab.lock")
    assert versions == {name: versions_locked[name] for name in _direct("lab")}


def test_environment_has_the_python_the_project_needs() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    assert (
        f">={environment['dependencies'][0].removeprefix('python=')}"
        == _settings()["project"]["requires-python"]
    )


def test_locks_hold_everything_declared_and_agree() -> None:
    run = _locked("requirements.lock")
    assert _direct("kit") <= run.keys()
    for extra in ("cluster", "lab", "test", "verapdf"):
        larger = _locked(f"requirements-{extra}.lock")
        assert _direct(extra) <= larger.keys()
        assert {name: larger[name] for name in run} == run


def test_a_lock_holds_what_the_one_that_it_includes_does_not() -> None:
    assert {path.name for path in ROOT.glob("requirements*.lock")} == LOCKS.keys()
    for name, (included, _) in LOCKS.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.startswith(f"--requirement {included}\n" if included else "aiohappyeyeballs==")
        if included:
            entries = text.partition("\n")[2]
            assert added(entries, whole(ROOT / included)) == entries


def test_no_lock_has_an_address() -> None:
    for path in ROOT.glob("requirements*.lock"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text


def test_every_package_imported_is_declared() -> None:
    """Imported packages must not be installed merely as dependencies of others."""
    providers = importlib.metadata.packages_distributions()
    imported: dict[str, str] = {}
    for path in [ROOT / "report_builder.py", *(ROOT / "progress_report").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                imported.setdefault(node.module.split(".")[0], path.name)
            elif isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0]: path.name for alias in node.names}
    others = {name for name in imported if name in providers and name != "progress_report"}
    assert {"pandas", "typst", "papermill"} <= others
    assert imported["distributed"] in {path.name for path in (ROOT / "progress_report/distributed").iterdir()}
    declared = _direct("cluster", "verapdf")
    missing = {
        name: imported[name] for name in others if not {_normal(d) for d in providers[name]} & declared
    }
    assert missing == {}
