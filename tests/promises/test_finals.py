"""A final report is protected, and every later command respects what it published."""

import csv
import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.promises.finals import CELLS, older_final, reseal, tree, trend, two_years
from tests.promises.office import USUAL_CELLS, Office
from tests.support.project_copy import ROOT

COUNTS, TREND, PUBLISHED = "data/2024/counts.csv", "data/2024/trend.csv", "data/2024/published.csv"
NOTEBOOK = "notebooks/t.ipynb"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an office published as final under umask 077; tests change copies."""
    office = two_years(tmp_path_factory.mktemp("finals") / "office")
    umask = {} if sys.platform == "win32" else {"umask": 0o077}
    built = office.run("build", "2024", "--final", **umask)
    assert built.code == 0, built.err
    return office


@pytest.fixture
def published(made: Office, tmp_path: Path) -> Office:
    return Office(Path(shutil.copytree(made.root, tmp_path / "office")))


def _remark(notebook: dict[str, Any]) -> None:
    source = notebook["cells"][-1]["source"]
    notebook["cells"][-1]["source"] = [*([source] if isinstance(source, str) else source), "  # 同じもの"]


def test_a_final_stands_and_a_draft_never_replaces_it(published: Office) -> None:
    before = tree(published.root)
    for arguments in (("2024", "--final"), ("2024",)):
        again = published.build(*arguments)
        assert (again.code, len(again.out.strip().splitlines())) == (0, 1), again.said
        assert "確定版です" in again.out
    assert "--out" in again.out
    published.edit_json(NOTEBOOK, _remark)  # another notebook, the same print
    before[NOTEBOOK] = (published.root / NOTEBOOK).read_bytes()
    again = published.build("2024")
    assert (again.code, len(again.out.strip().splitlines())) == (0, 1), again.said
    assert "印刷される内容は同じです" in again.out and "--out" in again.out
    assert tree(published.root) == before


@pytest.mark.parametrize("command", [("2024",), pytest.param(("2024", "--final"), marks=pytest.mark.long)])
def test_what_would_differ_is_named_and_nothing_is_written(
    published: Office, command: tuple[str, ...]
) -> None:
    published.edit(COUNTS, "302", "312")
    before = tree(published.root)
    refused = published.build(*command)
    assert refused.code == 4
    assert "「本庁は302件である。」→「本庁は312件である。」" in refused.err
    assert "revise 2024" in refused.err and COUNTS in refused.err and "--out" in refused.err
    assert tree(published.root) == before


def test_all_years_skip_a_final_and_make_the_others(published: Office) -> None:
    published.edit(COUNTS, "302", "312")
    before = tree(published.root / "build/2024")
    made = published.run("build", "--all")
    assert made.code == 0, made.err
    assert "2024 は確定版なので、そのままにしました" in made.out
    assert "入力か成果物が変わっています" in made.out
    assert tree(published.root / "build/2024") == before
    assert (published.root / "build/2025/report.html").is_file()


@pytest.mark.long
@pytest.mark.parametrize(
    "change",
    [
        lambda office: office.edit("params/2024.yaml", "今後も取組を進める", "今後は取組を改める"),
        lambda office: office.edit(NOTEBOOK, "本庁は{n}である。", "本庁では{n}である。"),
        lambda office: office.notebook(*CELLS[:3], CELLS[4], CELLS[1]),
        lambda office: office.table("trend", trend(2023, y2022=240)),
    ],
    ids=["params", "notebook", "order", "another table"],
)
def test_any_other_print_is_refused(published: Office, change: Callable[[Office], object]) -> None:
    change(published)
    before = tree(published.root)
    refused = published.build("2024", "--final")
    assert (refused.code, tree(published.root)) == (4, before), refused.said
    assert "「" in refused.err and "→" in refused.err
    elsewhere = published.build("2024", "--out", str(published.root / "elsewhere"))
    assert elsewhere.code == 0, elsewhere.err
    assert "案（未確定）です" in elsewhere.out


@pytest.mark.long
def test_a_lost_folder_is_restored_only_as_it_was_published(published: Office) -> None:
    report = tree(published.root / "build/2024")
    shutil.rmtree(published.root / "build")
    before = tree(published.root)
    draft = published.build("2024")
    assert draft.code == 4 and "--final" in draft.err and PUBLISHED in draft.err
    published.edit(COUNTS, "302", "312")
    changed = published.build("2024", "--final")
    assert changed.code == 4 and "「302件」→「312件」" in changed.err, changed.said
    published.edit(COUNTS, "312", "302")
    assert tree(published.root) == before
    restored = published.build("2024", "--final")
    assert restored.code == 0, restored.err
    assert tree(published.root / "build/2024") == report


@pytest.mark.long
def test_what_a_section_read_in_secret_keeps_it_from_being_final(published: Office) -> None:
    secret = published.write("secret.txt", "多数")
    reading = f"from pathlib import Path\nsaid = Path({str(secret)!r}).read_text(encoding='utf-8')"
    office = Office.small(published.root / "other")
    used = 'counts = section.table("counts")'
    office.notebook(*CELLS[:1], reading, 'say("件数は"+said+"である。")', used, 'prose(section, "outlook")')
    refused = office.build("2024", "--final")
    assert refused.code == 3
    assert NOTEBOOK in refused.err and "secret.txt" in refused.err
    assert not (office.root / "build/2024").exists() and not (office.root / PUBLISHED).exists()
    assert office.build("2024").code == 0
    verified = office.run("verify", office.root / "build/2024")
    assert verified.code == 1 and f"{NOTEBOOK}: 作成記録にないもの" in verified.err


def test_what_was_published_stands_in_a_file_of_its_own(published: Office) -> None:
    with (published.root / PUBLISHED).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = {(row["table"], row["row"], row["column"]): row for row in rows if row["kind"] == "cell"}
    cell = cells["trend", json.dumps({"fiscal_year": "2023"}), "received"]
    assert (cell["printed"], cell["value"], cell["unit"], cell["revision"]) == ("302", "302", "件", "1")
    with (published.root / "build/2024/ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        ledger = [(row["identifier"], row["printed"], row["value"]) for row in csv.DictReader(file)]
    told = [(row["identifier"], row["printed"], row["value"]) for row in rows if row["kind"] == "printed"]
    assert told == ledger


def test_the_next_year_is_held_to_what_was_published(published: Office) -> None:
    published.table("trend", trend(2023, y2023=312), "2024")
    published.table("trend", trend(2024, y2023=312), "2025")
    checked = published.check("2025")
    assert checked.code == 1
    assert (
        "data/2025/trend.csv 3行目『受付』: 令和6年度の報告では302でしたが、312になっています" in checked.out
    )
    entry = checked.out[checked.out.index("「- {") + 1 : checked.out.index("}」") + 1]
    declared = f"restatements:\n  {entry.replace('reason: ', 'reason: 集計の見直し')}\n"
    published.write("params/2025.yaml", published.read("params/2025.yaml") + declared)
    assert published.check("2025").code == 0
    compared = published.run("compare", "2024", "2025")
    assert "302件※" in compared.out and "350件" in compared.out and "38件増" in compared.out
    assert "302件から312件に修正。修正後の値は312件" in compared.out and "集計の見直し" in compared.out


@pytest.mark.long
def test_the_report_prints_what_was_published_and_marks_it(published: Office) -> None:
    published.table("trend", trend(2023, y2023=312), "2024")
    published.table("trend", trend(2024, y2023=312), "2025")
    entry = "{table: trend, year: 令和5年度, column: received, published: 302, revised: 312, reason: 見直し}"
    declared = f"restatements:\n  - {entry}\n"
    published.write("params/2025.yaml", published.read("params/2025.yaml") + declared)
    built = published.build("2025")
    assert built.code == 0, built.err
    assert "前回は302件[※]、今回は350件" in published.report("2025")
    assert "38件増" in published.report("2025")
    assert "受付を302件から312件に修正。修正後の値は312件" in published.report("2025")
    ledger = (published.root / "build/2025/ledger.csv").read_text(encoding="utf-8-sig")
    assert f"{PUBLISHED} " in ledger


def test_a_draft_binds_nobody(published: Office) -> None:
    (published.root / PUBLISHED).unlink()
    for year, last in (("2024", 2023), ("2025", 2024)):
        published.table("trend", trend(last, y2023=312), year)
    assert published.check("2025").code == 0


@pytest.mark.long
def test_a_damaged_record_is_refused(published: Office) -> None:
    whole = (published.root / PUBLISHED).read_bytes()
    text = whole.decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    for damaged, says in (
        (whole.replace(b",302,302,", b",303,303,"), "書き換えられています"),
        ("".join(lines[:-1]).encode(), "末尾の行"),
        ("".join(lines[1:]).encode(), "見出しの行"),
        (text.encode("utf-16"), "文字コード"),
        (text.replace(",件,", ",,件,", 1).encode(), "列の数"),
        (b"", "見出しの行"),
    ):
        published.write(PUBLISHED, damaged)
        checked = published.check("2025")
        assert checked.code == 1, says
        assert f"{PUBLISHED}" in checked.out and "公表した値の記録が壊れています" in checked.out
        assert says in checked.out


def test_verify_holds_the_report_to_the_record(published: Office) -> None:
    report = published.root / "build/2024"
    verified = published.run("verify", report)
    assert verified.code == 0, verified.said
    assert f"公表した値の記録 {PUBLISHED}" in verified.out
    (report / "review.html").write_text("<p>", encoding="utf-8")
    reseal(report)
    verified = published.run("verify", report)
    assert verified.code == 1
    assert f"{PUBLISHED}: 公表した値の記録にある manifest.json の SHA-256" in verified.err


def test_a_build_that_died_before_the_record_was_written_is_repaired(published: Office) -> None:
    record = (published.root / PUBLISHED).read_bytes()
    (published.root / PUBLISHED).unlink()
    verified = published.run("verify", published.root / "build/2024")
    assert verified.code == 0 and f"{PUBLISHED}　ありません" in verified.out
    repaired = published.build("2024")
    assert repaired.code == 0 and PUBLISHED in repaired.out, repaired.said
    assert (published.root / PUBLISHED).read_bytes() == record


def test_verify_names_links_empty_folders_and_missing_formats(published: Office, tmp_path: Path) -> None:
    report = published.root / "build/2024"
    (report / "report.pdf").unlink()
    reseal(report)
    (report / "empty/folder").mkdir(parents=True)
    shutil.move(report / "report.txt", tmp_path / "report.txt")
    (report / "report.txt").symlink_to(tmp_path / "report.txt")
    (report / "tables/linked").symlink_to(tmp_path, target_is_directory=True)
    verified = published.run("verify", report)
    assert verified.code == 1
    for name, says in (
        ("report.pdf", "PDFの報告書が"),
        ("report.txt", "リンク"),
        ("tables/linked", "リンク"),
        ("empty/folder", "空のフォルダ"),
    ):
        assert any(f"2024/{name}: {says}" in line for line in verified.err.splitlines()), name


@pytest.mark.long
def test_building_again_makes_every_format_and_names_the_file_that_was_given(
    published: Office, tmp_path: Path
) -> None:
    report = published.root / "build/2024"
    page = tmp_path / "received.html"
    page.write_bytes((report / "report.html").read_bytes())
    assert published.run("verify", page, "--rebuild").code == 0
    page.write_text((report / "report.html").read_text(encoding="utf-8").replace("本庁は", "支所は"), "utf-8")
    verified = published.run("verify", page, "--rebuild")
    assert verified.code == 1 and f"{page}: 作り直すと違う内容になります" in verified.err
    assert "作り直し（HTML）" in verified.out
    (report / "report.txt").unlink()
    reseal(report)
    verified = published.run("verify", report, "--rebuild")
    assert "report.txt: 作り直すとできるファイルが、ありません" in verified.err
    assert "作り直し（HTML・PDF・テキスト）" in verified.out


def test_revise_finds_the_part_that_was_tampered_with(published: Office) -> None:
    report = published.root / "build/2024"
    published.edit(COUNTS, "302", "312")
    for record in (True, False):
        if not record:
            (published.root / PUBLISHED).unlink()
        path = report / "document.json"
        path.write_bytes(path.read_bytes().replace("本庁は".encode(), "支所は".encode()))
        reseal(report)
        before = tree(published.root)
        refused = published.run("revise", "2024", "--reason", "転記の誤り")
        assert refused.code == 1
        assert "document.json にある文が、report.html にありません" in refused.err
        assert (PUBLISHED in refused.err) is record
        assert tree(published.root) == before


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("report.html", "本庁は", "支所は"),
        ("ledger.csv", "302", "303"),
        ("report.txt", "302", "303"),
        ("document.json", "302", "303"),
    ],
)
def test_revise_finds_any_part_without_the_record_too(
    published: Office, name: str, old: str, new: str
) -> None:
    (published.root / PUBLISHED).unlink()
    path = published.root / "build/2024" / name
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    reseal(path.parent)
    published.edit(COUNTS, "302", "312")
    refused = published.run("revise", "2024", "--reason", "転記の誤り")
    assert refused.code == 1, refused.said


@pytest.mark.long
def test_a_revision_writes_the_record_of_its_own_and_binds_the_next_year(published: Office) -> None:
    published.table("trend", trend(2023, y2023=312), "2024")
    revised = published.run("revise", "2024", "--reason", "転記の誤り")
    assert revised.code == 0, revised.err
    assert "データの作成　" in revised.err and "\nの作成" not in revised.err
    assert ",2," in published.read(PUBLISHED).splitlines()[1]
    assert published.run("verify", published.root / "build/2024").code == 0
    assert published.run("verify", published.root / "build/2024.edition1").code == 0
    assert "では312でしたが、302" in published.check("2025").out


@pytest.mark.long
def test_errata_written_by_hand_do_not_hide_another_change(published: Office) -> None:
    published.edit(COUNTS, "302", "312")
    published.table("trend", trend(2023, y2022=240), "2024")
    where = "本文 １ 第１段落"
    said = "wrong: 本庁は302件である。, right: 本庁は312件である。"
    errata = f"errata:\n  - {{edition: 2, where: {where}, {said}, reason: 誤り}}\n"
    published.write("params/2024.yaml", published.read("params/2024.yaml") + errata)
    before = tree(published.root)
    refused = published.build("2024", "--final")
    assert refused.code == 4 and "正誤表にないもの" in refused.err and "240" in refused.err, refused.said
    assert tree(published.root) == before


def test_a_final_of_an_older_version_is_verified(tmp_path: Path) -> None:
    office = older_final(tmp_path / "older")
    verified = office.run("verify", office.root / "build/2024")
    assert "成果物（10個）　すべて一致" in verified.out
    assert "埋め込まれた作成記録（2個）　すべて一致" in verified.out
    assert f"{PUBLISHED}　ありません" in verified.out


@pytest.mark.long
def test_a_final_of_an_older_version_stands_and_is_revised(tmp_path: Path) -> None:
    """Its notebook uses functions of that version and is refused; rewritten, it prints its sources, too."""
    office = older_final(tmp_path / "older")
    before = tree(office.root / "build")
    assert "「table」は、なくなりました。" in office.check("2024").said
    office.notebook(*USUAL_CELLS)
    stands = office.build("2024")
    assert stands.code == 4 and "表1 出典: 「（なし）」→" in stands.err
    assert {n: c for n, c in tree(office.root / "build").items() if n in before} == before
    office.edit(COUNTS, "302", "312")
    assert office.build("2024").code == 4
    revised = office.run("revise", "2024", "--reason", "転記の誤り")
    assert revised.code == 0, revised.err
    assert "誤 302　正 312" in revised.out
    assert office.run("verify", office.root / "build/2024").code == 0


@POSIX
def test_all_that_is_published_obeys_the_umask(made: Office) -> None:
    paths = [*(made.root / "build").rglob("*"), made.root / PUBLISHED]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}
    assert {name for name, mode in modes.items() if mode & 0o077} == set()


def test_make_clean_keeps_finals_unless_told_otherwise(published: Office) -> None:
    for name in ("Makefile", "progress_report"):
        (published.root / name).symlink_to(ROOT / name)
    draft = json.dumps({"record": {"edition": "draft"}})
    published.write("build/2025/manifest.json", draft)
    published.write("build/2025/report.html", "draft")
    before = tree(published.root / "build/2024")
    clean = ["make", "clean", f"PYTHON={sys.executable}", "VENV=no-environment"]
    subprocess.run(clean, cwd=published.root, check=True, capture_output=True)
    assert sorted(path.name for path in (published.root / "build").iterdir()) == ["2024"]
    assert tree(published.root / "build/2024") == before
    subprocess.run([*clean, "FINALS=1"], cwd=published.root, check=True, capture_output=True)
    assert not (published.root / "build").exists()
