"""A copy of the project whose lock names a few small wheels, found in a folder instead of a registry."""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from tests.support.project_copy import ROOT

_SKIPPED = shutil.ignore_patterns(".*", "__pycache__", "build", "tests", "benchmarks")
# Each locked package: its marker and its wheels.
_LOCK = {
    "everywhere==1.0": ("", ["everywhere-1.0-py3-none-any"]),
    "windows==1.0": ("sys_platform == 'win32'", ["windows-1.0-py3-none-any"]),
    "unix==1.0": ("sys_platform != 'win32' and os_name == 'posix'", ["unix-1.0-py3-none-any"]),
    "apple==1.0": (
        "platform_system == 'Darwin' and platform_machine == 'arm64'",
        ["apple-1.0-py3-none-any"],
    ),
    "newer==1.0": ("python_version >= '3.12'", ["newer-1.0-py3-none-any"]),
    "patched==1.0": ("python_full_version < '3.11.5'", ["patched-1.0-py3-none-any"]),
    "patched==2.0": ("python_full_version >= '3.11.5'", ["patched-2.0-py3-none-any"]),
    "compiled==1.0": (
        "",
        [
            "compiled-1.0-cp311-cp311-win_amd64", "compiled-1.0-cp312-cp312-win_amd64",
            "compiled-1.0-cp311-cp311-win32", "compiled-1.0-cp311-abi3-manylinux_2_17_x86_64",
            "compiled-1.0-cp311-cp311-manylinux_2_34_x86_64", "compiled-1.0-cp311-abi3-macosx_11_0_arm64",
        ],
    ),
}  # fmt: skip


class SmallProject:
    """``root``: the copy of the project; ``wheels``: the folder in which pip finds the locked wheels."""

    def __init__(self, folder: Path) -> None:
        self.root, self.wheels = folder / "project", folder / "registry"

    @classmethod
    def made(cls, folder: Path) -> "SmallProject":
        """Write the copy and the wheels into the folder."""
        small = cls(folder)
        shutil.copytree(ROOT, small.root, ignore=_SKIPPED)
        (small.root / "data/2024/~$open.xlsx").write_bytes(b"left by Excel")
        (small.root / "data/2024/.hidden").write_bytes(b"")
        (small.root / "tests").mkdir()
        (small.root / "tests/test_x.py").write_bytes(b"")
        small.wheels.mkdir()
        lock = ""
        for requirement, (marker, wheels) in _LOCK.items():
            hashes = [f"    --hash=sha256:{small._write_wheel(name)}" for name in wheels]
            lines = [f"{requirement} ; {marker}" if marker else requirement, *hashes]
            lock += " \\\n".join(lines) + "\n    # via progress-report\n"
        (small.root / "requirements.lock").write_text(lock, encoding="utf-8")
        return small

    def make(self, *arguments: str, before: Sequence[str] = ()) -> "subprocess.CompletedProcess[str]":
        """Run ``python -m kit`` with only the folder's wheels; ``before``: a command to run it with."""
        offline = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": self.wheels.as_uri(),
            "PIP_CONFIG_FILE": os.devnull,
        }
        return subprocess.run(
            [*before, sys.executable, "-m", "kit", *arguments],
            cwd=self.root,
            env={**os.environ, **offline},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def _write_wheel(self, name: str) -> str:
        project, version, tag = name.split("-", 2)
        info = f"{project}-{version}.dist-info"
        path = self.wheels / f"{name}.whl"
        with zipfile.ZipFile(path, "w") as wheel:
            wheel.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n"
            )
            wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
            wheel.writestr(f"{info}/RECORD", "")
        return sha256(path.read_bytes()).hexdigest()


def contents(archive: Path) -> dict[str, bytes]:
    """Return the files of a kit by their path within its single folder."""
    with zipfile.ZipFile(archive) as kit:
        names = kit.namelist()
        assert all(name.startswith("progress-report/") for name in names)
        return {name.removeprefix("progress-report/"): kit.read(name) for name in names}
