"""What a section's result hangs on and no kernel can observe: its notebook, parameters, code, packages."""

import json
import platform
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from progress_report.inputs.notebook_files import canonical_form
from progress_report.inputs.params import Params
from progress_report.inputs.project import Project
from progress_report.inputs.text_files import regular_bytes

LABELS = {
    "notebook": "ノートブック",
    "parameters": "ノートブックのパラメータ",
    "not_held": "実施しなかった調査（not_held）",
    "code": "プログラム",
    "packages": "パッケージの版",
    "fonts": "書体",
    "python": "Python の版",
}
# What is executed in a kernel, and what makes a notebook of it: an imported module raises no audit event.
_ROOMS = ("model", "storage", "inputs", "authoring", "execution")
_CODE_SUFFIXES = {".py", ".json"}


def declared(params: Params, name: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """The digests of a section, by the names of ``LABELS``. OSError where a file cannot be read."""
    project = params.project
    return {
        "notebook": _digest([canonical_form(regular_bytes(project.notebook(name)))]),
        "parameters": _digest([json.dumps(parameters, sort_keys=True).encode()]),
        "not_held": _digest([json.dumps(sorted(params.report.not_held)).encode()]),
        "code": _code(project.package),
        "packages": _packages(project),
        "fonts": _files(tuple((path, path.stat().st_mtime_ns) for path in params.fonts.files)),
        "python": f"{platform.python_implementation()} {sys.version}",
    }


def code_files(package: Path) -> list[Path]:
    """What may be imported into a kernel from the project itself."""
    return sorted(
        path for room in _ROOMS for path in (package / room).rglob("*") if path.suffix in _CODE_SUFFIXES
    )


def _code(package: Path) -> str:
    """Read anew each time: in ``watch`` it may change under a running process."""
    return _digest(_named_contents(code_files(package), package))


def _packages(project: Project) -> str:
    """The lock file, what is installed, which may be something else, and what is imported in its stead.

    A kernel looks in the program's folder first; of what its server has imported it tells nothing.
    """
    folders = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    installed = sorted(path.name for folder in folders for path in Path(folder).glob("*.dist-info"))
    beside = [path for form in ("*.py", "*/__init__.py") for path in sorted(project.program.glob(form))]
    imported = [path for path in beside if path != project.command]  # which no kernel imports
    modules = _named_contents(imported, project.program)
    return _digest([project.lock.read_bytes(), *map(str.encode, installed), *modules])


def _named_contents(paths: Iterable[Path], folder: Path) -> Iterator[bytes]:
    """Of each file its name from the folder, then its content."""
    for path in paths:
        yield path.relative_to(folder).as_posix().encode()
        yield path.read_bytes()


@lru_cache(maxsize=4)
def _files(written: tuple[tuple[Path, int], ...]) -> str:
    return _digest(path.read_bytes() for path, _ in written)


def _digest(parts: Iterable[bytes]) -> str:
    """Of all parts, each with its length, so that no two lists of parts are alike."""
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()
