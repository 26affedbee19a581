"""The platforms of kits, and the download of locked wheels for one of them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

_MARKERS = ("os_name", "platform_system", "sys_platform", "platform_machine")


class Platform(NamedTuple):
    """A platform. ``machine``: its values of the markers above; ``tags``: of its wheels, for pip."""

    title: str
    machine: tuple[str, str, str, str]
    tags: tuple[str, ...]


PLATFORMS = {
    "windows-x86_64": Platform("Windows（64ビット）", ("nt", "Windows", "win32", "AMD64"), ("win_amd64",)),
    # glibc 2.28: Debian 10, Ubuntu 18.10, Red Hat 8 and later. pip does not infer the older tags.
    "linux-x86_64": Platform(
        "Linux（x86-64）",
        ("posix", "Linux", "linux", "x86_64"),
        (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)), "manylinux2014_x86_64"),
    ),
    # pikepdf has no wheel for Intel, nor for macOS before 15.
    "macos-arm64": Platform(
        "macOS 15以降（Apple シリコン）", ("posix", "Darwin", "darwin", "arm64"), ("macosx_15_0_arm64",)
    ),
}


class KitError(Exception):
    """A kit cannot be made. The message, in Japanese, has the cause and the remedy."""


def download_wheels(lock: str, platform: Platform, python: str, folder: Path) -> None:
    """Download the wheels with pip, which verifies the lock's digests. KitError if one is missing."""
    for requirements, options in selections(lock, platform, python):
        listed = folder / "requirements.txt"
        listed.write_text(requirements, encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder), *options]
        done = subprocess.run(
            [*command, "--requirement", str(listed)],
            capture_output=True, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
        if done.returncode:
            errors = "\n".join(line for line in done.stderr.splitlines() if line.startswith("ERROR"))
            raise KitError(
                "wheel を揃えられませんでした。パッケージの登録所につながっているか、固定した版に"
                f"この環境の wheel があるかを確かめてください。\n{errors or done.stderr}"
            )


def selections(lock: str, platform: Platform, python: str) -> Iterator[tuple[str, list[str]]]:
    """Yield requirements without markers, and the options with which pip selects their wheels.

    pip evaluates markers for the Python that runs it, even when it downloads for another. A lock may
    distinguish releases of one Python (3.11.4 and 3.11.5): a kit then has the packages of both.
    """
    entries = [entry.partition(" \\\n") for entry in re.split(r"^(?=\w)", lock, flags=re.MULTILINE)[1:]]
    pins = [(Requirement(pin), hashes) for pin, _, hashes in entries]
    machine = dict(zip(_MARKERS, platform.machine, strict=True))
    options = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp"]
    options += (f"--platform={tag}" for tag in platform.tags)
    yielded = ""
    for release in (f"{python}.0", f"{python}.99"):
        environment = {**machine, "python_version": python, "python_full_version": release}
        requirements = "".join(
            f"{pin.name}{pin.specifier} \\\n{hashes}"
            for pin, hashes in pins
            if pin.marker is None or pin.marker.evaluate(environment)
        )
        if requirements != yielded:
            yielded = requirements
            yield requirements, [*options, f"--python-version={release}"]
