"""The wheels of a target, fetched by pip and held to the lock."""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kit.faults import KitError
from kit.lock import Locked
from kit.targets import Target

_LONGEST_TOLD = 2000


@dataclass(frozen=True, slots=True)
class Wheel:
    """A file of the kit, and the entry of the lock that it satisfies."""

    entry: Locked
    path: Path
    digest: str  # SHA-256, in hexadecimal


def fetch(target: Target, entries: Sequence[Locked], folder: Path) -> list[Wheel]:
    """Every entry's wheel for the target, in ``folder``. KitError where one has none, or no registry answers.

    Nothing is built from sources: that would take a compiler, and give other bytes on another machine.
    """
    fetched: list[Wheel] = []
    for number, batch in enumerate(batches(entries)):
        part = folder / str(number)
        pip("download", batch, part, *selection(target), "--dest", str(part))
        fetched += _matched(batch, part)
    return fetched


def selection(target: Target) -> tuple[str, ...]:
    """pip's options by which it takes wheels for the target only.

    The lock has been resolved: what a package says of releases of Python is not asked again, since pip would
    ask it of the first release of the version.
    """
    tags = (option for tag in target.platform.tags for option in ("--platform", tag))
    python = ("--python-version", target.python, "--implementation", "cp")
    return ("--only-binary", ":all:", "--ignore-requires-python", *python, *tags)


def batches(entries: Iterable[Locked]) -> Iterator[list[Locked]]:
    """The entries so that none has a package twice, which pip refuses."""
    left = list(entries)
    while left:
        first = {entry.name: entry for entry in reversed(left)}
        yield list(first.values())
        left = [entry for entry in left if first[entry.name] is not entry]


def requirements(entries: Iterable[Locked]) -> str:
    """pip's requirements of exactly these files, whatever the machine that asks."""
    return "".join(
        f"{entry.name}=={entry.version} {' '.join(f'--hash=sha256:{one}' for one in entry.hashes)}\n"
        for entry in entries
    )


def pip(command: str, entries: Sequence[Locked], folder: Path, *options: str) -> str:
    """What pip's command says of these entries, and of nothing that they need. KitError where it fails."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = folder / "requirements.txt"
    listed.write_text(requirements(entries), encoding="utf-8")
    base = [sys.executable, "-m", "pip", command, "--quiet", "--no-deps", "--require-hashes"]
    done = subprocess.run(
        [*base, *options, "--requirement", str(listed)],
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        said = "\n".join(line for line in done.stderr.splitlines() if line.startswith("ERROR"))
        raise KitError(
            "wheel を揃えられませんでした。パッケージの登録所につながっているか、固定した版に"
            f"この環境の wheel があるかを確かめてください。\n{(said or done.stderr)[-_LONGEST_TOLD:]}"
        )
    return done.stdout


def _matched(entries: Sequence[Locked], folder: Path) -> list[Wheel]:
    """Each entry with the one file that pip brought for it, whose hash is one of the lock's."""
    paths = list(folder.glob("*.whl"))
    found = []
    for entry in entries:
        (path,) = (one for one in paths if _is_of(one, entry))
        digest = _digest(path)
        if digest not in entry.hashes:
            raise KitError(f"{path.name} のハッシュが、requirements.lock にありません。")
        found.append(Wheel(entry, path, digest))
    return found


def _is_of(wheel: Path, entry: Locked) -> bool:
    name, version, *_ = wheel.name.split("-")
    return name.lower().replace("_", "-") == entry.name and version == entry.version


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return sha256(file.read()).hexdigest()
