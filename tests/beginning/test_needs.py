"""Needs of sections, read from their notebooks: tables, and the checks and indicators over those alone."""

import pytest

from progress_report.beginning.needs import Needs, needs_of
from progress_report.inputs.notebooks.notebook_source import NotebookSource
from progress_report.inputs.project import Project
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.model.fiscal_year import FiscalYear
from tests.promises.office import Office

OPEN = 'from progress_report.authoring import *\nsection = open_section(fiscal_year, "own")'
_YEAR = FiscalYear(2025)


@pytest.fixture
def ward(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office.shipped(tmp_path_factory.mktemp("ward"))


def _needs(ward: Office, *cells: str, others: tuple[str, ...] = ()) -> Needs:
    ward.notebook(OPEN, *cells, name="own")
    project = Project(ward.root)
    return needs_of(project, read_data_package(project, _YEAR), ("own", *others))


def _names(needs: Needs, member: str) -> list[str]:
    return [one.name for one in getattr(needs.package.descriptor, member) if needs.has(one)]


def test_a_table_comes_with_those_that_it_refers_to(ward: Office) -> None:
    needs = _needs(ward, 'section.table("remaining_issues")')
    assert needs.tables == {"remaining_issues", "systems"}
    assert _names(needs, "crossChecks") == ["完了は課題の内数"]
    assert _names(needs, "indicators") == ["progress"]
    assert _names(needs, "plans") == []  # its target belongs to a section left out
    assert not needs.refers_to_section("4_standardization.target")


def test_a_check_over_a_table_left_out_is_left_out(ward: Office) -> None:
    needs = _needs(ward, 'years(section, "online_procedures")')
    assert needs.tables == {"online_procedures"}
    assert _names(needs, "crossChecks") == []
    assert _names(needs, "indicators") == ["online", "online_share", "not_online"]
    assert _names(needs, "plans") == []


def test_a_section_of_indicators_reads_all_where_the_others_have_none(ward: Office) -> None:
    alone = _needs(ward, 'section.table("cashless")', "key_figures(section).conclusions()")
    assert alone.tables == {
        "cashless",
        "online_procedures",
        "applications",
        "systems",
        "resident_survey_overview",
    }
    beside = _needs(ward, "key_figures(section).conclusions()", others=("4_standardization",))
    assert beside.tables == {"systems", "remaining_issues"}
    assert _names(beside, "plans") == ["progress_target"]


def test_a_notebook_that_computes_the_names_of_its_tables_needs_all(ward: Office) -> None:
    needs = _needs(ward, "[section.table(name) for name in list(section.package.names)]")
    assert needs.tables == {*needs.package.names}


def test_only_the_dates_that_something_uses_are_kept(ward: Office) -> None:
    needs = _needs(ward, 'say("{as_of}と{plan}")\nsection.quantity("target")')
    used = needs.names_used(NotebookSource(Project(ward.root), "own"))
    assert {"as_of", "comparison", "plan", "target"} <= used
    assert "dashboard" not in used
    needs = _needs(ward, others=("4_standardization", "0_summary"))
    notebook = NotebookSource(Project(ward.root), "4_standardization")
    assert {"completion", "target"} <= needs.names_used(notebook)  # because a plan names them
