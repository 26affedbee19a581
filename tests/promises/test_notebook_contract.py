"""``check`` validates the notebooks' contract without executing them, and survives any broken notebook."""

import os
from collections.abc import Callable
from typing import Any

import pytest

from tests.promises.office import USUAL_CELLS, Office
from tests.support.project_copy import MUNICIPALITIES

LOAD, TABLE, PROSE = USUAL_CELLS
FILE = "notebooks/t.ipynb"


def _cell(source: str, kind: str = "code", *tags: str) -> dict[str, Any]:
    cell = {"cell_type": kind, "id": "", "metadata": {"tags": list(tags)}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def _contracted(office: Office, *more: dict[str, Any], last: str = PROSE) -> None:
    """Return a notebook that fulfils the contract, with further cells at its end."""
    cells = [
        _cell("# 見本の節", "markdown"),
        _cell("**この節が答える問い**: 窓口は2つか。", "markdown", "notebook-only"),
        _cell("fiscal_year: int = 2024  # 報告の年度", "code", "parameters"),
        *map(_cell, (LOAD, 'checks(section, "counts")', TABLE, last)),
        *more,
    ]
    for i, cell in enumerate(cells, 1):
        cell["id"] = f"c{i}"
    office.write_json(FILE, {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _of_notebook(office: Office) -> list[str]:
    return [line for line in office.check().out.splitlines() if FILE in line]


@pytest.mark.parametrize("root", MUNICIPALITIES, ids=lambda root: root.name)
def test_shipped_notebooks_keep_the_contract(root: Any) -> None:
    for year in ("2024", "2025"):
        assert ".ipynb" not in Office(root).check(year).out


def test_what_only_hinders_review_is_noted(office: Office) -> None:
    _contracted(
        office,
        _cell("numbers = [one for one in (1, 2)]", "code", "notebook-only"),
        _cell("1. 一般に\n1. **窓口**である。", "markdown"),
    )
    assert _of_notebook(office) == []
    ran = _cell("place = section") | {"execution_count": 3}
    _contracted(
        office,
        _cell("kept = [one for one in 'ab']"),
        _cell("first = 'ab'[0]"),
        _cell("\n".join(f"x{i} = section" for i in "abcdefghijklm")),
        ran,
        _cell("kept = lambda: section"),
        *(_cell("続き", "markdown") for _ in range(20)),
    )
    office.edit(FILE, "= 2024 ", "= 2000 + 24 ")
    office.edit(FILE, 'checks(section, \\"counts\\")', "pass")
    office.edit(FILE, "この節が答える問い", "問い")
    office.edit_json(FILE, lambda notebook: notebook["cells"].insert(1, notebook["cells"].pop(2)))
    office.edit_json(
        "data/2024/datapackage.json",
        lambda package: package.update(
            crossChecks=[
                {
                    "name": "同じ", "explanation": "同じである。", "relation": "=",
                    "left": {"sum": "counts.n"}, "right": {"sum": "counts.n"},
                }
            ]
        ),
    )  # fmt: skip
    said = _of_notebook(office)
    for words in (
        "セルが32個あります。30個までに",
        "見出し、節が答える問い、parameters のセルの順に始まっていません。",
        "セル「c11」（11番目）に、実行結果が残っています。",
        "セル「c10」（10番目）が12行より長くなっています。",
        "セル「c3」（2番目）のパラメータが、値そのものではありません。",
        "セル「c8」（8番目）、セル「c12」（12番目）に、処理の書き方（def、",
        "セル「c9」（9番目）に、数値が直接書かれています。",
        "検算のある表（counts）の検算を載せていません。",
    ):
        assert any(f"【記録】{FILE}: {words}" in line for line in said), (words, said)
    assert all("【記録】" in line for line in said), said


def test_what_no_build_can_print_is_an_error(office: Office) -> None:
    _contracted(office, last=f'say("窓口である。")\n{PROSE}')
    assert _of_notebook(office) == [
        f"【誤り】{FILE}: セル「c7」（7番目）の文・表・図のうち、最後でないものは報告書に載りません。"
        "一つのセルに一つだけ書き、セルを分けてください。〔N306〕"
    ]
    assert office.build().code == 1
    _contracted(
        office,
        _cell('say("窓口は3か所である。")'),
        _cell("費用は**三百**円である。", "markdown"),
        _cell("x = 'a'\ny = ("),
        _cell(f"x = section{'.a' * 3000}"),
        _cell("%matplotlib inline\nx = !ls", "code", "notebook-only"),
        _cell("x = section", "code", "survey:people"),
        _cell('panel = survey(section, "people")\nx = survey(section, "counts")'),
        _cell("from progress_report.authoring import tally\nx = sentence"),
    )
    office.edit(FILE, "# 見本の節", "見本の節")
    office.edit(FILE, "fiscal_year: int = 2024", "other: int = 2024")
    said = _of_notebook(office)
    for words in (
        "節のノートブックは「# 」の見出しで始めてください。",
        "パラメータ「fiscal_year」が parameters のセルにありません。「fiscal_year: int = 2024」の",
        "パラメータ「other」の値が渡されません。parameters のセルから除いてください。",
        "セル「c8」（8番目）で、文に数字を直接書くことはできません（「窓口は3か所である。」）。データ・",
        "セル「c9」（9番目）で、文に数字を直接書くことはできません（「費用は三百円である。」）。",
        "セル「c10」（10番目）の2行目が、Pythonとして読めません。括弧や引用符の閉じ忘れ",
        "セル「c11」（11番目）の式の入れ子が深すぎます。短い式に分けてください。",
        "セル「c13」（13番目）のタグ「survey:people」は使われなくなりました。タグを除き、調査のことは"
        '「survey(section, "people")」から作ってください。',
        "セル「c14」（14番目）が読む表「people」が、data/2024/datapackage.json にありません。",
        "セル「c14」（14番目）が使う「counts」は、調査ではありません（survey の記述がありません）。",
        "「tally」は、なくなりました。セル「c15」（15番目）が使っています。「survey(section, 調査)",
    ):
        assert any(f"【誤り】{FILE}: {words}" in line for line in said), (words, said)
    assert len([line for line in said if "【誤り】" in line]) == 11
    assert any(
        f"【記録】{FILE}: 調査（survey(section, 'people')）を実施しなかった年度に載せる文" in line
        for line in said
    )


def _pipe(office: Office) -> None:
    os.mkfifo(office.root / FILE)


def _device(office: Office) -> None:
    (office.root / FILE).symlink_to("/dev/zero")


def _folder(office: Office) -> None:
    (office.root / FILE).mkdir()


def _large(office: Office) -> None:
    with (office.root / FILE).open("wb") as file:
        file.truncate(200 * 1024 * 1024)


def _of_bytes(content: bytes) -> Callable[[Office], Any]:
    return lambda office: office.write(FILE, content)


BROKEN: dict[str, Callable[[Office], Any]] = {
    "pipe": _pipe,
    "device": _device,
    "folder": _folder,
    "200 MB": _large,
    "deep": _of_bytes(b"[" * 100_000),
    "NaN": _of_bytes(b'{"cells": NaN}'),
    "half a character": _of_bytes(b'{"cells": [{"cell_type": "raw", "source": "", "id": "\\ud800"}]}'),
    "conflict": _of_bytes(b"{\n<<<<<<< HEAD\n=======\n>>>>>>> b\n}"),
}


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_broken_notebook_ends_every_command_with_words(office: Office) -> None:
    assert office.build().code == 0
    report = office.root / "build" / "2024"
    (office.root / FILE).unlink()
    for kind, put in BROKEN.items():
        put(office)
        for arguments in (
            ("check", "2024"), ("check", "2024", "--run"), ("build", "2024"), ("new-year", "2025"),
            ("verify", report),
        ):  # fmt: skip
            ran = office.run(*map(str, arguments))
            assert ran.code == 1 and FILE in ran.said, (kind, arguments, ran)
        for arguments in (
            ("trace", "2024", "322"), ("impact", "2024", "data/2024/counts.csv"), ("compare", "2024", "2024"),
        ):  # fmt: skip
            ran = office.run(*arguments)
            assert ran.said, (kind, arguments, ran)
        path = office.root / FILE
        path.rmdir() if path.is_dir() else path.unlink()
