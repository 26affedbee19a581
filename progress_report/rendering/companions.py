"""Labels of links to the files of a report's folder, and the list of files beside a page."""

from collections.abc import Mapping
from typing import NamedTuple

from progress_report.build_options import INDEX
from progress_report.open_data.published_tables import LEDGER, SERIES, WORKBOOK
from progress_report.rendering.report_exporter import ReportExporter

REVIEW = "review.html"
ALL_YEARS = f"../{INDEX}"
# Files besides the formats, in listing order.
LABELS: Mapping[str, str] = {
    WORKBOOK: "表と図の値（Excel）",
    SERIES: "年度ごとの指標（CSV）",
    LEDGER: "算出根拠の一覧（CSV）",
    REVIEW: "点検用のページ",
}


class Companion(NamedTuple):
    """A file made by a build: its address from the report's folder, and the label of a link to it.

    ``format``: its format's name; empty for other files.
    """

    address: str
    label: str
    format: str = ""


def companions(
    formats: Mapping[str, ReportExporter], open_data: Mapping[str, bytes], *, whole: bool
) -> list[Companion]:
    """Return the files of one build in listing order; ``formats``: by name.

    ``whole``: whether it is a complete report, with a page of all years beside its folder.
    """
    made = [Companion(one.file, one.label, name) for name, one in formats.items()]
    made += [Companion(file, label) for file, label in LABELS.items() if file in open_data or file == REVIEW]
    return [*made, Companion(ALL_YEARS, "すべての年度の報告書")] if whole else made
