"""Inputs and outputs of a build, identified by digests: the build record and the manifest."""

import hashlib
import platform
import re
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from progress_report.inputs.notebooks.notebook_files import file_digest, is_section_notebook
from progress_report.inputs.parsing.file_names import is_aside
from progress_report.inputs.parsing.text_files import regular_bytes
from progress_report.inputs.project import PUBLISHED_FILE, Project
from progress_report.inputs.schema.schema_tree import SCHEMA, TABLES, years_described
from progress_report.model.findings import Finding, ReportError, refused, report_error
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily
from progress_report.model.moment import Day
from progress_report.model.program import SHIPPED

if TYPE_CHECKING:  # loading pydantic takes longer than an unchanged build should
    from progress_report.inputs.params.report_params import Params

MANIFEST = "manifest.json"
PDF_VALIDATION = "pdf_validation"  # what the manifest has where veraPDF found nothing against the PDFs
_CODE_SUFFIXES = {".py", ".json", ".typ", ".j2", ".css"}
_FONT_SUFFIXES = {".otf", ".ttf", ".ttc"}
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)

T = TypeVar("T")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sha256_of(path: Path) -> str:
    """Return the digest of a file of any size.

    Fonts are megabytes, and shared by all reports: their digests are cached until the files change.
    """
    return _font_digest(path, _state_of(path)) if path.suffix in _FONT_SUFFIXES else _digest_of(path)


@lru_cache(maxsize=8)
def _font_digest(path: Path, state: tuple[int, int, int]) -> str:
    return _digest_of(path)


def _digest_of(path: Path) -> str:
    if is_section_notebook(path):
        return file_digest(path, regular_bytes(path))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entry_of(output: bytes) -> dict[str, Any]:
    """Return the manifest's entry of an output."""
    return {"bytes": len(output), "sha256": sha256(output)}


def digests(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of each file, by its recorded name.

    For a notebook, it covers the executed part (``notebook_files``); for the schema, the content on the years
    whose tables are among the files (``schema_tree``). ReportError if a file cannot be read.
    """
    found = of_each({name: path for name, path in files.items() if name != SCHEMA}, _sha256_of)
    if SCHEMA in files:
        found |= of_each({SCHEMA: files[SCHEMA]}, partial(_schema_digest, years=years_described(files)))
    return found


def _schema_digest(path: Path, years: Sequence[FiscalYear]) -> str:
    from progress_report.inputs.schema.schema_digest import (
        schema_digest,  # imports yaml, which few commands need
    )

    return schema_digest(regular_bytes(path), years)


def digest_as_recorded(name: str, path: Path, inputs: Mapping[str, str]) -> str:
    """Return a file's digest, for comparison with the recorded ``inputs``.

    Records of earlier versions contain a notebook's digest over its bytes, which is also accepted.
    """
    if name == SCHEMA:
        return _schema_digest(path, years_described(inputs))
    content, recorded = regular_bytes(path), inputs.get(name)
    return recorded if recorded == sha256(content) else file_digest(path, content)


def stat_signatures(files: Mapping[str, Path]) -> dict[str, tuple[int, int, int]]:
    """Return each file's stat signature: modification time, inode and size.

    It detects a file that is changed and changed back between two digests. ReportError if a file is not
    accessible.
    """
    return of_each(files, _state_of)


def of_each(files: Mapping[str, Path], look: Callable[[Path], T]) -> dict[str, T]:
    """Return what ``look`` finds at each path. ReportError if a file cannot be read."""
    made = {}
    for name, path in sorted(files.items()):
        try:
            made[name] = look(path)
        except OSError as error:
            raise report_error(f"入力ファイルを読めません（{refused(error)}）。", file=name) from None
    return made


def _state_of(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_ino, status.st_size


def files_of(params: "Params", notebooks: Sequence[str]) -> dict[str, Path]:
    """Return every file that a build of these sections reads, by recorded name (fonts by file name)."""
    return input_files(params.project, params.report.fiscal_year, notebooks, params.fonts)


def input_files(
    project: Project, year: FiscalYear, notebooks: Sequence[str], fonts: FontFamily
) -> dict[str, Path]:
    """Return every file that a build of these sections reads, existing or not, by recorded name."""
    files = {project.name_of(path): path for path in _project_files(project, year, notebooks)}
    return files | {f"fonts/{path.name}": path for path in fonts.files}


def program_files(project: Project) -> dict[str, Path]:
    """Return the program's own files, which are the same for every report, by recorded name."""
    return {project.name_of(path): path for path in _program_files(project)}


def require_unchanged(before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Raise ReportError naming the inputs that changed during the build."""
    if changed := changed_names(before, after):
        remedy = "保存が終わってから、もう一度実行してください。"
        raise ReportError([Finding("作成中に書き換えられました。", remedy, name) for name in changed])


def changed_names(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the names whose values differ, or that only one of both has, in alphabetical order."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def build_record(
    params: "Params", inputs: Mapping[str, str], parameters: Mapping[str, Any], final: bool
) -> dict[str, Any]:
    """Return the record embedded in HTML and PDF.

    ``date`` is the date of the metadata: the report's date, omitted if that is not a single day. ``revision``
    is recorded only for a corrected report: 2 for the second revision.
    """
    year, issued = params.report.fiscal_year, params.report.report_date
    dated = {"date": issued.date.isoformat()} if isinstance(issued, Day) else {}
    revision = {"revision": params.revision} if params.report.errata else {}
    return {
        "fiscal_year": year.start,
        "edition": "final" if final else "draft",
        **revision,
        **dated,
        "parameters": dict(parameters),
        "inputs": dict(inputs),
    }


def installed_packages(project: Project) -> dict[str, str]:
    """Return the versions of Python and the locked packages (some are locked for other platforms only)."""
    names = sorted(set(_REQUIREMENT.findall(project.lock.read_text(encoding="utf-8"))))
    installed = dict(_installed())
    versions = {name: installed[name] for name in names if name in installed}
    return {"python": platform.python_version()} | versions


def _installed() -> Iterator[tuple[str, str]]:
    """Yield the name and version of each installed distribution, from its folder's name.

    importlib would open the metadata of each, which takes longer than the rest of an unchanged build.
    """
    for folder in dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib")):
        for path in Path(folder).glob("*.dist-info"):
            name, _, version = path.stem.rpartition("-")
            yield name.lower().replace("_", "-"), version


def _project_files(project: Project, year: FiscalYear, notebooks: Sequence[str]) -> Iterator[Path]:
    # The previous year is an input, too, because a report compares itself with it.
    years = (year.previous, year) if year.previous in project.years() else (year,)
    if any((project.data_folder(read) / TABLES).is_file() for read in years):
        yield project.schema_file
    for read in years:
        yield project.params_file(read)
        folder = project.data_folder(read)
        # The year's own publication is an output of its builds, and an input of the next year's.
        own = folder / PUBLISHED_FILE if read == year else None
        yield from (path for path in _files(folder) if path != own)
    yield from project.theme_files()
    yield from (project.notebook(name) for name in notebooks)
    yield from _program_files(project)


def _program_files(project: Project) -> Iterator[Path]:
    yield project.command
    yield project.lock
    for folder in (project.package, project.templates):
        for path in _files(folder):
            if path.suffix in _CODE_SUFFIXES and path.relative_to(folder).parts[0] != SHIPPED:
                yield path


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, without temporary ones."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return (path for path in found if not any(map(is_aside, path.relative_to(folder).parts)))
