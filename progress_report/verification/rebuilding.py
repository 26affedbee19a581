"""Comparison of a built report with a rebuild from the current inputs in a temporary folder."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from progress_report.build_options import BuildOptions
from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, ReportError
from progress_report.provenance.embedded import year_of
from progress_report.provenance.record import MANIFEST, PDF_VALIDATION, entry_of
from progress_report.provenance.sealing import Json, unseal
from progress_report.verification.sealed_folder import described

Rebuild = Callable[[BuildOptions], object]
_OF_ENVIRONMENT = ("packages", PDF_VALIDATION)


def rebuilt_findings(
    project: Project,
    rebuild: Rebuild,
    record: Json,
    contents: Mapping[str, bytes],
    folder: Path,
    formats: Sequence[str],
    partial: bool | None = None,
) -> list[Finding]:
    """Rebuild in a temporary folder; return the differences and errors as findings.

    ``partial``: whether a part of a report was built; None for a standalone file, for which the year's
    sections decide.
    """
    with tempfile.TemporaryDirectory(prefix="progress-report-") as out:
        try:
            options = BuildOptions(
                year=year_of(record),
                out=Path(out),
                final=record["edition"] == "final",
                only=_only_section(project, record, partial),
                formats=tuple(formats),
                project=project,
                rehearsal=True,
            )
            rebuild(options)
        except ReportError as error:
            return [Finding("いまの入力からは作り直せません。", file=folder.as_posix()), *error.findings]
        target = options.target
        made = {p.relative_to(target).as_posix(): p.read_bytes() for p in target.rglob("*") if p.is_file()}
    whole = MANIFEST in contents
    names = contents.keys() | made.keys() if whole else contents.keys()
    return [
        Finding(_differs(contents.get(name), made.get(name)), file=(folder / name).as_posix())
        for name in sorted(names)
        if contents.get(name) != made.get(name)
        and not (name == MANIFEST and name in made and _same_but_for_environment(contents[name], made[name]))
    ]


def _only_section(project: Project, record: Json, partial: bool | None) -> str | None:
    """Return the section that alone was built; None for a whole report, which may have just one as well."""
    sections = list(record["parameters"])
    if partial is None:
        all_sections = read_params(project, year_of(record)).report.sections
        partial = sections != [section.notebook for section in all_sections]
    return sections[0] if partial and len(sections) == 1 else None


def _same_but_for_environment(found: bytes, made: bytes) -> bool:
    """Return whether two manifests differ only in what the environment adds.

    Package versions are reported separately; of a validation, the PDFs' bytes are compared.
    """
    one, other = (
        {name: value for name, value in unseal(manifest, MANIFEST).items() if name not in _OF_ENVIRONMENT}
        for manifest in (found, made)
    )
    return one == other


def _differs(found: bytes | None, made: bytes | None) -> str:
    if made is None:
        return "作り直しても、このファイルはできません。"
    if found is None:
        return "作り直すとできるファイルが、ありません。"
    now, then = described(entry_of(found)), described(entry_of(made))
    return f"作り直すと違う内容になります（いまは {now}、作り直すと {then}）。"
