"""A year after 令和6年度, made from its source files, to compare with what 令和6年度 published."""

from dataclasses import dataclass
from pathlib import Path

from progress_report.inputs.notebooks.section import Section
from progress_report.inputs.project import Project
from progress_report.inputs.years.report_year import ReportYear
from progress_report.inputs.years.restatements import restatement_findings
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.ward_files import WardFiles

FOLLOWING = FiscalYear(2025)
FORMER_PARAMS, PARAMS = "params/2024.yaml", "params/2025.yaml"
STATUS, USAGE = "data/2025/online_procedures.csv", "data/2025/applications.csv"
PACKAGE = "data/2025/datapackage.json"


@dataclass(frozen=True, slots=True)
class FollowingYear:
    """The files of 令和7年度: those of 令和6年度 with one more year's row and no restatements."""

    ward: WardFiles

    @classmethod
    def made(cls, root: Path) -> "FollowingYear":
        year = cls(WardFiles.copied(root))
        year.write_files()
        return year

    def write_files(self) -> None:
        """Write all files again, undamaged."""
        root = self.ward.root
        for path in (root / "data/2025").glob("*"):
            path.unlink()
        (root / "data/2025").mkdir(exist_ok=True)
        for path in (root / "data/2024").iterdir():
            (root / "data/2025" / path.name).write_bytes(path.read_bytes())
        for file, row in ((STATUS, "2024,390,327,2050"), (USAGE, "2024,1900000,2280000,240000")):
            self.ward.write(file, self.ward.text(file).rstrip("\n") + f"\n{row}\n")
        without: dict[str, list[object]] = {"crossChecks": [], "indicators": [], "plans": []}
        self.ward.describe(lambda package: package.update(without), PACKAGE)
        written = self.ward.text(FORMER_PARAMS)
        written = written.replace("fiscal_year: 令和6年度", "fiscal_year: 令和7年度")
        written = written.replace("as_of: 令和5年度", "as_of: 令和6年度")
        written = written.replace("comparison: 令和4年度", "comparison: 令和5年度")
        self.ward.write(PARAMS, written)

    def record(self, *entries: str) -> int:
        """Record restatements; return the line of the first."""
        text = self.ward.text(PARAMS).rstrip("\n")
        self.ward.write(PARAMS, "\n".join([text, "restatements:", *(f"  {one}" for one in entries)]) + "\n")
        return text.count("\n") + 3

    @property
    def project(self) -> Project:
        return self.ward.project

    def findings(self) -> list[Finding]:
        """Return the 誤り of the year."""
        return self.ward.errors(FOLLOWING)

    def restatement_findings(self) -> list[Finding]:
        """Return the findings of comparing with the former year alone, which is fast."""
        try:
            return restatement_findings(ReportYear(self.project, FOLLOWING))
        except ReportError as error:
            return list(error.findings)

    def section(self) -> Section:
        return Section(self.project, FOLLOWING, "2_online_procedures")
