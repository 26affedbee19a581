"""A kit, from the lock to the archive."""

import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from kit.archive import read_archive, write_archive
from kit.contents import project_files
from kit.editable import write_editable
from kit.installing import FOLDER, LOCK, SUMS, TARGET
from kit.lock import Locked, locked
from kit.read_me import READ_ME, read_me
from kit.targets import Target
from kit.wheels import Wheel, fetch

TOP = "progress-report"  # short: Windows has 260 characters for a whole path
_SITE_PACKAGES = ".venv/Lib/site-packages"
_COMPILED = "__pycache__/.cpython-311.pyc"  # what the name of a module grows by when it is compiled
Tell = Callable[[str], None]


def make_kit(root: Path, target: Target, out: Path, tell: Tell = lambda text: None) -> Path:
    """Write the target's archive into ``out``; its path. The same project and lock give the same bytes.

    KitError where a wheel is missing or not the lock's. OSError.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    lock = locked((root / "requirements.lock").read_text(encoding="utf-8"))
    entries = [entry for entry in lock if target.needs(entry)]
    with tempfile.TemporaryDirectory(prefix="kit-") as made:
        folder = Path(made)
        tell(f"{target.platform.title}・Python {target.python}: wheel {len(entries)}個を揃えています。")
        wheels = [*fetch(target, entries, folder), _own(root, name, version, folder, target)]
        files: dict[str, bytes | Path] = dict(project_files(root))
        files |= {f"{FOLDER}/{wheel.path.name}": wheel.path for wheel in wheels}
        files[LOCK] = kit_lock(wheels).encode()
        files[TARGET] = f"{target.python} {target.platform.name} {_longest(wheels)}\n".encode("ascii")
        files[READ_ME] = read_me(target, version)
        files[SUMS] = sums(files)
        path = out / f"{name}-{version}-{target.name}.zip"
        write_archive(path, {f"{TOP}/{one}": content for one, content in files.items()})
    return path


def kit_lock(wheels: Sequence[Wheel]) -> str:
    """The lock of the kit: the same versions, each with the hash of the one file that lies in it."""
    return "".join(
        f"{wheel.entry.reference} --hash=sha256:{wheel.digest}\n"
        for wheel in sorted(wheels, key=lambda wheel: (wheel.entry.name, wheel.entry.version))
    )


def _own(root: Path, name: str, version: str, folder: Path, target: Target) -> Wheel:
    path = write_editable(root, folder, target.platform.root_from_packages)
    digest = sha256(path.read_bytes()).hexdigest()
    return Wheel(Locked(name, version, "", (digest,), frozenset()), path, digest)


def _longest(wheels: Sequence[Wheel]) -> int:
    """How many characters the longest path needs that is installed below the kit's folder, at most."""
    longest = max(len(name) for wheel in wheels for name in read_archive(wheel.path))
    return len(f"{_SITE_PACKAGES}/") + longest + len(_COMPILED)


def sums(files: Mapping[str, bytes | Path]) -> bytes:
    """SHA-256 of each file, as ``sha256sum -c`` reads it."""
    lines = []
    for name in sorted(files):
        content = files[name]
        digest = sha256(content if isinstance(content, bytes) else content.read_bytes()).hexdigest()
        lines.append(f"{digest}  {name}\n")
    return "".join(lines).encode()
