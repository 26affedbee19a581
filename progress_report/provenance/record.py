"""What goes into a build and what comes out of it, by hashes: the build record and the manifest."""

import hashlib
import platform
import re
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from progress_report.inputs.notebook_files import file_digest, is_section_notebook
from progress_report.inputs.project import PUBLISHED_FILE, Project, is_aside
from progress_report.inputs.schema_tree import SCHEMA, TABLES, years_described
from progress_report.inputs.text_files import regular_bytes
from progress_report.model.findings import Finding, ReportError, fault, refused
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily
from progress_report.model.moment import Day
from progress_report.model.program import SHIPPED
from progress_report.provenance.sealing import seal

if TYPE_CHECKING:  # loading pydantic takes longer than an unchanged build may
    from progress_report.inputs.deliveries.normalised import Normalised
    from progress_report.inputs.params import Params

MANIFEST = "manifest.json"
_CODE_SUFFIXES = {".py", ".json", ".typ", ".j2", ".css"}
_FONT_SUFFIXES = {".otf", ".ttf", ".ttc"}
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)

T = TypeVar("T")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _sha256_of(path: Path) -> str:
    """Of a file of any size. Fonts are megabytes, and the same for report after report: they are read again
    where they were written again."""
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
    """What the manifest holds of an output."""
    return {"bytes": len(output), "sha256": sha256(output)}


def hashes(files: Mapping[str, Path]) -> dict[str, str]:
    """SHA-256 of each file, by its recorded name.

    Of a notebook as it is executed (``notebook_files``); of the schema what it says of the years whose tables
    are among the files (``schema_tree``).

    ReportError where a file cannot be read.
    """
    found = _of_each({name: path for name, path in files.items() if name != SCHEMA}, _sha256_of)
    if SCHEMA in files:
        found |= _of_each({SCHEMA: files[SCHEMA]}, partial(_schema_digest, years=years_described(files)))
    return found


def _schema_digest(path: Path, years: Sequence[FiscalYear]) -> str:
    from progress_report.inputs.schema_digest import schema_digest  # yaml, which most commands never need

    return schema_digest(regular_bytes(path), years)


def hashes_as_recorded(files: Mapping[str, Path], recorded: Mapping[str, str]) -> dict[str, str]:
    """The digests of those files that are there, to be compared with recorded ones."""
    return {
        name: digest_as_recorded(name, path, recorded)
        for name, path in sorted(files.items())
        if path.is_file()
    }


def digest_as_recorded(name: str, path: Path, inputs: Mapping[str, str]) -> str:
    """A file's digest, to be compared with that of its name in the recorded ``inputs``.

    Records made by earlier versions hold a notebook's digest over its bytes: it is accepted, too.
    """
    if name == SCHEMA:
        return _schema_digest(path, years_described(inputs))
    content, recorded = regular_bytes(path), inputs.get(name)
    return recorded if recorded == sha256(content) else file_digest(path, content)


def states(files: Mapping[str, Path]) -> dict[str, tuple[int, int, int]]:
    """When each file was written, which file it is, and its size: it may change and be changed back between
    two looks at its content. ReportError where it is not to be had."""
    return _of_each(files, _state_of)


def _of_each(files: Mapping[str, Path], look: Callable[[Path], T]) -> dict[str, T]:
    made = {}
    for name, path in sorted(files.items()):
        try:
            made[name] = look(path)
        except OSError as error:
            raise fault(f"入力ファイルを読めません（{refused(error)}）。", file=name) from None
    return made


def _state_of(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_ino, status.st_size


def files_of(params: "Params", notebooks: Sequence[str]) -> dict[str, Path]:
    """Every file a build of these sections reads, by its recorded name (fonts by their files')."""
    return input_files(params.project, params.report.fiscal_year, notebooks, params.fonts)


def input_files(
    project: Project, year: FiscalYear, notebooks: Sequence[str], fonts: FontFamily
) -> dict[str, Path]:
    """Every file a build of these sections reads, whether it is there or not, by its recorded name."""
    files = {project.name_of(path): path for path in _project_files(project, year, notebooks)}
    return files | {f"fonts/{path.name}": path for path in fonts.files}


def program_files(project: Project) -> dict[str, Path]:
    """Those of them that are the same for every report, by recorded name: the program's own."""
    return {project.name_of(path): path for path in _program_files(project)}


def require_unchanged(before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """ReportError naming the inputs that changed while the build was reading them."""
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if changed:
        remedy = "保存が終わってから、もう一度実行してください。"
        raise ReportError([Finding("作成中に書き換えられました。", remedy, name) for name in changed])


def build_record(
    params: "Params", inputs: Mapping[str, str], parameters: Mapping[str, Any], final: bool
) -> dict[str, Any]:
    """The record that HTML and PDF carry.

    ``date`` dates the metadata: the report's date, and nothing where it has no day of its own.
    ``revision`` stands in a corrected edition's record only: 2 for the second.
    """
    year, issued = params.report.fiscal_year, params.report.report_date
    dated = {"date": issued.date.isoformat()} if isinstance(issued, Day) else {}
    revision = {"revision": params.edition} if params.report.errata else {}
    return {
        "fiscal_year": year.start,
        "edition": "final" if final else "draft",
        **revision,
        **dated,
        "parameters": dict(parameters),
        "inputs": dict(inputs),
    }


def manifest(
    project: Project,
    record: Mapping[str, Any],
    findings: Sequence[Finding],
    normalised: Sequence["Normalised"],
    outputs: Mapping[str, bytes],
    audited: Mapping[str, int],
    formats: Sequence[Mapping[str, Any]],
    unrecorded: Sequence[str] = (),
    colours: Mapping[str, str] | None = None,
) -> bytes:
    """``manifest.json``: the record, what is to be reviewed and was normalised, the audit, formats, packages,
    outputs.

    ``unrecorded`` stands there only where sections used what the record does not have, ``colours`` only where
    they are others than usual.
    """
    content = {
        "schema": "progress-report/manifest/1",
        "record": record,
        "review": [finding.to_json() for finding in findings],
        "normalised": [one.to_json() for one in normalised],
        "audit": dict(audited),
        "formats": list(formats),
        "packages": installed_packages(project),
        "outputs": {name: entry_of(outputs[name]) for name in sorted(outputs)},
        **({"unrecorded": list(unrecorded)} if unrecorded else {}),
        **({"colours": dict(colours)} if colours else {}),
    }
    return seal(content)


def installed_packages(project: Project) -> dict[str, str]:
    """Python, and the locked packages as installed (some are locked for other platforms only)."""
    names = sorted(set(_REQUIREMENT.findall(project.lock.read_text(encoding="utf-8"))))
    installed = dict(_installed())
    versions = {name: installed[name] for name in names if name in installed}
    return {"python": platform.python_version()} | versions


def _installed() -> Iterator[tuple[str, str]]:
    """Every installed distribution's name and version, from the name of its folder (as wheels are laid out).

    importlib would open each one's metadata: more than the rest of an unchanged build takes together.
    """
    for folder in dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib")):
        for path in Path(folder).glob("*.dist-info"):
            name, _, version = path.stem.rpartition("-")
            yield name.lower().replace("_", "-"), version


def _project_files(project: Project, year: FiscalYear, notebooks: Sequence[str]) -> Iterator[Path]:
    # What a report compares itself with is an input too.
    years = (year.previous, year) if year.previous in project.years() else (year,)
    if any((project.data_folder(read) / TABLES).is_file() for read in years):
        yield project.schema_file
    for read in years:
        yield project.params_file(read)
        folder = project.data_folder(read)
        # What the year itself published is an output of its builds, and an input of the next year's.
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
    """Its files, without what is aside."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return (path for path in found if not any(map(is_aside, path.relative_to(folder).parts)))
