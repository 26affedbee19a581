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
    """One run of a command; ``peak_bytes`` only where memory was sampled."""

    seconds: float
    processor_seconds: float
    peak_bytes: int | None
    left_behind: int
    said: str = ""


def measure(command: Command, *, memory: bool = False) -> Measurement:
    """Run it once. Sampling memory slows what is measured: times taken with it are not to be used.

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
            "memory": memory,
            "log": str(log),
            "result": str(result),
        }
        specification.write_text(json.dumps(wanted), encoding="utf-8")
        measuring = Path(__file__).with_name("process_tree.py")
        subprocess.run([sys.executable, str(measuring), str(specification)], check=True)
        measured = json.loads(result.read_text(encoding="utf-8"))
        said = log.read_text(encoding="utf-8", errors="replace")
    exit_code = measured.pop("exit_code")
    if exit_code and not command.may_fail:
        told = "\n".join(said.splitlines()[-_LINES_TOLD:])
        raise CommandFailedError(f"{' '.join(command.arguments)} exited with {exit_code}:\n{told}")
    return Measurement(**measured, said=said)
