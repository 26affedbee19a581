"""Every locked package has a wheel for every machine that kits support. Asks the registry."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kit.wheels import PLATFORMS, selections
from tests.support.project_copy import ROOT

pytestmark = pytest.mark.long
PROMISED = [
    *(("windows-x86_64", python) for python in ("3.11", "3.12", "3.13", "3.14")),
    ("linux-x86_64", "3.13"),
    ("macos-arm64", "3.12"),
]


@pytest.mark.parametrize(("platform", "python"), PROMISED)
def test_every_locked_package_has_a_wheel(platform: str, python: str, tmp_path: Path) -> None:
    """pip downloads only metadata."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    listed = tmp_path / "requirements.txt"
    pip = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--report=-", "--quiet"]
    # Unlike download, install checks the Python versions that packages require.
    pip += ["--ignore-requires-python", "--target", str(tmp_path / "nothing")]
    for requirements, options in selections(lock, PLATFORMS[platform], python):
        listed.write_text(requirements, encoding="utf-8")
        done = subprocess.run(
            [*pip, *options, "--requirement", str(listed)], capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        urls = [package["download_info"]["url"] for package in json.loads(done.stdout)["install"]]
        assert all(url.endswith(".whl") for url in urls)
        assert len(urls) == requirements.count("==") > 80
