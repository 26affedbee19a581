"""One schema for all years: a year's own descriptions, errors, and the independence of other years."""

import json
import re
from pathlib import Path

import pytest

from tests.promises.office import USUAL_CELLS, Office
from tests.support.former_form import SHIOKAZE, WARD, in_former_form
from tests.support.project_copy import MUNICIPALITIES
from tests.support.published import digest

SCHEMA, TABLES = "data/schema.yaml", "data/2024/tables.yaml"
_SCHEMA = """# 表の説明
tables:
  counts:
    title: 窓口3か所の件数
    fields:
      - {name: place, title: 場所, required: true}
      - {name: n, title: 件数, unit: 件, required: true, minimum: 0}
    primaryKey: [place]
crossChecks:
  - {name: 下限, explanation: 人数の内, formula: rows(panel) <= sum(counts.n), from: 2030}
"""
_TABLES = """# 令和6年度の表
defaults:
  status: published
  asOf: 2024-03-31
  publicationDate: 令和6年度
  sources: [{title: 見本の統計}]
"""
_TWO_COLUMNS = 'Table(section.table("counts"), "件数", name="all").columns("n", "waiting")'


@pytest.fixture
def shared(tmp_path: Path) -> Office:
    """Return the small municipality with a schema, and 令和6年度's descriptions of its tables."""
    office = Office.small(tmp_path / "office")
    (office.root / "data/2024/datapackage.json").unlink()
    office.write(SCHEMA, _SCHEMA)
    office.write(TABLES, _TABLES)
    return office


def _with_2025(office: Office) -> None:
    """Add a year with an additional column, and a check and an indicator of that column."""
    params = office.read("params/2024.yaml")
    office.write("params/2025.yaml", params.replace("令和6年度", "令和7年度"))
    office.write("data/2025/tables.yaml", office.read(TABLES).replace("2024-03-31", "2025-03-31"))
    office.table("counts", [("場所", "件数", "待ち"), ("本庁", 310, 5), ("支所", 25, 7)], "2025")
    waiting = "      - {name: waiting, title: 待ち, unit: 件, from: 2025}\n"
    office.edit(SCHEMA, "      - {name: place,", f"{waiting}      - {{name: place,")
    office.write(
        SCHEMA,
        office.read(SCHEMA)
        + "  - {name: 待ちは内数, explanation: 内数, formula: counts.waiting <= counts.n, from: 2025}\n"
        "indicators:\n  - {name: waiting, title: 待ち, value: sum(counts.waiting), from: 令和7年度}\n",
    )
    office.notebook(*USUAL_CELLS, _TWO_COLUMNS)


@pytest.mark.long
def test_a_column_of_a_later_year_leaves_the_final_of_an_earlier_one_whole(shared: Office) -> None:
    report = shared.root / "build/2024"
    assert shared.build("2024", "--final").code == 0
    manifest = digest(report / "manifest.json")
    notebook = shared.read("notebooks/t.ipynb")
    _with_2025(shared)
    verified = shared.run("verify", report)
    assert (
        verified.code == 0
        and "ノートブック　確定版を作ったときから変わっています（notebooks/t.ipynb）" in verified.out
    )
    again = shared.build("2024")
    assert again.code == 4 and "件数" in again.err  # the notebook shows one more table
    shared.write("notebooks/t.ipynb", notebook)
    assert "いまの入力から作ったままです" in shared.build("2024").out
    assert digest(report / "manifest.json") == manifest
    rebuilt = shared.run("verify", report, "--rebuild")
    assert rebuilt.code == 0, rebuilt.said
    assert re.search(r"作り直し（.*）（\d+個）　すべて一致", rebuilt.out)
    shared.notebook(*USUAL_CELLS, _TWO_COLUMNS)
    built = shared.build("2025", "--formats", "txt")
    assert built.code == 0, built.said
    assert "待ち" in (shared.root / "build/2025.partial/report.txt").read_text(encoding="utf-8-sig")
    shared.write("notebooks/t.ipynb", notebook)
    shared.edit(SCHEMA, "title: 件数, unit: 件", "title: 件数, until: 2025, unit: 件")
    assert shared.run("verify", report).code == 0
    shared.edit(SCHEMA, "title: 件数, until: 2025, unit: 件", "title: 件数, unit: 枚")
    concerned = shared.run("verify", report)
    assert concerned.code != 0
    assert "data/schema.yaml: 作成のときから変わっています" in concerned.err
    changed = shared.build("2024")
    assert changed.code == 4 and "data/schema.yaml" in changed.err and "枚" in changed.err, changed.err


def test_a_schema_that_ends_a_column_for_the_report_is_found(shared: Office) -> None:
    assert shared.build("2024").code == 0
    shared.edit(SCHEMA, "minimum: 0}", "minimum: 0, until: 2023}")
    assert (
        "data/schema.yaml: 作成のときから変わっています"
        in shared.run("verify", shared.root / "build/2024").err
    )


@pytest.mark.parametrize(("of", "root"), list(zip((WARD, SHIOKAZE), MUNICIPALITIES, strict=True)))
@pytest.mark.long
def test_both_forms_give_the_same_report(of: str, root: Path, tmp_path: Path) -> None:
    made = []
    for name in ("shared", "former"):
        office = Office.shipped(tmp_path / name, root)
        if name == "former":
            in_former_form(office.root, of)
        built = office.build("2025", "--formats", "html,txt")
        assert built.code == 0, built.said
        folder = office.root / "build/2025.partial"
        with (folder / "ledger.csv").open(encoding="utf-8-sig") as ledger:
            printed = [line.split(",")[1:6] for line in ledger]
        lines = folder.joinpath("report.txt").read_text(encoding="utf-8-sig").splitlines()
        made.append((lines, printed))
    assert made[0] == made[1]


_OTHER = "{until: 2023, title: 旧, fields: [{name: a, title: あ}], primaryKey: [a]}"
_LATER = "{name: late, title: 後, from: 2030}"
_OF_TABLES = "  count: {}\n  old: {}\n  counts: {survey: {respondents: 3}}\n"
Edits = tuple[tuple[str, str, str], ...]
# Damages made at once, and all messages of check: first of single files, then of both together.
_DAMAGES: dict[str, tuple[Edits, tuple[str, ...]]] = {
    "members and values": (
        (
            (SCHEMA, "件, required: true", "件, requird: true"),
            (SCHEMA, "minimum: 0}", "minimum: 0件}\n      - {name: k, title: 組, from: 2025, until: 2024}"),
            (SCHEMA, "title: 場所,", "title: 場所, from: 来年,"),
            (SCHEMA, "crossChecks:", f"  窓口: {_OTHER}\ncrossCheck:"),
            (TABLES, "  asOf:", "  asof:"),
            (TABLES, "published", "publish"),
        ),
        (
            "schema.yaml 7行目『tables.counts.fields.n.requird』: 知らない項目です。「required」ではありま",
            "schema.yaml 7行目『tables.counts.fields.n.minimum』: 整数として読めません",
            "schema.yaml 8行目『tables.counts.fields.k@2025』: 終わりの年度（until）が、始まり（from）より前",
            "schema.yaml 6行目『tables.counts.fields.place@来年.from』: 年度として読めません",
            "schema.yaml 10行目『tables.窓口』: 名前として使えません。",
            "schema.yaml 11行目『crossCheck』: 知らない項目です。「crossChecks」ではありませんか。",
            "tables.yaml 4行目『defaults.asof』: 知らない項目です。「asOf」ではありませんか。",
            "tables.yaml 3行目『defaults.status』: 「publish」は使えません。published、illustrative のどれか",
        ),
    ),
    "an entry there twice": (
        ((SCHEMA, "crossChecks:", "  counts: {title: 件数}\ncrossChecks:"),),
        ("data/schema.yaml 9行目: 項目「counts」が二重に書かれています。",),
    ),
    "tables of the year": (
        (
            (TABLES, "  publicationDate: 令和6年度\n", ""),
            (SCHEMA, "tables:\n", f"tables:\n  old: {_OTHER}\n"),
            (TABLES, "defaults:", f"tables:\n{_OF_TABLES}defaults:"),
        ),
        (
            "tables.yaml 3行目『tables.count』: 表「count」が data/schema.yaml にありません。「counts」では",
            "tables.yaml 4行目『tables.old』: 表「old」は、令和6年度にはない表です。",
            "tables.yaml 5行目『tables.counts.survey』: 表「counts」は、調査ではありません。",
            "tables.yaml 5行目『tables.counts.publicationDate』: 表「counts」の publicationDate がありま",
            "tables の counts か、defaults に書いてください。",
        ),
    ),
    "names": (
        (
            (SCHEMA, "      - {name: place,", f"      - {_LATER}\n      - {{name: n,"),
            (SCHEMA, "[place]", "[plaice]"),
            (SCHEMA, "sum(counts.n), from: 2030", "sum(counts.n), from: 2024"),
            (SCHEMA, "minimum: 0", "minimum: 0, maximum: -1"),
        ),
        (
            "schema.yaml 8行目『tables.counts.fields.n.name』: 列「n」が二度あります。",
            "schema.yaml 8行目『tables.counts.fields.n』: minimum（0）が、maximum（-1）より大きい値です。",
            "schema.yaml 9行目『tables.counts.primaryKey.1』: 表「counts」に列「plaice」はありません。",
            "schema.yaml 11行目『crossChecks.下限@2024.formula』: 検算「下限」: 式「rows(panel) <= ",
        ),
    ),
    "no table of the year": (
        ((SCHEMA, "    title: 窓口", "    until: 2023\n    title: 窓口"),),
        ("data/schema.yaml 2行目『tables』: 令和6年度の表が、一つもありません。",),
    ),
    "the table": (
        ((SCHEMA, "minimum: 0", "maximum: 20"),),
        ("data/2024/counts.csv 2行目『件数』: 大きすぎる値です（302）。20以下にしてください。",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _DAMAGES)
def test_damages_are_placed_with_their_remedies(name: str, shared: Office) -> None:
    edits, says = _DAMAGES[name]
    for file, old, new in edits:
        shared.edit(file, old, new)
    checked = shared.check()
    assert checked.code != 0
    assert [one for one in says if one not in checked.out] == [], checked.out


def test_the_form_of_a_years_descriptions_is_never_guessed(shared: Office) -> None:
    shared.write("data/2024/datapackage.json", "{}")
    said = shared.check().out
    assert "data/2024/tables.yaml: datapackage.json もあり、どちらの説明を使うのか決まりません。" in said
    (shared.root / "data/2024/datapackage.json").unlink()
    (shared.root / TABLES).rename(shared.root / "data/2024/table.yaml")
    assert "data/2024/tables.yaml: ファイルがありません。" in shared.check().out
    (shared.root / SCHEMA).unlink()
    (shared.root / "data/2024/table.yaml").rename(shared.root / TABLES)
    assert "data/schema.yaml: ファイルがありません。" in shared.check().out


def test_a_year_of_the_former_form_and_one_of_the_schema_coexist(shared: Office) -> None:
    _with_2025(shared)
    small = Office.small(shared.root.parent / "former")
    former = small.read("data/2024/datapackage.json")
    (shared.root / TABLES).unlink()
    shared.write("data/2024/datapackage.json", former)
    checked = shared.check("2025")
    assert "誤り 0件" in checked.out, checked.out
    assert json.loads(former)["resources"][0]["name"] in shared.read(SCHEMA)


@pytest.mark.long
def test_a_new_year_copies_the_short_file_and_marks_it(tmp_path: Path) -> None:
    office = Office.shipped(tmp_path / "office", MUNICIPALITIES[1])
    schema = office.read(SCHEMA)
    assert office.build("2025").code == 0
    begun = office.run("new-year", "2026")
    assert begun.code == 0, begun.said
    assert office.read(SCHEMA) == schema
    assert not (office.root / "data/2026/datapackage.json").exists()
    made = office.read("data/2026/tables.yaml")
    assert made.startswith("# 令和8年度の表について、")
    for line in (
        "  status: illustrative  # 要確認: 架空の値のまま",
        "  asOf: 2026-03-31  # 要確認: 2025-03-31 を一年進めた",
        "  publicationDate: 令和8年度  # 要確認: 令和7年度 を一年進めた",
        "  systems: {asOf: 2026-07-31}  # 要確認: 2025-07-31 を一年進めた",
        "  facilities: {description: 令和7年度の予約件数}  # 要確認: 年度を一年進めた",
        "    survey: {respondents: 186, periodStart: 2026-09-01, periodEnd: 2026-09-26}  # 要確認: "
        "令和7年度の人数のまま、2025-09-01 を一年進めた、2025-09-26 を一年進めた",
    ):
        assert f"\n{line}\n" in made, made
    row = made.splitlines().index("  systems: {asOf: 2026-07-31}  # 要確認: 2025-07-31 を一年進めた") + 1
    assert f"data/2026/tables.yaml:{row}" in begun.out
    assert (
        f"【要確認】data/2026/tables.yaml {row}行目『tables.systems』: 「要確認」の印が残っています"
        in office.check("2026").out
    )


def test_a_new_year_has_the_tables_of_that_year(shared: Office) -> None:
    _with_2025(shared)
    shared.notebook(*USUAL_CELLS)
    fields = "fields: [{name: id, title: 番号}]\n    primaryKey: [id]"
    ended, begun = (
        f"  {name}:\n    {bound}\n    title: {name}\n    {fields}\n"
        for name, bound in (("old", "until: 2025"), ("late", "from: 2026"))
    )
    shared.edit(SCHEMA, "tables:\n", f"tables:\n{ended}{begun}")
    for year in ("2024", "2025"):
        shared.table("old", [("id",), ("1",)], year)
        shared.write(
            f"data/{year}/tables.yaml",
            shared.read(f"data/{year}/tables.yaml") + "tables:\n  old:\n    description: 前の表\n",
        )
    assert shared.build("2025").code == 0
    assert shared.run("new-year", "2026").code == 0
    assert sorted(path.name for path in (shared.root / "data/2026").iterdir()) == [
        "counts.csv",
        "late.csv",
        "tables.yaml",
    ]
    assert "old" not in shared.read("data/2026/tables.yaml")
