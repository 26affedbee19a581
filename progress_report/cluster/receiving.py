"""What came back from a worker is looked at, and published as a local build would have been."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from progress_report.building import overwrite_protection, publication, publishing
from progress_report.building.build_options import BuildOptions
from progress_report.building.documents import DOCUMENT
from progress_report.building.record import (
    MANIFEST,
    entry_of,
    hashes,
    input_files,
    require_unchanged,
)
from progress_report.building.sealing import unseal
from progress_report.building.years import Outcome
from progress_report.cluster.jobs import OUT, ROOT, Job, Made
from progress_report.cluster.program import FILES, FONTS, INPUTS, PACKAGES, Identity, differences
from progress_report.inputs.params import read_params
from progress_report.inputs.project import FOLDERS
from progress_report.model import findings
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fonts import noto_sans_cjk_jp

_KINDS = {
    kind.__name__: kind for kind in (findings.ReportError, findings.NotebookError, findings.PublishingError)
}


class NotOfThisJobError(Exception):
    """What a worker gave back is not what its manifest says, or was not made from what it was given."""


def publish(options: BuildOptions, job: Job, made: Made, ours: Identity) -> Outcome:
    """Write the report, or the failed notebooks; what came of it.

    NotOfThisJobError where the worker is at fault. ReportError, OSError as in any build.
    """
    _require_within([*made.files, *made.failed])
    if made.error:
        if made.failed:
            publishing.publish(options.failed, made.failed)
        return _KINDS[made.error]([_placed(finding, options, made) for finding in made.findings])
    _require_sound(options, job, made, ours)
    document = json.loads(made.files[DOCUMENT])
    params = read_params(options.project, options.year)
    kept = overwrite_protection.kept_final(options, params, document["record"]["inputs"], document)
    if kept is not None:
        return kept
    publication.publish_report(options, made.files)
    return _here(made.told, options, made)


def _placed(finding: Finding, options: BuildOptions, made: Made) -> Finding:
    said = (_here(text, options, made) for text in (finding.message, finding.remedy, finding.file))
    message, remedy, file = said
    return replace(finding, message=message, remedy=remedy, file=file)


def _here(text: str, options: BuildOptions, made: Made) -> str:
    """What was said of a worker's folders, of those here."""
    return text.replace(f"{made.folder}/{OUT}", options.out.as_posix()).replace(
        f"{made.folder}/{ROOT}", options.project.root.as_posix()
    )


def _require_sound(options: BuildOptions, job: Job, made: Made, ours: Identity) -> None:
    """NotOfThisJobError says what does not hold; ReportError where the inputs have changed meanwhile."""
    try:
        manifest = unseal(made.files[MANIFEST], MANIFEST)
        record, packages, outputs = manifest["record"], manifest["packages"], manifest["outputs"]
        used, sections = record["inputs"], list(record["parameters"])
        year, final = record["fiscal_year"], record["edition"] == "final"
    except (ReportError, LookupError, TypeError) as error:
        raise NotOfThisJobError(f"{MANIFEST} が読めません") from error
    if outputs != {name: entry_of(content) for name, content in made.files.items() if name != MANIFEST}:
        raise NotOfThisJobError(f"ファイルが {MANIFEST} のとおりではありません")
    if (year, final) != (job.year, job.final):
        raise NotOfThisJobError("ほかの報告書です")
    now = _inputs(options, sections, ours)
    sent = job.digests()
    municipal = {name: digest for name, digest in now.items() if _is_municipal(name)}
    require_unchanged(
        {name: sent[name] for name in municipal.keys() | used.keys() if name in sent}, municipal
    )
    theirs = _by_kind(used) | {PACKAGES: packages}
    if found := differences(_by_kind(now) | {PACKAGES: ours[PACKAGES]}, theirs):
        raise NotOfThisJobError("、".join(found))


def _require_within(names: Iterable[str]) -> None:
    """NotOfThisJobError where a file would be written elsewhere than into the report's folder."""
    for name in names:
        path = PurePath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise NotOfThisJobError(f"ファイルの名前が使えません（{name}）")


def _by_kind(inputs: Mapping[str, str]) -> Identity:
    """Apart: what a municipality has, the program, fonts."""
    kinds: Identity = {INPUTS: {}, FILES: {}, FONTS: {}}
    for name, digest in inputs.items():
        kind = INPUTS if _is_municipal(name) else FONTS if name.startswith("fonts/") else FILES
        kinds[kind][name] = digest
    return kinds


def _inputs(options: BuildOptions, sections: Sequence[str], ours: Identity) -> dict[str, str]:
    """The hashes of what a build here would read now; the program's are those it began with."""
    fonts = read_params(options.project, options.year).fonts
    own = {f"fonts/{name}": digest for name, digest in ours[FONTS].items()}
    known = ours[FILES] | (own if fonts == noto_sans_cjk_jp() else {})
    files = input_files(options.project, options.year, sections, fonts)
    read = hashes({name: path for name, path in files.items() if name not in known})
    return {name: known.get(name) or read[name] for name in files}


def _is_municipal(name: str) -> bool:
    return name.partition("/")[0] in FOLDERS
