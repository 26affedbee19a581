"""The two ways to set up, in a clone with nothing but Python: ``make report``, and environment.yml's pins."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PYTHON = Path(sys.base_prefix) / "bin" / "python3"

pytestmark = pytest.mark.long


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Clone the last commit, without uncommitted changes."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "clone")], check=True)
    return tmp_path / "clone"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return a fresh HOME, and a PATH without virtual environments."""
    (tmp_path / "home").mkdir()
    outside = [part for part in os.environ["PATH"].split(os.pathsep) if not part.startswith(sys.prefix)]
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    return {**kept, "HOME": str(tmp_path / "home"), "PATH": os.pathsep.join(outside)}


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_make_report_needs_nothing_before_it(clone: Path, environment: dict[str, str]) -> None:
    said = _run(["make", "report", f"PYTHON={PYTHON}"], clone, environment)
    assert "build/2024 に書き出しました" in said
    assert (clone / "build" / "2024" / "report.pdf").is_file()
    assert _run(["git", "status", "--porcelain"], clone, environment) == ""


def test_the_pins_of_environment_yml_build_the_same_report(
    clone: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    listed = yaml.safe_load((clone / "environment.yml").read_text(encoding="utf-8"))
    (pins,) = (entry["pip"] for entry in listed["dependencies"] if isinstance(entry, dict))
    (clone / "pins.txt").write_text("\n".join(pins), encoding="utf-8")
    _run([str(PYTHON), "-m", "venv", str(tmp_path / "conda")], clone, environment)
    python = str(tmp_path / "conda" / "bin" / "python")
    _run([python, "-m", "pip", "install", "--quiet", "--requirement", "pins.txt"], clone, environment)
    said = _run([python, "report_builder.py", "build", "2024"], clone, environment)
    assert "build/2024 に書き出しました" in said
    shutil.rmtree(tmp_path / "conda")
