"""A printed number equals its cell's value, or the build stops, whatever a notebook claims."""

import json
import re

from tests.promises.office import USUAL_CELLS, Office

_LOAD, _TABLE, _PROSE = USUAL_CELLS
_IMPORTS = """from dataclasses import replace
from fractions import Fraction
from IPython.display import display
counts = section.table("counts")["n"]
head_office, branch = counts.iloc[0], counts.iloc[1]
share = head_office / (head_office + branch)"""
_ROWS = (("場所", "件数"), ("本庁", 302), ("支所", 20), *((place, 1) for place in "甲乙丙丁戊己庚"))


def _shows(expressions: list[str]) -> str:
    """Return a cell whose table shows these values, in the rows of a table of nine."""
    return (
        f"shown = [{', '.join(expressions)}]\n"
        'frame = section.table("counts").iloc[: len(shown)].assign(n=shown)\n'
        'Table(frame, "値", name="shown").columns("n").label(n="値")'
    )


# Forged first-row values of a notebook, and the builder's error for each.
LIES = {
    "another value": ("replace(head_office, value=Fraction(500))", "「500件」", "2行目 n（件数） は302件"),
    "another cell's value": (
        "replace(head_office, origin=branch.origin)",
        "「302件」",
        "3行目 n（件数） は20件",
    ),
    "a cell that is not there": (
        "replace(head_office, origin=replace(head_office.origin, row=99))",
        "「302件」",
        "99行目がありません",
    ),
    "a column that is not there": (
        "replace(head_office, origin=replace(head_office.origin, column='m'))",
        "「302件」",
        "列「m」がありません",
    ),
    "another unit": ("replace(head_office, unit='手続')", "「302手続」", "単位は件です"),
    "invented data as real": (
        "replace(head_office, origin=replace(head_office.origin, illustrative=True))",
        "「302件」",
        "データの状態は published です",
    ),
    "a share of something else": (
        "replace(share, value=Fraction(1, 2))",
        "「50.0%」",
        "302件 ÷ 322件 は93.8%",
    ),
    "a sum that is none": (
        "replace(head_office + branch, value=Fraction(323))",
        "「323件」",
        "302件 + 20件 は322件",
    ),
    "an operation that is none": (
        "replace(share, origin=replace(share.origin, operation='倍'))",
        "「93.8%」",
        "「倍」という計算はありません",
    ),
}


def test_values_that_are_not_their_sources_stop_the_build_together(office: Office) -> None:
    office.table("counts", _ROWS)
    office.notebook(_LOAD, _IMPORTS, _shows([expression for expression, _, _ in LIES.values()]), _PROSE)
    done = office.build("2024", "--formats", "txt")
    assert done.code == 3
    found = [line for line in done.err.splitlines() if line.startswith("【誤り】")]
    assert len(found) == len(LIES)
    for lie, (_, printed, says) in LIES.items():
        start = f"【誤り】notebooks/t.ipynb: {printed}が、"
        assert any(line.startswith(start) and says in line for line in found), (lie, found)
    assert not (office.root / "build").exists()


def test_the_truth_is_counted_in_the_manifest_and_said(office: Office) -> None:
    office.notebook(_LOAD, _IMPORTS, _shows(["head_office", "share"]), _TABLE, _PROSE)
    done = office.build()
    assert done.code == 0, done.err
    said = re.search(r"ledger\.csv の数値 ([0-9]+)件を、元の表とパラメータから計算し直し", done.out)
    assert said is not None
    manifest = json.loads(office.read("build/2024/manifest.json"))
    assert manifest["audit"]["printed"] == int(said[1]) > 0
    rows = (office.root / "build/2024/ledger.csv").read_text(encoding="utf-8-sig").splitlines()
    assert int(said[1]) == sum(",structural," not in row for row in rows[1:])


def test_raw_blocks_are_audited_too(office: Office) -> None:
    """A raw block, made without an authoring function, with its own record of a date."""
    raw = """block = say("{when}", when=section.date("as_of"))
made = block._repr_mimebundle_()
for run in next(iter(made.values()))["content"]:
    run["text"] = "令和9年度"
display(made, raw=True)"""
    office.notebook(_LOAD, _IMPORTS, raw, _PROSE)
    done = office.build("2024", "--formats", "txt")
    assert done.code == 3
    assert "「令和9年度」が、出どころに書かれた「令和5年度」と違います" in done.err


def test_a_count_is_counted_again(ward: Office) -> None:
    """The shipped survey with a wrong count, a count of another choice, and one by an unknown rule."""
    name = "notebooks/1_data_utilization.ipynb"
    lies = """from dataclasses import replace
from fractions import Fraction
count = needs.counts.iloc[0, 0]
origin = count.origin
other = replace(count, value=Fraction(7), origin=replace(origin, matched=7))
choice = replace(count, origin=replace(origin, predicate="= 2"))
rule = replace(count, origin=replace(origin, predicate="ほか"))
panel.say("{other}、{choice}、{rule}", other=other, choice=choice, rule=rule)"""
    notebook = json.loads(ward.read(name))
    notebook["cells"].append(
        {
            "cell_type": "code",
            "id": "lies",
            "metadata": {},
            "source": lies,
            "outputs": [],
            "execution_count": None,
        }
    )
    ward.write_json(name, notebook)
    done = ward.build("2024", "--only", "1_data_utilization", "--formats", "txt")
    assert done.code == 3
    found = [line for line in done.err.splitlines() if line.startswith("【誤り】")]
    assert len(found) == 3
    assert all(line.startswith(f"【誤り】{name}: ") for line in found)
    assert "「7人」が、出どころを確かめられません" in found[0]
    assert "当たるのは0行です" in found[1]
    assert "数え方「ほか」を確かめられません" in found[2]


def test_verify_recomputes_the_numbers_of_the_document(office: Office) -> None:
    """Even where somebody changed the document and rewrote the manifest."""
    assert office.build().code == 0
    folder = office.root / "build/2024"
    verified = office.run("verify", folder)
    assert verified.code == 0, verified.said
    assert re.search(r"数値の計算し直し（[0-9]+件）　すべて一致", verified.out)
    text = office.read("build/2024/document.json")
    office.write("build/2024/document.json", text.replace('"value":"302"', '"value":"305"'))
    verified = office.run("verify", folder)
    assert verified.code == 1
    assert "2行目 n（件数） は302件です" in verified.said
