"""What must be the same on two machines, so that they make the same bytes of the same inputs."""

import platform
from collections.abc import Mapping
from importlib.metadata import version

from progress_report.building.record import hashes, installed_packages, program_files
from progress_report.inputs.project import Project
from progress_report.model.fonts import noto_sans_cjk_jp

FILES, PACKAGES, FONTS, MACHINE = "プログラム", "パッケージの版", "書体", "機械の種類"
INPUTS = "入力"  # of a report; no part of an identity
# By these a job travels: another version may not understand it.
CARRIERS = "Dask の版"
_MOST_NAMED = 3

# By what it is that is to be the same: the name of each part, and its digest, version or kind.
Identity = dict[str, dict[str, str]]


def identity() -> Identity:
    """Of this machine's program, as its files lie there now. ReportError where one cannot be read."""
    project = Project.here()
    return {
        FILES: hashes(program_files(project)),
        PACKAGES: installed_packages(project),
        CARRIERS: {name: version(name) for name in ("dask", "distributed")},
        FONTS: hashes({path.name: path for path in noto_sans_cjk_jp().files}),
        MACHINE: {"system": platform.system(), "machine": platform.machine()},
    }


def differences(ours: Identity, theirs: Identity) -> list[str]:
    """What is not the same, in words: what kind of thing, and which by name."""
    return [
        f"{kind}（{_named(ours.get(kind, {}), theirs.get(kind, {}))}）"
        for kind in (INPUTS, FILES, PACKAGES, CARRIERS, FONTS, MACHINE)
        if ours.get(kind) != theirs.get(kind)
    ]


def _named(ours: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    more = f"ほか{len(names) - _MOST_NAMED}個" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
