"""Files saved by LibreOffice 7.4, as .docx and by way of .doc, give the same as the edited file.

``sent.docx`` was built from ``params.yaml``; ``edited.docx`` has edits of every kind. LibreOffice drops the
tags of controls; by way of .doc also the base that the file carried when it was sent.
"""

import shutil
from pathlib import Path

import pytest
import yaml

from progress_report.model.findings import ReportError
from progress_report.word_import.params_edits import edited_params, require_said
from progress_report.word_import.summary import summary
from tests.promises.office import Office
from tests.word_import.desk import AUTHOR, PARAMS, imported

SAVED = Path(__file__).parent / "libreoffice_7_4"


@pytest.fixture
def printed(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.write(PARAMS, (SAVED / "params.yaml").read_bytes())
    return office


@pytest.mark.parametrize("name", ["saved_as_docx", "saved_as_doc"])
def test_saved_files_say_the_same(printed: Office, name: str) -> None:
    said = []
    for one in ("edited", name):
        copy = printed.root / "回覧.docx"
        shutil.copy(SAVED / f"{one}.docx", copy)
        printed.write(PARAMS, (SAVED / "params.yaml").read_bytes())
        found = imported(printed, copy, apply=True, base=SAVED / "sent.docx")
        said.append((summary(found).replace("タグ", "しおり"), printed.read(PARAMS)))
        assert imported(printed, copy, base=SAVED / "sent.docx").merged.decisions == []
    assert said[0] == said[1]
    assert AUTHOR in said[0][0] and "コメントがあります（広報課）" in said[0][0]
    assert "「90%」から「95%」" in said[0][0]


def test_a_file_that_was_only_saved_has_no_edits(printed: Office) -> None:
    found = imported(printed, SAVED / "only_saved.docx", base=SAVED / "sent.docx")
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
        edited_params(text, found.merged.decisions, found.present)


def test_a_text_that_changes_anything_else_is_refused(printed: Office) -> None:
    found = imported(printed, SAVED / "edited.docx")
    former = printed.read(PARAMS)
    new = edited_params(former, found.merged.decisions, found.present)
    require_said(former, new, found.merged.decisions, found.present)
    with pytest.raises(ReportError, match="何も書いていません。"):
        require_said(former, new.replace("見本市の", "別の市の"), found.merged.decisions, found.present)
