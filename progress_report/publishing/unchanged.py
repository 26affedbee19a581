"""Whether a build would make, byte for byte, what its folder holds already: known from hashes alone.

Nothing heavy is imported for it: an unchanged build takes a fraction of a second.
"""

import re
from pathlib import Path

from progress_report.build_options import INDEX, BuildOptions
from progress_report.inputs.project import Project
from progress_report.inputs.publication import read_publication
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.made_formats import formats_of
from progress_report.provenance.record import (
    MANIFEST,
    entry_of,
    hashes,
    input_files,
    installed_packages,
    sha256,
)
from progress_report.provenance.sealing import Json, unseal

DRAFT_ELSEWHERE = "案では置き換えません。案を見るだけなら、--out で別の書き出し先を指定してください。"
_FOLDER = re.compile(r"[0-9]{4}(?:\.edition[0-9]+)?")
_LINK = re.compile(rf'href="({_FOLDER.pattern})/report\.html"')


def is_unchanged(project: Project, options: BuildOptions) -> bool:
    """Whether the folder holds exactly what its manifest seals, made as asked from these very inputs.

    A fault of any kind means no: building anew tells it. A partial build is for a quick look, and never kept.
    """
    if options.partial:
        return False
    try:
        manifest = unseal((options.target / MANIFEST).read_bytes(), MANIFEST)
        record = manifest["record"]
        return (
            _is_listed(options.out)
            and not options.failed.exists()
            and not manifest.get("unrecorded")  # hashes of inputs alone do not tell
            and (record["edition"] == "final" or not options.final)
            and record["inputs"] == inputs_of(project, options.year, record)
            and manifest["packages"] == installed_packages(project)
            and manifest["outputs"] == outputs_of(options.target)
            and _has_formats(options, manifest)
            and (record["edition"] == "draft" or _is_published(project, options))
        )
    except (OSError, ReportError, LookupError, TypeError, ValueError, AttributeError):
        return False


def _has_formats(options: BuildOptions, manifest: Json) -> bool:
    """Whether the report was made in the formats asked for; a final one stands with more, too."""
    made, asked = formats_of(manifest).keys(), set(options.formats)
    final: bool = manifest["record"]["edition"] == "final"
    return asked <= made if final else asked == made


def _is_published(project: Project, options: BuildOptions) -> bool:
    """Whether ``published.csv`` is that of the final report that stands."""
    publication = read_publication(project, options.year)
    standing = sha256((options.target / MANIFEST).read_bytes())
    return publication is not None and publication.manifest == standing


def inputs_of(project: Project, year: FiscalYear, record: Json) -> dict[str, str]:
    """The hashes of what a build would read now. Which sections there are, the parameters' hash decides."""
    fonts = noto_sans_cjk_jp()
    if not {f"fonts/{path.name}" for path in fonts.files} <= record["inputs"].keys():
        from progress_report.inputs.params import read_params

        fonts = read_params(project, year).fonts
    return hashes(input_files(project, year, list(record["parameters"]), fonts))


def told(options: BuildOptions, seconds: float) -> str:
    """That there was nothing to do, and which edition stands there."""
    head = f"{options.target} は、いまの入力から作ったままです。作り直すものはありません（{seconds:.1f}秒）。"
    if unseal((options.target / MANIFEST).read_bytes(), MANIFEST)["record"]["edition"] == "draft":
        return f"{head}\n案（確定前の版）です。"
    return f"{head}確定版です。{'' if options.final else DRAFT_ELSEWHERE}"


def outputs_of(folder: Path) -> dict[str, Json]:
    """What the folder holds besides its manifest, as a manifest tells it."""
    found = list(folder.rglob("*"))
    files = [path for path in found if not path.is_dir()]
    parents = {parent for path in files for parent in path.parents}
    if any(path.is_symlink() or (path not in parents and path.is_dir()) for path in found):
        raise NotADirectoryError(folder)  # a link, or an empty folder: no build left it there
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: entry_of(path.read_bytes()) for name, path in named.items() if name != MANIFEST}


def _is_listed(out: Path) -> bool:
    """Whether the page of all reports is whole and leads to those that there are, and no others."""
    page = (out / INDEX).read_text(encoding="utf-8")
    folders = {path.parent.name for path in out.glob(f"*/{MANIFEST}") if _FOLDER.fullmatch(path.parent.name)}
    return page.endswith("</html>\n") and set(_LINK.findall(page)) == folders
