"""The parts of a program that must be equal on two machines to make identical reports."""

import platform
from collections.abc import Mapping
from importlib.metadata import version

from progress_report.inputs.project import Project
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.provenance.record import changed_names, digests, installed_packages, program_files

FILES, PACKAGES = "プログラム", "パッケージの版"
_DASK, _FONTS, _MACHINE = "Dask の版", "書体", "機械の種類"
_MOST_NAMED = 3

# By kind of part: each part's name, and its digest or version.
Identity = dict[str, dict[str, str]]


def identity() -> Identity:
    """Return the identity of this machine's current program. ReportError if a file is unreadable."""
    project = Project.here()
    return {
        FILES: digests(program_files(project)),
        PACKAGES: installed_packages(project),
        _DASK: {name: version(name) for name in ("dask", "distributed")},
        _FONTS: digests({path.name: path for path in noto_sans_cjk_jp().files}),
        _MACHINE: {"system": platform.system(), "machine": platform.machine()},
    }


def program_differences(ours: Identity, theirs: Identity) -> str:
    """Return the kinds of parts that differ, with the parts' names; empty if none differ."""
    kinds = dict.fromkeys((*ours, *theirs))
    return "、".join(
        f"{kind}（{_names(ours.get(kind, {}), theirs.get(kind, {}))}）"
        for kind in kinds
        if ours.get(kind) != theirs.get(kind)
    )


def _names(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    names = changed_names(ours, theirs)
    more = f"ほか{len(names) - _MOST_NAMED}個" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
