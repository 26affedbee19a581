"""Whether a build would make, byte for byte, what its folder holds already: known from hashes alone.

Nothing heavy is imported for it: an unchanged build takes a fraction of a second.
"""

import re
from pathlib import Path

from progress_report.building.build_options import OUTPUTS, BuildOptions
from progress_report.building.record import MANIFEST, entry_of, hashes, input_files, installed_packages
from progress_report.building.sealing import Json, unseal
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fonts import noto_sans_cjk_jp

INDEX = "index.html"
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
            and record["edition"] == ("final" if options.final else "draft")
            and record["inputs"] == _inputs(project, options, record)
            and manifest["packages"] == installed_packages(project)
            and manifest["outputs"] == _outputs(options.target)
            and {output.file for output in OUTPUTS.values()} & manifest["outputs"].keys()
            == {OUTPUTS[name].file for name in options.formats}
        )
    except (OSError, ReportError, LookupError, TypeError, ValueError, AttributeError):
        return False


def _inputs(project: Project, options: BuildOptions, record: Json) -> dict[str, str]:
    """The hashes of what a build would read now. Which sections there are, the parameters' hash decides."""
    fonts = noto_sans_cjk_jp()
    if not {f"fonts/{path.name}" for path in fonts.files} <= record["inputs"].keys():
        from progress_report.inputs.params import read_params

        fonts = read_params(project, options.year).fonts
    return hashes(input_files(project, options.year, list(record["parameters"]), fonts))


def told(options: BuildOptions, seconds: float) -> str:
    """That there was nothing to do, and which edition stands there."""
    edition = "確定版です。" if options.final else "案（確定前の版）です。"
    head = f"{options.target} は、いまの入力から作ったままです。作り直すものはありません（{seconds:.1f}秒）。"
    return f"{head}\n{edition}"


def _outputs(folder: Path) -> dict[str, Json]:
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
