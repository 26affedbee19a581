"""What of the project a kit holds: what builds reports, what installs it, and what a reader asks for."""

from collections.abc import Iterator
from pathlib import Path

from progress_report.inputs.project import is_aside

PARTS = (
    "report_builder.py", "progress_report", "templates", "notebooks", "params", "data", "requirements.lock",
    "pyproject.toml", "install.py", "install.cmd", "report.cmd", "kit", "docs", "LICENSE", "README.md",
    "README.ja.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md", "sbom.cdx.json",
)  # fmt: skip
_COMPILED = "__pycache__"


def project_files(root: Path) -> dict[str, Path]:
    """The files by their path from the root, with forward slashes; tests and benchmarks stay behind.

    They are taken as they lie there, committed or not: whoever makes the kit may have corrected a date.
    """
    return {path.relative_to(root).as_posix(): path for part in PARTS for path in _files(root / part)}


def _files(part: Path) -> Iterator[Path]:
    if part.is_file():
        yield part
        return
    for path in sorted(part.rglob("*")):
        within = path.relative_to(part).parts
        if path.is_file() and not any(is_aside(name) or name == _COMPILED for name in within):
            yield path
