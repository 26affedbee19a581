"""The document: the source of all output formats."""

import json
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, Literal

from pydantic import BaseModel, Field, ValidationError

from progress_report.document.blocks import AnyBlock, Fact, Heading
from progress_report.document.models import Model, Optional
from progress_report.document.runs import Runs
from progress_report.model.findings import Finding, NotebookError

Path = tuple[str | int, ...]


class Section(Model):
    """A section's blocks, by the name of its notebook."""

    name: str
    blocks: list[AnyBlock]

    @property
    def is_unnumbered(self) -> bool:
        first = self.blocks[0]
        return isinstance(first, Heading) and first.number == ""


class Draft(Model):
    """The reasons why the report is not final, and the stamp printed on it."""

    stamp: str
    reasons: list[Runs]


class Document(Model):
    """The report.

    ``cover``: particulars of the title block (資料番号, 委員会名, …); ``draft``: None for a final report;
    ``stamp``: the text on each page if all data are invented; ``edition``, ``errata``: only for a corrected
    revision; ``closing``: unnumbered sections that no notebook shows (how surveys are read, what terms mean);
    ``record``: the inputs of this revision.
    """

    schema_: Literal["progress-report/document/1"] = Field(
        default="progress-report/document/1", alias="schema"
    )
    language: Literal["ja"] = "ja"
    title: Runs
    subtitle: Runs
    municipality: str
    cover: list[Fact]
    draft: Draft | None
    stamp: str | None = Optional
    edition: Runs | None = Optional
    errata: list[AnyBlock] | None = Optional
    introduction: list[AnyBlock]
    sections: list[Section]
    closing: list[Section] | None = Optional
    record: dict[str, Any]

    @classmethod
    def of_json(cls, value: Any) -> "Document":
        """Return the document in JSON. NotebookError names the first invalid place."""
        try:
            return cls.model_validate(value)
        except ValidationError as error:
            raise malformed(error) from None

    @property
    def opening(self) -> list[Section]:
        """The sections before the table of contents: the unnumbered ones at the report's beginning."""
        return list(takewhile(lambda section: section.is_unnumbered, self.sections))

    @property
    def body(self) -> list[Section]:
        """The sections after the table of contents, the 正誤表 and the introduction; the closing ones too."""
        return self.parts[len(self.opening) :]

    @property
    def parts(self) -> list[Section]:
        """All sections: those of notebooks, then the closing ones."""
        return [*self.sections, *(self.closing or ())]

    @property
    def blocks(self) -> Iterator[AnyBlock]:
        """All blocks in reading order."""
        for section in self.opening:
            yield from section.blocks
        yield from self.errata or ()
        yield from self.introduction
        for section in self.body:
            yield from section.blocks

    def to_bytes(self) -> bytes:
        """Return the content of ``document.json``."""
        return (json.dumps(self.to_json(), ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def malformed(error: ValidationError) -> NotebookError:
    """Return the error for a document or block that violates its models."""
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return NotebookError([Finding(f"文書の形が決まりに合いません（{place}: {first['msg']}）。")])


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every model in a value in reading order, with its path in the document."""
    if isinstance(value, BaseModel):
        yield path, value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), (*path, name))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from walk(item, (*path, position))
