"""Every printed text of the parameters has its origin, and each value the name of its placeholder."""

from collections.abc import Iterator

import yaml

from progress_report.document.blocks import ItemList, Note, Paragraph
from progress_report.document.document import Document, walk
from progress_report.document.origins import ProseOrigin
from progress_report.document.runs import NoteMark, Reference, Runs, ScaleMark
from tests.support.project_copy import ROOT


def prose(document: Document) -> Iterator[tuple[ProseOrigin, Runs]]:
    for _, part in walk(document):
        match part:
            case Paragraph(origin=ProseOrigin() as origin) | Note(origin=ProseOrigin() as origin):
                yield origin, part.content
            case ItemList(origins=list() as origins):
                yield from ((one, item) for one, item in zip(origins, part.items, strict=True) if one)


def test_every_prose_is_found_with_its_place_and_its_words(document: Document) -> None:
    params = yaml.safe_load((ROOT / "params/2024.yaml").read_text(encoding="utf-8"))
    lines = (ROOT / "params/2024.yaml").read_text(encoding="utf-8").splitlines()
    written = {("", "introduction", i): text for i, text in enumerate(params["introduction"])}
    for section in params["sections"]:
        for name, texts in section.get("prose", {}).items():
            written |= {(section["notebook"], name, i): text for i, text in enumerate(texts)}
    found = {(one.section, one.name, one.index): (one, runs) for one, runs in prose(document)}
    assert found.keys() == written.keys()
    for place, (origin, runs) in found.items():
        assert "".join(origin.template.split()) == "".join(written[place].split())
        assert origin.file == "params/2024.yaml"
        assert origin.template.split("\n")[0][:8].strip() in "".join(lines[origin.line - 1 : origin.line + 2])
        assert template_of(runs) == "".join(origin.template.splitlines())


def template_of(runs: Runs) -> str:
    """Return the words with their filled placeholders, as far as these printed anything."""
    text, last = "", -1
    for run in runs:
        placeholder = None if isinstance(run, NoteMark | Reference | ScaleMark) else run.placeholder
        if placeholder is None:
            text += "" if isinstance(run, NoteMark) else run.text
        elif placeholder.index > last:
            text, last = f"{text}{{{placeholder.name}}}", placeholder.index
    return text
