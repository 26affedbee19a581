"""Quick commands import nothing heavy: slow imports happen where they are needed."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

HEAVY = (
    "pandas", "numpy", "matplotlib", "IPython", "papermill", "nbclient", "jupyter_client", "nbconvert",
    "nbformat", "jsonschema", "openpyxl", "xlsxwriter", "jinja2", "fontTools", "typst", "pikepdf",
    "pypdfium2", "dask", "distributed",
)  # fmt: skip
PARAMETERS = ("pydantic", "yaml")
QUICK = {
    "a command line": ("from progress_report.cli.parser import parse; parse(['build', '2024'])", PARAMETERS),
    "what an unchanged build compares": (
        "from progress_report.cli.parser import parse; parse(['build', '2024']); "
        "from progress_report.publishing import overwrite_protection, unchanged; "
        "from progress_report.provenance import record; "
        "from progress_report.inputs.project import Project; record.installed_packages(Project.here())",
        PARAMETERS,
    ),
    "the parameters of a year": (
        "from progress_report.inputs.params.report_params import read_params; "
        "from progress_report.inputs.project import Project; "
        "from progress_report.model.fiscal_year import FiscalYear; "
        "from progress_report.provenance import record; "
        "record.digests(record.files_of(read_params(Project.here(), FiscalYear(2024)), ()))",
        (),
    ),
    "trace": ("from progress_report.provenance import trace_question", ()),
    "verify": ("from progress_report.verification import verification", ()),
    "the tables as delivered": ("from progress_report.inputs.tables import datasets", ()),
}


def loaded(code: str, modules: tuple[str, ...]) -> str:
    """Return which of the modules the code loads, in a separate process."""
    reported = f"import sys; {code}; print(*sorted({{*{modules!r}}} & sys.modules.keys()))"
    root = Path(__file__).parents[1]
    asked = subprocess.run([sys.executable, "-c", reported], cwd=root, capture_output=True, check=True)
    return asked.stdout.decode().strip()


@pytest.mark.parametrize("quick", QUICK)
def test_it_loads_nothing_heavy(quick: str) -> None:
    code, further = QUICK[quick]
    assert loaded(code, HEAVY + further) == ""


def test_dask_is_loaded_where_a_cluster_is_asked_for_only() -> None:
    """A separate process is necessary, since this one has loaded them already."""
    modules = ("distributed", "dask")
    assert all(map(find_spec, modules))
    used = ("distributed.reports", "watching.watcher", "distributed.coordinator")
    assert loaded("import " + ", ".join(f"progress_report.{name}" for name in used), modules) == ""


def test_a_notebook_opens_its_section_by_the_package_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1] / "notebooks")
    from progress_report import inputs

    assert inputs.open_section(2024, "3_cashless").name == "3_cashless"
    with pytest.raises(AttributeError, match="nothing"):
        inputs.nothing  # noqa: B018
