"""``data/<year>/`` of a first report: the shipped descriptions of the tables it reads, with invented rows."""

import json
from collections.abc import Sequence
from typing import Any, get_args

from progress_report.beginning.answers import Beginning
from progress_report.beginning.needs import Entry, Needs
from progress_report.beginning.wording import Wording
from progress_report.inputs.datasets import read_rows
from progress_report.inputs.descriptors import Package
from progress_report.inputs.formulas import FISCAL_YEAR
from progress_report.inputs.project import Project
from progress_report.inputs.schemas import FieldDescriptor, Unconfirmed
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.moment import parse_moment
from progress_report.new_year.moving import moved, written_like

_INVENTED = "架空"
_SOURCE = f"報告書の作り方を示すために入れた{_INVENTED}の値（実在の実績ではない）"
_TO_CONFIRM = {"status", "sources", "asOf", "publicationDate"}


def first_package(text: str, package: Package, needs: Needs, begun: Beginning, wording: Wording) -> str:
    """Return ``datapackage.json``; ``text`` is the shipped file's, ``package`` what it says."""
    tree = wording.tree(_selected(json.loads(text), package, needs))
    tree["name"] = f"progress-report-{begun.year.start}"
    tree["title"] = f"{begun.name}の{begun.year.label}の報告のデータ（{_INVENTED}の見本）"
    tree["resources"] = [_sample_resource(one) for one in tree["resources"]]
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def sample_rows(
    sample: Project, package: Package, name: str, begun: Beginning, wording: Wording
) -> list[dict[str, str]]:
    """Return the invented rows of a table, in the words and years of the municipality.

    ``sample`` has them for one fiscal year, in files as ``package`` describes them.

    Raises:
        ReportError: where there are none, or they do not fit the description.
    """
    (year,) = (FiscalYear(int(folder.name)) for folder in (sample.root / "data").iterdir())
    fields = {field.name: field for field in package.resource(name).table_schema.fields}
    by = begun.year.start - year.start
    return [
        {column: _cell(value, fields[column], by, wording) for column, value in cells.items()}
        for cells in read_rows(sample, year, package, name).cells
    ]


def _selected(tree: dict[str, Any], package: Package, needs: Needs) -> dict[str, Any]:
    """The descriptor's tree with what is needed alone."""
    described = package.descriptor
    members: dict[str, Sequence[Entry]] = {
        "resources": described.resources,
        "crossChecks": described.crossChecks,
        "indicators": described.indicators,
        "plans": described.plans,
    }
    kept = dict(tree)
    for member, entries in members.items():
        if member in tree:
            pairs = zip(tree[member], entries, strict=True)
            kept[member] = [written for written, entry in pairs if needs.has(entry)]
    for indicator in kept.get("indicators", []):
        if not needs.refers_to_section(indicator.get("target", "")):
            indicator.pop("target", None)
    return kept


def _sample_resource(resource: dict[str, Any]) -> dict[str, Any]:
    """A table's description with all of it unconfirmed that its rows, which are invented, decide."""
    made = {**resource, "status": "illustrative", "sources": [{"title": _SOURCE}]}
    if "description" in made:
        sentences = made["description"].split("。")
        made["description"] = "。".join(one for one in sentences if _INVENTED not in one)
    if "survey" in made:
        made["survey"] = {key: value for key, value in made["survey"].items() if key != "respondents"}
    to_confirm = _TO_CONFIRM | ({"survey"} & made.keys())
    made["unconfirmed"] = [name for name in get_args(Unconfirmed) if name in to_confirm]
    return made


def _cell(value: str, field: FieldDescriptor, by: int, wording: Wording) -> str:
    if field.name == FISCAL_YEAR:
        return str(int(value) + by)
    if field.type == "yearmonth" and value:
        return written_like(value, moved(parse_moment(value), by))
    return wording(value) if field.type == "string" else value
