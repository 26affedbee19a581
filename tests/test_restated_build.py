"""A report with a restated value, built as analysts do: mark, note and both values, all traced."""

import csv

import pytest

from progress_report.model.findings import ExitCode
from tests.support.html_text import read_page
from tests.support.project_copy import Project

STATUS = "data/2025/online_procedures.csv"
PARAMS = "params/2025.yaml"
REASON = "集計対象を令和6年7月に見直したことによる"


@pytest.mark.long
def test_a_restated_value_stops_the_build_until_it_is_recorded(project_copy: Project) -> None:
    status, params = project_copy.root / STATUS, project_copy.root / PARAMS
    text = status.read_text(encoding="utf-8")
    assert "2023,302,415," in text
    status.write_text(text.replace("2023,302,415,", "2023,305,415,"), encoding="utf-8")
    only = ("build", "2025", "--only", "2_online_procedures", "--formats", "html")
    done = project_copy.run(*only)
    assert done.returncode == ExitCode.DATA_ERROR
    assert "online_procedures.csv 3行目『オンライン対応済手続数』" in done.stderr
    assert "令和6年度の報告では302でしたが、305になっています。" in done.stderr
    pasted = done.stderr[done.stderr.index("「- {") + 1 : done.stderr.index("}」") + 1]
    record = f"\nrestatements:\n  {pasted.replace('reason: }', f'reason: {REASON}}}')}\n"
    params.write_text(params.read_text(encoding="utf-8") + record, encoding="utf-8")

    done = project_copy.run(*only)
    assert done.returncode == ExitCode.BUILT, done.stderr
    folder = project_copy.root / "build/2025.partial"
    page = read_page((folder / "report.html").read_text(encoding="utf-8"))
    (table,) = (node for node in page.walk() if node.attributes.get("id") == "table-online_status")
    words = "".join(table.text().split("\n"))
    reported = (
        "前年度報告の数値を修正。令和5年度のオンライン対応済手続数は、"
        f"前年度報告では302手続、修正後は305手続。理由：{REASON}。"
    )
    assert reported in words
    assert "305 (42.4%)[※2]" in words, "the mark stands at the value; its share follows"
    assert "".join(page.text().split("\n")).count(reported) == 2, "in the table and its chart"
    with (folder / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        ledger = "\n".join(map(" ".join, csv.reader(file)))
    assert "302手続" in ledger
    assert "data/2024/online_procedures.csv 3行目 online" in ledger
    assert f"{STATUS} 3行目 online" in ledger
    assert '"data/2024/online_procedures.csv"' in (folder / "manifest.json").read_text(encoding="utf-8")
