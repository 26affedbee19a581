"""The machines that a kit is made for: a platform and a version of Python."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from packaging.markers import Marker

from kit.lock import Locked

# A lock may tell between releases of one version (3.11.4 and 3.11.5): the kit then has both packages, and
# pip on the office PC chooses.
_FIRST_RELEASE, _LAST_RELEASE = 0, 99


@dataclass(frozen=True, slots=True)
class Platform:
    """``tags``: which wheels it takes, as pip's ``--platform``; ``markers``: what the lock asks about it."""

    name: str
    title: str
    tags: tuple[str, ...]
    markers: Mapping[str, str]
    root_from_packages: str  # the way from a virtual environment's site-packages to the folder that holds it


def _glibc(newest: int) -> tuple[str, ...]:
    """pip knows the old names of these, but takes no newer glibc for one that also has the older."""
    return (*(f"manylinux_2_{minor}_x86_64" for minor in range(newest, 16, -1)), "manylinux2014_x86_64")


_WINDOWS = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
_LINUX = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
_MACOS = {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"}
_POSIX_ROOT, _WINDOWS_ROOT = "../../../..", "../../.."
PLATFORMS = {
    platform.name: platform
    for platform in (
        Platform(
            "windows-x86_64", "Windows（64ビット）", ("win_amd64",),
            {**_WINDOWS, "platform_machine": "AMD64"}, _WINDOWS_ROOT,
        ),
        # glibc 2.28: Debian 10, Ubuntu 18.10, Red Hat 8 and what came after them.
        Platform(
            "linux-x86_64", "Linux（x86-64）", _glibc(28),
            {**_LINUX, "platform_machine": "x86_64"}, _POSIX_ROOT,
        ),
        # For Intel's, and before macOS 15, pikepdf has no wheel.
        Platform(
            "macos-arm64", "macOS 15以降（Apple シリコン）", ("macosx_15_0_arm64",),
            {**_MACOS, "platform_machine": "arm64"}, _POSIX_ROOT,
        ),
    )
}  # fmt: skip
VERSION = re.compile(r"3\.(?:1[1-9]|[2-9][0-9])")


@dataclass(frozen=True, slots=True)
class Target:
    """``python``: its version as ``3.12``."""

    platform: Platform
    python: str

    @property
    def name(self) -> str:
        return f"{self.platform.name}-py{self.python.replace('.', '')}"

    def needs(self, entry: Locked) -> bool:
        """Whether some release of this Python here has this entry installed."""
        marker = Marker(entry.marker) if entry.marker else None
        return marker is None or any(marker.evaluate(environment) for environment in self._environments())

    def _environments(self) -> Iterator[dict[str, str]]:
        for release in (_FIRST_RELEASE, _LAST_RELEASE):
            full = f"{self.python}.{release}"
            yield {
                **self.platform.markers,
                "implementation_name": "cpython",
                "implementation_version": full,
                "platform_python_implementation": "CPython",
                "platform_release": "",
                "platform_version": "",
                "python_full_version": full,
                "python_version": self.python,
                "extra": "",
            }


def running_python() -> str:
    """The version of the Python that runs this, as ``3.11``."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"
