"""Every locked package has a wheel for every machine that a kit is promised for. Asks the registry."""

import json
from pathlib import Path

import pytest

from kit.faults import KitError
from kit.lock import Locked, locked
from kit.targets import PLATFORMS, Target
from kit.wheels import batches, pip, selection
from tests.support.project_copy import ROOT

pytestmark = pytest.mark.long
LOCK = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))
PROMISED = [
    *(("windows-x86_64", python) for python in ("3.11", "3.12", "3.13", "3.14")),
    ("linux-x86_64", "3.13"),
    ("macos-arm64", "3.12"),
]


def _offered(target: Target, entries: list[Locked], folder: Path) -> set[tuple[str, str]]:
    """What pip would install of these: nothing is downloaded but descriptions."""
    asked = ("--dry-run", "--ignore-installed", "--report", "-", "--target", str(folder / "nothing"))
    report = json.loads(pip("install", entries, folder, *asked, *selection(target)))
    assert all(one["download_info"]["url"].endswith(".whl") for one in report["install"])
    return {
        (one["metadata"]["name"].lower().replace("_", "-"), one["metadata"]["version"])
        for one in report["install"]
    }


@pytest.mark.parametrize(("platform", "python"), PROMISED)
def test_every_locked_package_has_a_wheel(platform: str, python: str, tmp_path: Path) -> None:
    target = Target(PLATFORMS[platform], python)
    wanted = [entry for entry in LOCK if target.needs(entry)]
    offered = {one for batch in batches(wanted) for one in _offered(target, batch, tmp_path)}
    assert len(wanted) > 80
    assert {(entry.name, entry.version) for entry in wanted} - offered == set()


def test_a_package_without_a_wheel_for_windows_is_found(tmp_path: Path) -> None:
    """uvloop is made for Unix; its hash is beside the point."""
    entry = Locked("uvloop", "0.21.0", "", ("0" * 64,), frozenset())
    with pytest.raises(KitError, match="No matching distribution found for uvloop"):
        _offered(Target(PLATFORMS["windows-x86_64"], "3.12"), [entry], tmp_path)
