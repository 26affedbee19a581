"""Up-to-date check: whether a build would reproduce its folder byte for byte, decided by digests alone.

It imports nothing heavy, so that an unchanged build takes a fraction of a second.
"""

import re
from pathlib import Path

from progress_report.build_options import INDEX, BuildOptions
from progress_report.inputs.years.publication import read_publication
from progress_report.model.findings import ReportError
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.checksum import Json, verified_content
from progress_report.provenance.made_formats import formats_of
from progress_report.provenance.record import (
    MANIFEST,
    PDF_VALIDATION,
    digests,
    entry_of,
    input_files,
    installed_packages,
    sha256,
)

DRAFT_ELSEWHERE = "案では置き換えません。案を見るだけなら、--out で別の書き出し先を指定してください。"
_FOLDER = re.compile(r"[0-9]{4}(?:\.edition[0-9]+)?")
_LINK = re.compile(rf'href="({_FOLDER.pattern})/report\.html"')


def is_unchanged(options: BuildOptions) -> bool:
    """Return whether the folder matches its manifest, with the requested options and the current inputs.

    Any error means no: a new build reports it. A partial build is for a quick look, and never reused.
    """
    if options.partial:
        return False
    try:
        manifest = verified_content((options.target / MANIFEST).read_bytes(), MANIFEST)
        record = manifest["record"]
        return (
            _is_listed(options.out)
            and not options.failed.exists()
            and not manifest.get("unrecorded")  # digests of inputs are not sufficient
            and (record["edition"] == "final" or not options.final)
            and (PDF_VALIDATION in manifest or not options.validate_pdf)
            and record["inputs"] == input_digests(options, record)
            and manifest["packages"] == installed_packages(options.project)
            and manifest["outputs"] == outputs_of(options.target)
            and _has_formats(options, manifest)
            and (record["edition"] == "draft" or _is_published(options))
        )
    except (OSError, ReportError, LookupError, TypeError, ValueError, AttributeError):
        return False


def _has_formats(options: BuildOptions, manifest: Json) -> bool:
    """Return whether the report has the requested formats; a final one may have more."""
    made, asked = formats_of(manifest).keys(), set(options.formats)
    final: bool = manifest["record"]["edition"] == "final"
    return asked <= made if final else asked == made


def _is_published(options: BuildOptions) -> bool:
    """Return whether ``published.csv`` belongs to the existing final report."""
    publication = read_publication(options.project, options.year)
    standing = sha256((options.target / MANIFEST).read_bytes())
    return publication is not None and publication.manifest == standing


def input_digests(options: BuildOptions, record: Json) -> dict[str, str]:
    """Return the digests of the inputs a build would read now. The parameters' digest covers the sections."""
    fonts = noto_sans_cjk_jp()
    if not {f"fonts/{path.name}" for path in fonts.files} <= record["inputs"].keys():
        from progress_report.inputs.params.report_params import read_params

        fonts = read_params(options.project, options.year).fonts
    return digests(input_files(options.project, options.year, list(record["parameters"]), fonts))


def unchanged_message(options: BuildOptions, seconds: float) -> str:
    """Return the message that there is nothing to do, with the status of the existing report."""
    head = f"{options.target} は、いまの入力から作ったままです。作り直すものはありません（{seconds:.1f}秒）。"
    if verified_content((options.target / MANIFEST).read_bytes(), MANIFEST)["record"]["edition"] == "draft":
        return f"{head}\n案（未確定）です。"
    return f"{head}確定版です。{'' if options.final else DRAFT_ELSEWHERE}"


def outputs_of(folder: Path) -> dict[str, Json]:
    """Return the files in the folder besides its manifest, described as in a manifest."""
    found = list(folder.rglob("*"))
    files = [path for path in found if not path.is_dir()]
    parents = {parent for path in files for parent in path.parents}
    if any(path.is_symlink() or (path not in parents and path.is_dir()) for path in found):
        raise NotADirectoryError(folder)  # a link, or an empty folder: not made by a build
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: entry_of(path.read_bytes()) for name, path in named.items() if name != MANIFEST}


def _is_listed(out: Path) -> bool:
    """Return whether the page of all reports is complete and links to exactly the existing ones."""
    page = (out / INDEX).read_text(encoding="utf-8")
    folders = {path.parent.name for path in out.glob(f"*/{MANIFEST}") if _FOLDER.fullmatch(path.parent.name)}
    return page.endswith("</html>\n") and set(_LINK.findall(page)) == folders
