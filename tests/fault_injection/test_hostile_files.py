"""Files made to hang, exhaust or deceive a reader are refused by name, within a memory limit."""

import json

import pytest

from tests.fault_injection.hostile_files import QUICK, SLOW, TABLE, HostileFile
from tests.fault_injection.resource_limits import validate_within_bounds
from tests.inputs.ward_files import PACKAGE, PARAMS, WardFiles

MOST_MEGABYTES = 1500


@pytest.mark.parametrize("hostile", QUICK.values(), ids=QUICK)
def test_a_hostile_file_is_refused_by_name(ward: WardFiles, hostile: HostileFile) -> None:
    hostile.place(ward)
    findings = ward.findings()
    assert findings
    assert {finding.file for finding in findings} == {hostile.file}
    assert hostile.says in findings[0].message, str(findings[0])
    assert all((finding.message + finding.remedy).count("。") >= 2 for finding in findings)


@pytest.mark.long
@pytest.mark.parametrize("hostile", [*QUICK.values(), *SLOW.values()], ids=[*QUICK, *SLOW])
def test_in_bounded_memory_and_time(ward: WardFiles, hostile: HostileFile) -> None:
    hostile.place(ward)
    outcome = validate_within_bounds(ward.root)
    assert hostile.says in outcome.reported[0] and hostile.file in outcome.reported[0], outcome.reported[0]
    assert outcome.megabytes < MOST_MEGABYTES


@pytest.mark.parametrize(
    "path",
    [
        "../2025/systems.csv",
        "..\\systems.csv",
        "/etc/passwd",
        "C:systems.csv",
        "a/b.csv",
        "systems.csv\0",
        "..",
    ],
)
def test_a_table_lies_in_its_year_s_folder(ward: WardFiles, path: str) -> None:
    ward.describe(lambda package: package["resources"][4].update(path=path))
    assert {finding.file for finding in ward.findings()} == {PACKAGE}


@pytest.mark.parametrize("name", ["../notebooks/1_data_utilization", "/etc/passwd", "a/b", "..", "a\\b"])
def test_a_notebook_lies_in_its_folder(ward: WardFiles, name: str) -> None:
    ward.change(PARAMS, "notebook: 3_cashless", f"notebook: {name}")
    (finding,) = ward.findings()
    assert finding.file == PARAMS and "ノートブックの名前ではありません" in finding.message


@pytest.mark.parametrize("family", ["</style><script>", 'A"; } * { x: "', "A; }", "A\\", " A", "A" * 61])
def test_a_font_s_name_is_a_name(ward: WardFiles, family: str) -> None:
    """The name is written into style sheets, which offer no other escaping."""
    font = json.dumps({"family": family, "regular": "a.otf", "bold": "b.otf"})
    ward.write(PARAMS, f"{ward.text(PARAMS)}\nfont: {font}\n")
    (finding,) = ward.findings()
    assert finding.file == PARAMS and "書体の名前として使えません" in finding.message


def test_the_target_of_a_link_is_validated_as_a_table(ward: WardFiles) -> None:
    """The link's target is read like any table; a target that is no table is refused."""
    ward.path(TABLE).unlink()
    ward.path(TABLE).symlink_to("/etc/passwd")
    assert {finding.file for finding in ward.findings()} == {TABLE}
