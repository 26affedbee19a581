"""What travels to a worker for one report, and what comes back: bytes by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from progress_report.building.build_options import BuildOptions
from progress_report.building.record import hashes
from progress_report.inputs.notebook_files import file_digest
from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project, is_aside
from progress_report.model.findings import Finding, ReportError, fault, refused
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp

# In a job's folder on its worker: the municipality's folder and that of its reports; what is asked for,
# and what came of it.
ROOT, OUT = "root", "out"
JOB, OUTCOME = "job.json", "outcome.json"


@dataclass(frozen=True, slots=True)
class Job:
    """One report to be made.

    ``inputs``: files of the municipality's folder by their relative names, as they were when the job was
    made. ``fonts``: SHA-256 of the fonts that the parameters name elsewhere, by path; they must lie there on
    the worker, too.
    """

    year: int
    final: bool
    only: str | None
    formats: tuple[str, ...]
    inputs: Mapping[str, bytes]
    fonts: Mapping[str, str]

    def digests(self) -> dict[str, str]:
        return {name: file_digest(PurePath(name), content) for name, content in self.inputs.items()}


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a job: ``told`` of the report, or the fault's findings and the name of its class.

    Both name files below ``folder``: the municipality's in ``root``, the report's in ``out``.
    ``files``: the report's; ``failed``: the executed notebooks that are kept to be looked at.
    """

    folder: str
    told: str
    error: str
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]
    failed: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a worker could not see a job through; another may."""

    reason: str


def job_of(options: BuildOptions) -> Job:
    """The job of a build, each input read once. ReportError where one cannot be read."""
    project = options.project
    files = {project.relative(path): path for path in _inputs(project, options)}
    fonts = _fonts(options)
    within = [path for path in fonts.files if path.is_file() and path.is_relative_to(project.root)]
    files |= {project.relative(path): path for path in within}
    own = noto_sans_cjk_jp().files
    elsewhere = [path for path in fonts.files if path not in own and path not in within]
    return Job(
        options.year.start,
        options.final,
        options.only,
        options.formats,
        {name: _read(name, path) for name, path in sorted(files.items())},
        hashes({str(path): path for path in elsewhere if path.is_file()}),
    )


def _inputs(project: Project, options: BuildOptions) -> Iterator[Path]:
    """All parameters, the tables of the year and of the one before, and what lies with the notebooks."""
    yield from project.root.glob("params/*.yaml")
    for year in (options.year.previous, options.year):
        yield from _files(project.data_folder(year))
    yield from _files(project.root / "notebooks")


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not any(map(is_aside, path.relative_to(folder).parts)):
            yield path


def _fonts(options: BuildOptions) -> FontFamily:
    try:
        return read_params(options.project, options.year).fonts
    except ReportError:
        return noto_sans_cjk_jp()  # the worker will tell, with all other faults


def _read(name: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise fault(f"入力ファイルを読めません（{refused(error)}）。", file=name) from None
