"""Creation of a kit: one zip file with the project, the wheels of its lock and a list of SHA-256."""

import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from kit.installing import SUMS
from kit.read_me import READ_ME, read_me
from kit.wheels import PLATFORMS, download_wheels
from progress_report.inputs.parsing.file_names import is_aside

_TOP = "progress-report"  # short: Windows has 260 characters for a whole path
# Parts needed to build, install and explain. Files need not be committed to be included.
_PARTS = (
    "report_builder.py", "progress_report", "templates", "notebooks", "params", "data", "requirements.lock",
    "pyproject.toml", "install.py", "install.cmd", "report.cmd", "kit", "docs", "LICENSE", "README.md",
    "README.ja.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md", "sbom.cdx.json",
)  # fmt: skip
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest date in a zip file
_READABLE_FILE, _UNIX = 0o100644 << 16, 3


def make_kit(root: Path, platform_name: str, python: str, out: Path) -> Path:
    """Write the kit for a platform and Python (``3.12``) into ``out``; return its path.

    It is reproducible for the same project and lock. KitError if a wheel is missing. OSError.
    """
    platform = PLATFORMS[platform_name]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _project_files(root)}
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        download_wheels(files["requirements.lock"].decode(), platform, python, Path(folder))
        files |= {f"wheels/{wheel.name}": wheel.read_bytes() for wheel in Path(folder).glob("*.whl")}
    system, machine = platform.machine[2:]
    files["wheels/for.txt"] = f"{python} {system} {machine}\n".encode("ascii")
    files[READ_ME] = read_me(platform, python, project["version"])
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files[SUMS] = sums.encode()
    path = out / f"{project['name']}-{project['version']}-{platform_name}-py{python.replace('.', '')}.zip"
    _write_archive(path, files)
    return path


def _project_files(root: Path) -> Iterator[Path]:
    for part in _PARTS:
        for path in (root / part, *(root / part).rglob("*")):
            names = path.relative_to(root).parts
            if path.is_file() and not any(is_aside(name) or name == "__pycache__" for name in names):
                yield path


def _write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip file atomically, with bytes that depend only on names and contents. OSError.

    Nothing is compressed: wheels already are, and zlib's output differs between its versions.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(staging, "w", zipfile.ZIP_STORED) as archive:
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(f"{_TOP}/{name}", _EARLIEST)
                entry.create_system, entry.external_attr = _UNIX, _READABLE_FILE
                archive.writestr(entry, content)
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)
