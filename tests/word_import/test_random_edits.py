"""Whatever is edited, moved, deleted and added, the parameters and the data say just that afterwards."""

import csv
import random
from pathlib import Path

import pytest

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.word_import.summary import import_summary
from tests.promises.office import Office
from tests.promises.test_free_blocks import png
from tests.word_import.desk import ENTRIES, Desk, imported, report_of

_PRINTED = {"{as_of}": "令和5年度", "{goal}": "90%", "{表:counts}": "表1"}
# Words of each paragraph that the edits replace, each in one paragraph only.
_WORDS = {
    ("outlook", 0): "取組を進める",
    ("outlook", 1): "の窓口を広げる",
    ("outlook", 2): "の体制を整える",
    ("plan", 0): "一つずつ解消する",
    ("plan", 1): "に応募した",
}
_OTHER = ("を見直す", "については、令和9年度までに行う", "（案）", "を、3回に分けて進める", ": # - 等")


@pytest.mark.parametrize("files", [12, pytest.param(40, marks=pytest.mark.long)])
@pytest.mark.parametrize("stripped", [False, True], ids=["controls", "text"])
def test_random_edits(office: Office, tmp_path: Path, stripped: bool, files: int) -> None:
    content = report_of(office)
    printed = _lists(office)
    former = (office.root / "params/2024.yaml").read_bytes()
    for seed in range(files):
        rng = random.Random(seed)
        desk, expected = Desk.of(content), {name: list(texts) for name, texts in printed.items()}
        for (name, index), words in rng.sample(sorted(_WORDS.items()), rng.randint(1, 4)):
            _edit(rng, desk, expected[name], printed[name][index], words)
        blocks = _add(rng, desk)
        if stripped:
            desk.strip()
        copy = desk.save(tmp_path / "copy.docx")
        found = imported(office, copy, apply=True)
        assert _lists(office) == expected, (seed, import_summary(found))
        assert _blocks(office) == blocks, (seed, import_summary(found))
        assert found.findings == (), (seed, import_summary(found))
        again = imported(office, copy)
        assert not again.merged.decisions and not again.findings, (seed, import_summary(again))
        (office.root / "params/2024.yaml").write_bytes(former)


def _edit(rng: random.Random, desk: Desk, expected: list[str], template: str, words: str) -> None:
    """Make one edit in the file, and in the expected parameters."""
    at = expected.index(template)
    match rng.choice(("reword", "add", "delete", "move")):
        case "reword":
            new = rng.choice(_OTHER)
            desk.replace(words, new, tracked=rng.random() < 0.5)
            expected[at] = template.replace(words, new)
        case "add":
            text = f"足した文{rng.randrange(1000)}{rng.choice(_OTHER)}。"
            desk.add_after(words, text)
            expected.insert(at + 1, text)
        case "delete":
            desk.delete(words)
            del expected[at]
        case "move":
            other = rng.choice([one for one in expected if one != template] or [template])
            if other != template:
                desk.move(words, _shown(other))
                expected.remove(template)
                expected.insert(expected.index(other) + 1, template)


def _add(rng: random.Random, desk: Desk) -> list[object]:
    """Add blocks behind a computed sentence. Return what they are to hold, in order."""
    wanted: list[object] = []
    for kind in rng.sample(("paragraph", "table", "picture", "table"), rng.randint(0, 4)):
        match kind:
            case "paragraph":
                wanted.append(f"足した段落{rng.randrange(1000)}。")
            case "table":
                rows = rng.randint(1, 4)
                cells = [
                    [f"窓口{rng.randrange(100)}", str(rng.randrange(1000)), "－、+"] for _ in range(rows)
                ]
                wanted.append([["窓口", "件数（件）", "備考"], *cells])
            case "picture":
                wanted.append(png(rng.randint(1, 60), rng.randint(1, 60)))
    for number, one in reversed([*enumerate(wanted)]):
        match one:
            case str():
                desk.add_after("件数は302件", one)
            case bytes():
                desk.add_picture_after("件数は302件", one, "窓口の様子", f"図{number}　写真")
            case list():
                desk.add_table_after("件数は302件", one, f"表{number}　窓口の記録")
    return wanted


def _blocks(office: Office) -> list[object]:
    """Return what the blocks behind that sentence hold."""
    folder = office.root / "data/2024"
    found: list[object] = []
    for block in read_params(Project(office.root), FiscalYear(2024)).report.sections[0].blocks:
        if block.after == "c3" and block.table:
            with (folder / block.table).open(encoding="utf-8-sig", newline="") as file:
                found.append(list(csv.reader(file)))
        elif block.after == "c3":
            found.append((folder / block.picture).read_bytes() if block.picture else block.paragraph)
    return found


def _shown(template: str) -> str:
    for field, value in _PRINTED.items():
        template = template.replace(field, value)
    return template


def _lists(office: Office) -> dict[str, list[str]]:
    section = read_params(Project(office.root), FiscalYear(2024)).report.sections[0]
    return {name: [str(text).strip() for text in section.prose.get(name, [])] for name in ENTRIES}
