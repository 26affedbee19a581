"""Files saved by LibreOffice 7.4 and 25.2, as .docx and by way of .doc, give the same as the edited file.

``sent.docx`` was built from ``params.yaml``; ``edited.docx`` has edits of every kind. LibreOffice drops the
tags of controls; by way of .doc also the base that the file carried when it was sent.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from progress_report.model.findings import ReportError
from progress_report.word_import.block_files import FileNames, new_files
from progress_report.word_import.importing import Imported
from progress_report.word_import.params_edits import edited_params, require_said
from progress_report.word_import.present import Present
from progress_report.word_import.summary import import_summary
from tests.promises.office import Office
from tests.word_import.desk import AUTHOR, PARAMS, imported
from tests.word_import.test_additions import ALT

SAVED = Path(__file__).parent / "libreoffice_7_4"
NEWER = "../libreoffice_25_2"


@pytest.fixture
def printed(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.write(PARAMS, (SAVED / "params.yaml").read_bytes())
    (office.root / "data/2024").mkdir(parents=True)
    return office


def _brought_back(office: Office, name: str) -> tuple[list[str], list[str], list[str]]:
    """Return what is said of a file, the parameters with it, and the files made."""
    copy = office.root / "回覧.docx"
    shutil.copy(SAVED / f"{name}.docx", copy)
    office.write(PARAMS, (SAVED / "params.yaml").read_bytes())
    made = office.root / "data/2024"
    for path in made.iterdir():
        path.unlink()
    found = imported(office, copy, apply=True, base=SAVED / "sent.docx")
    again = imported(office, copy, base=SAVED / "sent.docx")
    assert (again.merged.decisions, again.merged.conflicts) == ([], [])
    said = import_summary(found).replace("タグ", "しおり").splitlines()
    return said, office.read(PARAMS).splitlines(), sorted(path.name for path in made.iterdir())


def test_a_saved_file_says_the_same(printed: Office) -> None:
    edited = _brought_back(printed, "edited")
    said, params, files = edited
    assert AUTHOR in "".join(said) and "コメントがあります（広報課）" in "".join(said)
    assert "「90%」から「95%」" in "".join(said)
    assert "        title: 職員に向けた研修" in params and f"        alt: {ALT}" in params
    assert [name.partition("-")[0] + Path(name).suffix for name in files] == ["word.png", "word.csv"]
    assert _brought_back(printed, "saved_as_docx") == edited
    said_of_newer, *newer = _brought_back(printed, f"{NEWER}/saved_as_docx")
    assert said_of_newer[0].endswith("しおり 7、しおり 7")  # it keeps the tags of half of the controls
    assert [said_of_newer[1:], *newer] == [said[1:], params, files]


def test_by_way_of_doc_alternative_texts_are_lost_and_nothing_else(printed: Office) -> None:
    said, params, files = _brought_back(printed, "saved_as_doc")
    said_of_edited, edited, files_of_edited = _brought_back(printed, "edited")
    assert [line for line in params if "alt:" not in line] == [line for line in edited if "alt:" not in line]
    assert files == files_of_edited
    assert any("足された図に、説明（代替テキスト）がありません" in line for line in said)
    assert {line for line in said_of_edited if ALT not in line} < {*said}


@pytest.mark.parametrize("folder", [".", NEWER])
def test_a_file_that_was_only_saved_has_no_edits(printed: Office, folder: str) -> None:
    found = imported(printed, SAVED / folder / "only_saved.docx", base=SAVED / "sent.docx")
    assert (found.merged.decisions, found.findings) == ([], ())


def test_what_cannot_be_written_as_text_is_refused_whole(printed: Office) -> None:
    tree = yaml.safe_load(printed.read(PARAMS))
    del tree["sections"][0]["blocks"]
    tree["sections"][0]["dates"]["as_of"] = "令和5年度"
    printed.write(PARAMS, yaml.safe_dump(tree, allow_unicode=True, default_flow_style=True, width=10_000))
    former = printed.read(PARAMS)
    with pytest.raises(ReportError, match="手で書いてください。何も書いていません。"):
        imported(printed, SAVED / "edited.docx", apply=True)
    assert printed.read(PARAMS) == former


def test_a_text_that_is_another_by_then_is_refused(printed: Office) -> None:
    found = imported(printed, SAVED / "edited.docx")
    text = printed.read(PARAMS).replace("        # 企画課の分\n", "        - いま足した文。\n")
    with pytest.raises(ReportError, match="何も書いていません。"):
        edited_params(text, found.merged.decisions, *_with_files(found))


def test_a_text_that_changes_anything_else_is_refused(printed: Office) -> None:
    found = imported(printed, SAVED / "edited.docx")
    former, (present, names) = printed.read(PARAMS), _with_files(found)
    new = edited_params(former, found.merged.decisions, present, names)
    require_said(former, new, found.merged.decisions, present, names)
    with pytest.raises(ReportError, match="何も書いていません。"):
        require_said(former, new.replace("見本市の", "別の市の"), found.merged.decisions, present, names)
    with pytest.raises(ReportError, match="何も書いていません。"):
        require_said(former, new.replace("研修の会場", "別の題"), found.merged.decisions, present, names)


def _with_files(found: Imported) -> tuple[Present, FileNames]:
    names, contents = new_files(found.merged.decisions, found.params)
    return replace(found.present, files=contents), names
