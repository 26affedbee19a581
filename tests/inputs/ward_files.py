"""Source files of 令和6年度 in a folder of their own, to be damaged and validated."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.project import Project
from progress_report.inputs.validation import validate_new, validate_year
from progress_report.model.findings import Finding, ReportError, Severity
from progress_report.model.fiscal_year import FiscalYear
from tests.support.former_form import in_former_form

ROOT = Path(__file__).resolve().parents[2]
YEAR = FiscalYear(2024)
PARAMS = "params/2024.yaml"
PACKAGE = "data/2024/datapackage.json"


@dataclass(frozen=True, slots=True)
class WardFiles:
    """A copy of parameters, data and notebooks in which each year has its own descriptor."""

    root: Path

    @classmethod
    def copied(cls, root: Path) -> "WardFiles":
        for name in ("params", "data", "notebooks"):
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".*"))
        in_former_form(root)
        return cls(root)

    @property
    def project(self) -> Project:
        return Project(self.root)

    def path(self, file: str) -> Path:
        return self.root / file

    def text(self, file: str) -> str:
        return self.path(file).read_bytes().decode("utf-8")  # line ends are kept

    def write(self, file: str, text: str) -> None:
        self.path(file).write_text(text, encoding="utf-8", newline="")

    def change(self, file: str, old: str, new: str) -> int:
        """Replace the first occurrence of ``old``; return its line number."""
        before, found, after = self.text(file).partition(old)
        assert found, f"{old!r} is not in {file}"
        self.write(file, before + new + after)
        return before.count("\n") + 1

    def describe(self, change: Callable[[Any], object], file: str = PACKAGE) -> None:
        """Change the parsed data package."""
        package = json.loads(self.text(file))
        change(package)
        self.write(file, json.dumps(package, ensure_ascii=False, indent=2))

    def section(self, name: str = "2_online_procedures") -> Section:
        return Section(self.project, YEAR, name)

    def findings(self) -> list[Finding]:
        """Return the findings of validating everything; only a ReportError may be raised."""
        try:
            validate_year(self.project, YEAR)
        except ReportError as error:
            return list(error.findings)
        return []

    def errors(self, year: FiscalYear) -> list[Finding]:
        """Return the 誤り among all findings of a year."""
        _, found = validate_new(self.project, year)
        return [finding for finding in found if finding.severity is Severity.ERROR]

    def reported(self) -> list[str]:
        return [str(finding) for finding in self.findings()]


def require_finding(findings: list[Finding], *, file: str, row: int | None, column: str, says: str) -> None:
    """Assert that there is one finding, with this place, this text and a remedy."""
    assert len(findings) == 1, [str(finding) for finding in findings]
    finding = findings[0]
    assert (finding.file, finding.row, finding.column) == (file, row, column), str(finding)
    assert says in finding.text, str(finding)
    assert finding.text.count("。") >= 2, f"no remedy: {finding}"
