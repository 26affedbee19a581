"""After random edits of words, paragraphs and orders, the parameters contain exactly these edits."""

import random
from pathlib import Path

import pytest

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.word_import.summary import summary
from tests.promises.office import Office
from tests.word_import.desk import ENTRIES, Desk, imported, report_of

_FILES = 40
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


@pytest.mark.parametrize("stripped", [False, True], ids=["controls", "text"])
def test_random_edits(office: Office, tmp_path: Path, stripped: bool) -> None:
    content = report_of(office)
    printed = _lists(office)
    former = (office.root / "params/2024.yaml").read_bytes()
    for seed in range(_FILES):
        rng = random.Random(seed)
        desk, expected = Desk.of(content), {name: list(texts) for name, texts in printed.items()}
        for (name, index), words in rng.sample(sorted(_WORDS.items()), rng.randint(1, 4)):
            _edit(rng, desk, expected[name], printed[name][index], words)
        if stripped:
            desk.strip()
        copy = desk.save(tmp_path / "copy.docx")
        found = imported(office, copy, apply=True)
        assert _lists(office) == expected, (seed, summary(found))
        assert found.findings == (), (seed, summary(found))
        again = imported(office, copy)
        assert not again.merged.decisions and not again.findings, (seed, summary(again))
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


def _shown(template: str) -> str:
    for field, value in _PRINTED.items():
        template = template.replace(field, value)
    return template


def _lists(office: Office) -> dict[str, list[str]]:
    section = read_params(Project(office.root), FiscalYear(2024)).report.sections[0]
    return {name: [str(text).strip() for text in section.prose.get(name, [])] for name in ENTRIES}
