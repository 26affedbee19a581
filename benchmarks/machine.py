"""What the figures were measured on: processor, memory, system and versions; no names, no paths."""

import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
from pathlib import Path

from benchmarks.contenders.myst import PACKAGE
from benchmarks.contenders.plain_loop import CHROMIUM_NAMES

_DISTRIBUTIONS = ("papermill", "nbconvert", "ipykernel", "pandas", "matplotlib", "typst", "weasyprint")


def machine() -> dict[str, str]:
    """Each fact with its name, in the order to be told."""
    installed = (
        f"{name} {importlib.metadata.version(name)}" for name in _DISTRIBUTIONS if _is_installed(name)
    )
    programs = [*CHROMIUM_NAMES, "node"]
    said = (_version(name) for name in programs if shutil.which(name))
    myst = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))["dependencies"]["mystmd"]
    return {
        "Processor": f"{_field('/proc/cpuinfo', 'model name')}, {len(os.sched_getaffinity(0))} cores",
        "Memory": f"{int(_field('/proc/meminfo', 'MemTotal').split()[0]) / 1024**2:.1f} GiB",
        "System": f"{_field('/etc/os-release', 'PRETTY_NAME', '=')}, Linux {platform.release()}",
        "Python": platform.python_version(),
        "Packages": ", ".join(installed),
        "Programs": ", ".join((*dict.fromkeys(said), f"mystmd {myst}")),
        "Load average at the start": f"{os.getloadavg()[0]:.1f}",
    }


def _is_installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    said = done.stdout.strip()
    return said if said.startswith("Chromium") else f"{program} {said}"


def _field(file: str, name: str, separator: str = ":") -> str:
    for line in Path(file).read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(separator)
        if key.strip() == name:
            return value.strip().strip('"')
    return "?"
