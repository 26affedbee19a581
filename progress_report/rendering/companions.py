"""What links to the files of a report's folder are called, and those that lie beside a page."""

from collections.abc import Mapping
from typing import NamedTuple

from progress_report.build_options import INDEX
from progress_report.open_data.published_tables import LEDGER, WORKBOOK
from progress_report.rendering.report_exporter import ReportExporter

REVIEW = "review.html"
ALL_YEARS = f"../{INDEX}"
# Beside the formats, in the order in which they are listed.
LABELS: Mapping[str, str] = {
    WORKBOOK: "表と図の値（Excel）",
    LEDGER: "算出根拠の一覧（CSV）",
    REVIEW: "点検用のページ",
}


class Companion(NamedTuple):
    """A file that a build makes: its address from the report's folder, and what a link to it is called.

    ``format``: the name of the format that it is; empty for other files.
    """

    address: str
    label: str
    format: str = ""


def companions(
    formats: Mapping[str, ReportExporter], open_data: Mapping[str, bytes], *, whole: bool
) -> list[Companion]:
    """Return what one build makes, in the order in which a page lists it; ``formats``: by their names.

    ``whole``: of a whole report, beside whose folder the page of all years lies.
    """
    made = [Companion(one.file, one.label, name) for name, one in formats.items()]
    made += [Companion(file, label) for file, label in LABELS.items() if file in open_data or file == REVIEW]
    return [*made, Companion(ALL_YEARS, "すべての年度の報告書")] if whole else made
