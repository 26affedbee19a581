"""Resolve the lock files anew, with uv: ``python -m tests.support.lock_files``, as ``make lock`` does.

``requirements.lock`` is what builds. Each other file begins by including a smaller one and holds what it
adds: every version and hash once in the tree.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Each lock: the one that it includes, and what uv is asked for.
LOCKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "requirements.lock": ("", ()),
    "requirements-cluster.lock": ("requirements.lock", ("--extra", "cluster")),
    "requirements-lab.lock": ("requirements.lock", ("--extra", "lab")),
    "requirements-test.lock": (
        "requirements-cluster.lock",
        ("--extra", "cluster", "--extra", "verapdf", "--group", "test"),
    ),
    "requirements-verapdf.lock": ("requirements.lock", ("--extra", "verapdf")),
}
_UV = (
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-header", "pyproject.toml", "--group", "editable",
)  # fmt: skip
_ENTRY = re.compile(r"^(?=[A-Za-z0-9])", re.MULTILINE)
_INCLUDED = re.compile(r"^--requirement (\S+)\n", re.MULTILINE)


def whole(path: Path) -> str:
    """Return a lock file's text with those that it includes, as pip reads it."""
    text = path.read_text(encoding="utf-8")
    return _INCLUDED.sub(lambda included: whole(path.with_name(included[1])), text)


def added(text: str, included: str) -> str:
    """Return the entries of a lock that another does not have."""
    held = set(_requirements(included))
    return "".join(entry for entry in _ENTRY.split(text) if entry.partition(" \\\n")[0] not in held)


def _requirements(text: str) -> list[str]:
    return [entry.partition(" \\\n")[0] for entry in _ENTRY.split(text)[1:]]


def main() -> None:
    for name, (included, options) in LOCKS.items():
        _write(ROOT / name, included, options)


def _write(path: Path, included: str, asked: Sequence[str]) -> None:
    """Write one lock. Versions that it holds stay, where they still fit."""
    with tempfile.TemporaryDirectory() as folder:
        resolved, constraints = Path(folder, "resolved"), Path(folder, "constraints")
        resolved.write_text(whole(path) if path.exists() else "", encoding="utf-8")
        constraints.write_text(whole(ROOT / included) if included else "", encoding="utf-8")
        options = list(asked)
        if included:  # what needs a package is asked of the first alone, by the bill of materials
            options += ["--no-annotate", "--constraints", str(constraints)]
        command = [sys.executable, "-m", "uv", *_UV, *options, "--output-file", str(resolved)]
        subprocess.run(command, cwd=ROOT, check=True)
        text = resolved.read_text(encoding="utf-8")
    if included:
        text = f"--requirement {included}\n{added(text, whole(ROOT / included))}"
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
