"""A final report is not replaced in silence: what was published is corrected by a numbered edition."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from progress_report.building.embedded import revision_of
from progress_report.building.record import MANIFEST
from progress_report.building.sealing import unseal
from progress_report.model.findings import ReportError, fault

if TYPE_CHECKING:
    from progress_report.inputs.params import Params

_DELIVERED = ("data/", "params/")


def require_no_silent_correction(target: Path, params: "Params", inputs: Mapping[str, str]) -> None:
    """ReportError where ``target`` holds a final report of this edition, made from other data or parameters.

    A draft, a damaged report or none may be replaced.
    """
    try:
        record = unseal((target / MANIFEST).read_bytes(), MANIFEST)["record"]
        final, revision, used = record["edition"] == "final", revision_of(record), record["inputs"]
    except (OSError, ReportError, LookupError, TypeError, AttributeError):
        return
    changed = [
        name
        for name in sorted(used.keys() | inputs.keys())
        if name.startswith(_DELIVERED) and used.get(name) != inputs.get(name)
    ]
    if final and revision == params.edition and changed:
        message = f"確定版を作ったあとに、入力が変わっています（{'、'.join(changed)}）。"
        remedy = (
            f"公表した報告書の訂正なら revise {target.name} を使ってください。"
            f"まだ公表していないなら、{target} を別の場所に移してから、もう一度実行してください。"
        )
        raise fault(message, remedy, file=target.as_posix())
