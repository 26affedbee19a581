"""A quick command loads nothing heavy: what takes long to import is imported where it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "pandas", "numpy", "matplotlib", "IPython", "papermill", "nbclient", "jupyter_client", "nbconvert",
    "nbformat", "jsonschema", "openpyxl", "xlsxwriter", "jinja2", "fontTools", "typst", "pikepdf",
    "pypdfium2",
)  # fmt: skip
PARAMETERS = ("pydantic", "yaml")
QUICK = {
    "a command line": ("import report_builder; report_builder.parse(['build', '2024'])", PARAMETERS),
    "what an unchanged build compares": (
        "import report_builder; report_builder.parse(['build', '2024']); "
        "from progress_report.building import record, sealing, superseding; "
        "from progress_report.inputs.project import Project; record.installed_packages(Project.here())",
        PARAMETERS,
    ),
    "the parameters of a year": (
        "from progress_report.inputs.params import read_params; "
        "from progress_report.inputs.project import Project; "
        "from progress_report.model.fiscal_year import FiscalYear; "
        "from progress_report.building import record; "
        "record.input_hashes(read_params(Project.here(), FiscalYear(2024)), ())",
        (),
    ),
    "trace and impact": ("from progress_report.building import questions", PARAMETERS),
    "verify": ("from progress_report.building import verification", ()),
    "the tables as delivered": ("from progress_report.inputs import datasets", ()),
}


@pytest.mark.parametrize("quick", QUICK)
def test_it_loads_nothing_heavy(quick: str) -> None:
    code, further = QUICK[quick]
    told = f"import sys; {code}; print(*sorted({{*{HEAVY + further!r}}} & sys.modules.keys()))"
    asked = subprocess.run(
        [sys.executable, "-c", told],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert asked.stdout.strip() == ""


def test_a_notebook_opens_its_section_by_the_package_alone() -> None:
    from progress_report import inputs

    assert inputs.open_section(2024, "3_cashless").name == "3_cashless"
    with pytest.raises(AttributeError, match="nothing"):
        inputs.nothing  # noqa: B018
