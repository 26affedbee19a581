"""The machine of the measurement: processor, memory, system and versions; no names, no paths."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

import psutil  # type: ignore[import-untyped]

_PACKAGES = ("papermill", "nbconvert", "ipykernel", "pandas", "matplotlib", "typst")


def machine() -> dict[str, str]:
    """Return each fact by name, in the order of the page."""
    processor = next(
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    )
    return {
        "Processor": f"{processor}, {len(os.sched_getaffinity(0))} cores",
        "Memory": f"{psutil.virtual_memory().total / 1024**3:.1f} GiB",
        "System": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}",
        "Python": platform.python_version(),
        "Packages": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        "Load average at the start": f"{os.getloadavg()[0]:.1f}",
    }
