"""Builds as an analyst sees them: words follow from data, errors are reported, nothing is lost."""

import csv
import json
from pathlib import Path

import nbformat
import pytest

from progress_report.model.findings import ExitCode
from progress_report.provenance.record import entry_of
from tests.support.html_text import Node, read_page
from tests.support.municipality import Municipality
from tests.support.project_copy import Built, Project
from tests.support.published import contents

STAMP = "サンプルデータ（架空）"


def _joined(node: Node) -> str:
    return "".join(node.text().split("\n"))


def _words(page: str) -> str:
    return _joined(read_page(page))


def _add_cell(project: Municipality, name: str, source: str) -> None:
    path = project.root / "notebooks" / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(source, id="added"))
    nbformat.write(notebook, path)


def test_the_written_files_are_listed(built: Built) -> None:
    assert "報告書" not in built.stderr
    for name in ("report.html", "report.pdf", "manifest.json", "notebooks/4_standardization.ipynb"):
        assert name in built.stdout
        assert (built.folder / name).is_file()
    assert "案（未確定）です。" in built.stdout
    assert "区民アンケートの集計は、架空の値による。" in built.stdout
    lines = built.stderr.splitlines()
    assert all(line.endswith("秒") for line in lines)
    assert sum(line.startswith("節 ") for line in lines) == 5


def test_the_manifest_accounts_for_every_file(built: Built) -> None:
    manifest = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    files = contents(built.folder)
    assert manifest["outputs"].keys() == files.keys() - {"manifest.json"}
    for name, entry in manifest["outputs"].items():
        assert entry == entry_of(files[name])
    inputs = manifest["record"]["inputs"]
    assert {
        "params/2024.yaml",
        "data/2024/systems.csv",
        "requirements.lock",
        "templates/pdf/report.typ",
    } <= inputs.keys()
    assert manifest["packages"]["typst"]


def test_another_number_changes_every_word_that_follows_from_it(municipality: Municipality) -> None:
    """302 → 230: fewer than the year before, so 減少 and 減 everywhere."""
    municipality.edit("data/2024/online_procedures.csv", "2023,302,", "2023,230,")
    done = municipality.run("build", "2024", "--only", "2_online_procedures", "--formats", "html")
    assert done.returncode == ExitCode.BUILT, done.stderr
    page = (municipality.root / "build/2024.partial/report.html").read_text(encoding="utf-8")
    text = _words(page)
    # 230 ÷ (230 + 415) = 35.7%, against 241 ÷ 618 = 39.0%
    assert "241手続から230手続に減少しており、その割合は3.3ポイント減となっている。" in text
    for expected in ("230 (35.7%)", "415 (64.3%)", "645", "2,695"):
        assert expected in text
    described = " ".join(node.attributes.get("aria-label", "") for node in read_page(page).walk())
    assert "対応済の割合は39.0%から35.7%へ3.3ポイント低下" in text, "the conclusion of the chart"
    assert "「対応済」が230手続（35.7%）" in described, "the alternative text of the chart"
    for former in ("302手続", "302 (", "42.1%", "3.1ポイント増"):
        assert former not in text + described


def test_errors_of_several_files_are_reported_together_and_nothing_is_published(
    municipality: Municipality,
) -> None:
    municipality.edit("data/2024/online_procedures.csv", "2023,302,", "2023,３０２件,")
    municipality.edit("data/2024/systems.csv", "541,440", "541,")
    municipality.edit("data/2024/cashless.csv", "2024-10", "2024-13")
    done = municipality.run("build", "2024")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "data/2024/online_procedures.csv 3行目『オンライン対応済手続数』" in done.stderr
    assert "data/2024/systems.csv 3行目『完了数』" in done.stderr
    assert "data/2024/cashless.csv 3行目『導入年月』" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (municipality.root / "build").exists()


def test_tables_that_contradict_each_other_stop_the_build(municipality: Municipality) -> None:
    municipality.edit("data/2024/priorities.csv", "A,100,999,54,", "A,100,999,55,")
    done = municipality.run("build", "2024")
    assert done.returncode == ExitCode.DATA_ERROR
    assert (
        "検算「未対応手続数と優先度別合計」が成り立ちません（415手続と416手続が一致しません）" in done.stderr
    )


def test_all_failing_notebooks_are_reported_and_kept_and_the_old_report_stays(
    municipality: Municipality,
) -> None:
    out = municipality.root / "build"
    (out / "2024").mkdir(parents=True)
    (out / "2024" / "report.html").write_text("前の報告書", encoding="utf-8")
    _add_cell(municipality, "3_cashless", "unknown_name")
    _add_cell(municipality, "4_standardization", "section.table(str('absent'))")
    done = municipality.run("build", "2024")
    assert done.returncode == ExitCode.NOTEBOOK_FAILED
    assert "notebooks/3_cashless.ipynb" in done.stderr
    assert "NameError" in done.stderr
    assert "表「absent」" in done.stderr
    assert (out / "2024" / "report.html").read_text(encoding="utf-8") == "前の報告書"
    kept = sorted(path.name for path in (out / "2024.failed" / "notebooks").iterdir())
    assert kept == ["3_cashless.ipynb", "4_standardization.ipynb"]
    failed = nbformat.read(out / "2024.failed" / "notebooks" / "3_cashless.ipynb", as_version=4)
    assert any("papermill-error-cell-tag" in cell.metadata.get("tags", []) for cell in failed.cells)


@pytest.mark.parametrize(
    ("source", "reported"),
    [
        ("say('302手続')", "文に数字を直接書くことはできません"),
        ("print('忘れ物')", "の出力は報告書に載せられません"),
        ("import warnings; warnings.warn('注意')", "標準エラー"),
        ("say('{nothing}')", "差し込む「nothing」が、dates にも quantities にもありません"),
        ("say('絵文字😀')", "フォントにない文字があります: 「😀」"),
    ],
    ids=["a number typed by hand", "printed", "a warning", "a name without a value", "a glyph no font has"],
)
def test_forbidden_actions_of_a_notebook(municipality: Municipality, source: str, reported: str) -> None:
    _add_cell(municipality, "3_cashless", f"from progress_report.authoring import say\n{source}")
    done = municipality.run("build", "2024", "--only", "3_cashless")
    assert done.returncode != ExitCode.BUILT
    assert reported in done.stderr
    assert not (municipality.root / "build" / "2024.partial").exists()


def test_a_final_report_is_refused_while_sample_data_remain(municipality: Municipality) -> None:
    done = municipality.run("build", "2024", "--final")
    assert done.returncode == ExitCode.DATA_ERROR
    for name in ("区民アンケート", "区民意向調査（速報版）"):
        assert f"確定版にできません: {name}の集計は、架空の値による。" in done.stderr
    assert not (municipality.root / "build" / "2024").exists()


def test_a_truthful_final_report_leaves_the_charts_out(municipality: Municipality) -> None:
    municipality.edit(
        "params/2024.yaml",
        "not_available: []",
        "not_available: [resident_survey, intention_survey]",
    )
    done = municipality.run("build", "2024", "--final")
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert "確定版です。" in done.stdout
    folder = municipality.root / "build" / "2024"
    page = (folder / "report.html").read_text(encoding="utf-8")
    text = _words(page)
    assert STAMP not in page
    assert "案" not in _words(page).split("目次")[0]
    for literal in (
        "383人（19.2%）",
        "回答者 (353人)",
        "回答数 (1,053)",
        "オンライン手続等を行わなかった理由は何ですか。",
    ):
        assert literal in text
    assert text.count("公表資料に値がないため（未収録）、この図は掲載していない。") == 5
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["record"]["edition"] == "final"


def test_shares_that_do_not_add_up_as_shown_bring_their_note_and_others_do_not(
    built: Built, municipality: Municipality
) -> None:
    note = "小数点以下第2位を四捨五入しているため、合計が100%にならない場合がある。"
    # 383 ÷ 2,000 = 19.15% and 80.85%: both are rounded up.
    _write_status(municipality.root / "data/2024/online_procedures.csv", "383", "1617")
    done = municipality.run("build", "2024", "--only", "2_online_procedures", "--formats", "html")
    assert done.returncode == ExitCode.BUILT, done.stderr
    page = municipality.root / "build/2024.partial/report.html"
    for path, expected in ((built.html, False), (page, True)):
        nodes = read_page(path.read_text(encoding="utf-8")).walk()
        (table,) = (node for node in nodes if node.attributes.get("id") == "table-online_status")
        assert (note in _joined(table)) is expected


def _write_status(path: Path, online: str, not_online: str) -> None:
    header = ["fiscal_year", "online", "not_online", "impossible"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([header, ["2022", online, not_online, "2073"], ["2023", "302", "415", "2050"]])


@pytest.mark.parametrize("place", ["a file", "a read-only folder's file"])
def test_an_unwritable_output_folder_is_reported(
    municipality: Municipality, tmp_path: Path, place: str
) -> None:
    out = tmp_path / "out"
    if place == "a file":
        out.write_text("a file", encoding="utf-8")
    else:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "2024.partial").write_text("a file", encoding="utf-8")
    done = municipality.run("build", "2024", "--only", "3_cashless", "--out", out)
    assert done.returncode == ExitCode.PUBLISHING_FAILED
    assert "ファイルを扱えませんでした" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_partial_build_leaves_the_whole_report_alone(municipality: Municipality) -> None:
    whole = municipality.root / "build" / "2024"
    whole.mkdir(parents=True)
    (whole / "report.html").write_text("全体", encoding="utf-8")
    done = municipality.run("build", "R6", "--only", "3_cashless", "--formats", "pdf")
    assert done.returncode == ExitCode.BUILT, done.stderr
    assert [path.name for path in whole.iterdir()] == ["report.html"]
    partial = municipality.root / "build" / "2024.partial"
    assert sorted(path.name for path in partial.iterdir()) == [
        "document.json",
        "ledger.csv",
        "manifest.json",
        "notebooks",
        "report.pdf",
        "review.html",
        "tables",
    ]


def test_an_unknown_section_or_year_is_reported(municipality: Municipality) -> None:
    done = municipality.run("build", "2024", "--only", "5_unknown")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "節「5_unknown」はありません。" in done.stderr
    done = municipality.run("build", "2031")
    assert done.returncode == ExitCode.DATA_ERROR
    assert "params/2031.yaml: ファイルがありません" in done.stderr


def test_a_number_typed_into_a_template_or_drawn_by_hand_stops_the_build(project_copy: Project) -> None:
    page = ("templates/html/index.html.j2", "<main id=", "<p>5件</p>\n<main id=")
    chart = (
        "progress_report/authoring/charts/svg.py",
        'return ET.tostring(root, encoding="unicode")',
        'ET.SubElement(root, "text", {"x": "0", "y": "9"}).text = "77%"\n'
        '    return ET.tostring(root, encoding="unicode")',
    )
    pages = "#set-pages(flow, above: above, last: true)"
    project_copy.edit("templates/pdf/report.typ", pages, f"#par[98765件]\n{pages}")
    for edit in (page, chart):
        project_copy.edit(*edit)
    done = project_copy.run("build", "2024", "--only", "3_cashless", "--formats", "html")
    assert done.returncode == ExitCode.NOTEBOOK_FAILED
    assert "出どころの分からない数字「5」があります（「5件」）" in done.stderr
    assert "出どころの分からない数字「77」があります（「77%」）" in done.stderr
    for name, old, new in (page, chart):
        project_copy.edit(name, new, old)
    done = project_copy.run("build", "2024", "--only", "3_cashless")
    assert done.returncode == ExitCode.PUBLISHING_FAILED
    assert "「98765」はHTMLに0回、PDFに1回" in done.stderr
    assert not (project_copy.root / "build" / "2024.partial").exists()
