"""A notebook's output reaches the report, or the build stops; year and section are those asked for."""

import json
from typing import Any

import pytest

from tests.promises.office import USUAL_CELLS, Office

LOAD, TABLE, PROSE = USUAL_CELLS
ONE, OTHER = 'say("窓口は本庁である。")', 'say("窓口は支所である。")'
EACH = 'for word in ("山", "川"):\n    '
WORD = 'say("{word}である。", word=phrase(word))'
SHOWN = (
    f"display({ONE})\n{OTHER}",
    f"{EACH}display({WORD})",
    f"kept = [{WORD.replace('word)', 'w)')} for w in ('海',)]",
    "for one in kept:\n    display(one)",
    "def made():\n    return say('空である。')\nmade()",
)
LOST = {
    "two blocks": f"{ONE}\n{OTHER}",
    "loop": f"{EACH}{WORD}",
    "comprehension": f"[{WORD} for word in ('山', '川')]",
    "semicolon": f"{ONE};",
    "assignment last": f"{ONE}\nnothing = None",
    "overwritten": f"made = {ONE}\nmade = {OTHER}\nmade",
    "twice": f"made = {ONE}\ndisplay(made)\nmade",
    "in a variable": f"made = {ONE}",
    "captured": f"%%capture\n{ONE}",
    "cleared": f"from IPython.display import clear_output\ndisplay({ONE})\nclear_output()",
}
LOST_IN_SHORT = ("two blocks", "in a variable", "captured", "twice")
NAMED = "【誤り】notebooks/t.ipynb: セル「c2」（5番目）"


def _cell(source: str, kind: str = "code", tags: Any = None) -> dict[str, Any]:
    metadata = {} if tags is None else {"tags": tags}
    cell = {"cell_type": kind, "id": "added", "metadata": metadata, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _adding(office: Office, *cells: dict[str, Any]) -> None:
    notebook = json.loads(office.read("notebooks/t.ipynb"))
    first = len(notebook["cells"])
    notebook["cells"] += [cell | {"id": f"added{i}"} for i, cell in enumerate(cells, first)]
    office.write_json("notebooks/t.ipynb", notebook)


def test_what_is_displayed_is_printed_in_order(office: Office) -> None:
    office.notebook(LOAD, TABLE, *SHOWN, PROSE)
    assert office.build().code == 0
    words = ("窓口は本庁", "窓口は支所", "山である", "川である", "海である", "空である", "今後も")
    places = [office.report().index(word) for word in words]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "how", [pytest.param(one, marks=[] if one in LOST_IN_SHORT else pytest.mark.long) for one in LOST]
)
def test_a_block_that_is_lost_stops_the_build(office: Office, how: str) -> None:
    office.notebook(LOAD, TABLE, LOST[how], PROSE)
    built = office.build()
    assert built.code in (1, 3), how  # found by check, or only by running
    assert NAMED in built.err, built.err
    assert not (office.root / "build/2024").exists()


def test_a_block_in_a_cell_that_stays_out_of_the_report_stops_the_build(office: Office) -> None:
    _adding(office, _cell('checks(section, "counts")', tags=["notebook-only"]))
    assert office.build().code == 0
    _adding(office, _cell(ONE, tags=["notebook-only"]))
    built = office.build()
    assert built.code == 3
    assert "（7番目）はタグ notebook-only のため" in built.err


def test_tags_that_do_nothing_are_errors(office: Office) -> None:
    sound = [_cell("覚え書き", "markdown", ["notebook-only"]), _cell("1;", tags=["hide-input"])]
    _adding(office, *sound)
    assert office.check().code == 0
    _adding(
        office,
        _cell("覚え書き", "markdown", ["notebook-onley"]),
        _cell("覚え書き", "markdown", ["remove-cell"]),
        _cell("覚え書き", "markdown", "notebook-only"),
        _cell("x = 1", tags=["survey:count"]),
        _cell("fiscal_year = 2024", tags=["parameters"]),
        _cell("## 見出し", "markdown", ["unnumbered"]),
        _cell("生の文", "raw"),
    )
    said = office.check()
    assert said.code == 1
    for words in (
        "タグ「notebook-onley」は、使えるタグではありません。「notebook-only」ではありませんか。",
        "タグ「remove-cell」では、報告書から除かれません。",
        "（10番目）のタグ（tags）が、文字列の一覧になっていません。",
        "タグ「survey:count」は使われなくなりました。",
        "タグ parameters のセルが2個あります（セル「parameters」（2番目）、",
        "タグ「unnumbered」は、初めの見出しのセルにだけ付けられます。",
        "は Raw のセルなので、報告書に載りません。",
    ):
        assert words in said.out, said.out


def test_markup_that_would_be_printed_as_typed_is_an_error(office: Office) -> None:
    plain = "US$は米ドル、「A|B」は縦線で、\\[注\\]は注である。"
    _adding(office, _cell(plain, "markdown"), _cell("| a | b |\n|---|---|", "markdown", ["notebook-only"]))
    office.edit("params/2024.yaml", "今後も取組", "費用は$100と$200で（US$300）、今後も取組")
    assert office.check().code == 0
    _adding(
        office,
        _cell("| a | b |\n|---|---|\n| c | d |", "markdown"),
        _cell("![図](a.png)", "markdown"),
        _cell("$x = y$", "markdown"),
        _cell("本庁\u202eである", "markdown"),
    )
    office.edit("params/2024.yaml", "見本の報告である。", '"| a | b | |---|---| | c | d |"')
    said = office.check()
    assert said.code == 1
    assert "文章に表を書くことはできません" in said.out
    office.edit("params/2024.yaml", '"| a | b | |---|---| | c | d |"', "見本の報告である。")
    said = office.check()
    for words in ("マークダウンに表が", "マークダウンに画像が", "マークダウンに数式が", "見えない制御文字"):
        assert words in said.out, said.out


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("fiscal_year = 2023", "セル「c0」（3番目）が、年度を変えています（「fiscal_year = 2023」）。"),
        ("fiscal_year -= 1", "セル「c0」（3番目）が、年度を変えています"),
        (LOAD.replace("fiscal_year,", "2025,"), "セル「c0」（3番目）が、令和6年度ではない年度の節を開いて"),
        (LOAD.replace('"t"', '"other"'), "セル「c0」（3番目）が、別の節を開いています"),
    ],
)
def test_another_year_or_section_is_an_error_of_check(office: Office, cell: str, words: str) -> None:
    office.notebook(cell, LOAD, TABLE, PROSE)
    said = office.check()
    assert said.code == 1
    assert words in said.out


def test_another_year_that_only_running_shows_stops_the_build(office: Office) -> None:
    office.notebook('fiscal_year = "R6"', "def local():\n    fiscal_year = 2023", LOAD, TABLE, PROSE)
    assert office.build().code == 0
    office.notebook('fiscal_year = int("2023")', LOAD, TABLE, PROSE)
    built = office.build()
    assert built.code == 3
    assert "セル「c1」（4番目）で: 【誤り】令和6年度の報告書で、令和5年度の節を" in built.err
    office.notebook(LOAD.replace('"t"', '"oth" + "er"'), TABLE, PROSE)
    assert "別の節「other」を開こうとしています" in office.build().err


def test_prose_that_no_cell_prints_is_an_error(office: Office) -> None:
    outlook = "      outlook:\n"
    office.edit("params/2024.yaml", outlook, f"      outlok:\n        - 補足である。\n{outlook}")
    said = office.check()
    assert said.code == 1
    assert (
        "params/2024.yaml 13行目『prose.outlok』: この文章は、節のノートブックで使われていないため、"
        "報告書に載りません。「outlook」ではありませんか。" in said.out
    )
    assert "blocks に書くか" in said.out
    office.notebook(LOAD, TABLE, f'prose(section, "outlok") if False else None\n{PROSE}')
    assert office.check().code == 0, "a condition may print it"
    office.notebook(LOAD, TABLE, 'key = "out" + "lok"', "prose(section, key)", PROSE)
    assert office.build().code == 0
    assert "補足である。" in office.report()
    office.notebook(LOAD, TABLE, 'key, word = "out" + "look", "outlok"', "prose(section, key)")
    built = office.build()
    assert built.code == 3
    assert "『prose.outlok』: この文章は" in built.err


def test_a_question_and_a_table_that_nothing_shows_are_to_be_confirmed(ward: Office) -> None:
    assert "要確認 0件" in ward.check("2025").out
    notebook = "notebooks/2_online_procedures.ipynb"
    ward.edit(notebook, 'panel.question(\\"reasons', 'panel.question(\\"online_use')
    ward.edit(notebook, 'panel.figure(\\"reasons\\"', 'panel.figure(\\"online_use\\", name=\\"why\\"')
    said = ward.check("2024")
    assert said.code == 0
    assert "（reasons）の回答を、どの節も載せていません。" in said.out
    assert "subject: 載せない設問 intention_survey.reasons" in said.out
    confirmed = "confirmed:\n  - subject: 載せない設問 intention_survey.reasons\n    reason: 別に公表する\n"
    ward.write("params/2024.yaml", ward.read("params/2024.yaml") + confirmed)
    assert "要確認 0件" in ward.check("2024").out


def test_a_column_named_as_a_note_is_a_column_like_any_other(office: Office) -> None:
    office.edit_json(
        "data/2024/datapackage.json",
        lambda package: package["resources"][0]["schema"]["fields"].append(
            {"name": "n_note", "title": "備考", "type": "string"}
        ),
    )
    office.table("counts", (("場所", "件数", "備考"), ("本庁", 302, "窓口が二つ"), ("支所", 20, "")))
    assert office.build().code == 0
    assert "窓口が二つ" not in office.report()


def test_sections_whose_names_begin_alike_keep_their_cells(office: Office) -> None:
    second = LOAD.replace('"t"', '"t-2"')
    office.notebook(second, 'say("別の節である。")', name="t-2", title="別の節")
    office.edit("params/2024.yaml", "  - notebook: t\n", "  - notebook: t-2\n  - notebook: t\n")
    assert office.build().code == 0
    page = (office.root / "build/2024/review.html").read_text(encoding="utf-8")
    first, _, last = page.partition('id="section-t"')
    assert first.count("別の節である。&#34;") + first.count("別の節である。&quot;") == 1
    assert "別の節である。" not in last.partition('id="numbers"')[0].partition("</nav>")[0].split("<h2")[0]
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
