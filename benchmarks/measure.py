"""Measuring a command: seconds, processor seconds of all its processes, their peak memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# Set by some machines; with them every process would compile the project's modules anew, as nobody's does.
_NOT_PASSED_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH")
_LINES_TOLD = 15
SAMPLES_PER_SECOND = 20  # often enough for commands of a few seconds


class CommandFailedError(RuntimeError):
    """A command that did not exit with 0, with the last lines it said."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, where; ``environment`` beside the usual one."""

    arguments: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    may_fail: bool = False


@dataclass(frozen=True, slots=True)
class Measurement:
    """One run of a command; ``peak_bytes`` and what follows it only where the tree was sampled."""

    seconds: float
    processor_seconds: float
    left_behind: int
    peak_bytes: int | None = None
    most_processes: int | None = None
    most_open_files: int | None = None
    said: str = ""
    exit_code: int = 0


def measure(command: Command, *, samples_per_second: float = 0) -> Measurement:
    """Run it once. Sampling many times a second slows what is measured: such times are not to be used.

    CommandFailedError where it fails and may not.
    """
    usual = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
    with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
        folder = Path(temporary)
        result, log, specification = folder / "result.json", folder / "log", folder / "specification.json"
        wanted = {
            "arguments": command.arguments,
            "folder": str(command.folder),
            "environment": {**usual, **command.environment},
            "samples_per_second": samples_per_second,
            "log": str(log),
            "result": str(result),
        }
        specification.write_text(json.dumps(wanted), encoding="utf-8")
        measuring = Path(__file__).with_name("process_tree.py")
        subprocess.run([sys.executable, str(measuring), str(specification)], check=True)
        measured = json.loads(result.read_text(encoding="utf-8"))
        said = log.read_text(encoding="utf-8", errors="replace")
    if (exit_code := measured["exit_code"]) and not command.may_fail:
        told = "\n".join(said.splitlines()[-_LINES_TOLD:])
        raise CommandFailedError(f"{' '.join(command.arguments)} exited with {exit_code}:\n{told}")
    return Measurement(**measured, said=said)
