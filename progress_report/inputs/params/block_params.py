"""``blocks`` and ``overrides`` of a section: content added to its notebook, and replaced texts."""

import re
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, Literal
from unicodedata import normalize

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from progress_report.inputs.parsing.scalars import Prose
from progress_report.inputs.parsing.source_tree import Scalar
from progress_report.inputs.parsing.strict_models import Strict, Words, quoted_value
from progress_report.messages import section_texts as messages

Kind = Literal["paragraph", "list", "table", "picture"]
KINDS: tuple[Kind, ...] = ("paragraph", "list", "table", "picture")
START, END = "start", "end"  # of a section: the two values of ``after`` that are not names
# Optional and required members of each kind.
_BESIDE = {"paragraph": (), "list": (), "table": ("title", "source", "name", "sheet"),
           "picture": ("title", "source", "name", "alt")}  # fmt: skip
_NEEDED = {"table": ("title",), "picture": ("title", "alt")}
_FIGURE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_BESIDE_ALL = frozenset(name for names in _BESIDE.values() for name in names)


def _file(value: Any, suffixes: tuple[str, ...], kind: str) -> str:
    if not isinstance(value, Scalar) or not re.fullmatch(r"[^/\\:\x00]+", value):
        raise messages.NO_FILE_NAME.value_error(name=quoted_value(value), kind=kind)
    if not value.endswith(suffixes):
        listed = " か ".join(suffixes)
        raise messages.UNUSABLE_FILE.value_error(kind=kind, name=quoted_value(value), suffixes=listed)
    return str(value)


def _figure_name(value: Any) -> str:
    if isinstance(value, str) and _FIGURE_NAME.fullmatch(value):
        return str(value)
    raise messages.UNUSABLE_NAME.value_error(name=quoted_value(value))


TableFile = Annotated[
    str,
    PlainValidator(partial(_file, suffixes=(".csv", ".xlsx"), kind="表")),
    WithJsonSchema({"type": "string", "pattern": r"\.(csv|xlsx)$"}),
]
PictureFile = Annotated[
    str,
    PlainValidator(partial(_file, suffixes=(".png", ".svg"), kind="写真や絵")),
    WithJsonSchema({"type": "string", "pattern": r"\.(png|svg)$"}),
]
FigureName = Annotated[
    str,
    PlainValidator(_figure_name),
    WithJsonSchema({"type": "string", "pattern": f"^{_FIGURE_NAME.pattern}$"}),
]


class BlockParams(Strict):
    """A paragraph, list, table or picture, and the anchor it follows."""

    after: Words = Field(
        description="何のすぐ後に置くか。節の見出しの言葉、表や図の名前、セルの id、"
        f"または {START}（節の見出しのすぐ下）、{END}（節の終わり）"
    )
    paragraph: Prose | None = Field(
        default=None, description="段落。{名前} には節の dates と quantities の値が入る"
    )
    items: Annotated[list[Prose], Field(min_length=1)] | None = Field(
        default=None, alias="list", description="箇条書き。一つの項目が一行"
    )
    table: TableFile | None = Field(
        default=None, description="表のファイル（CSV か xlsx）。年度の data フォルダーに置く"
    )
    picture: PictureFile | None = Field(
        default=None, description="写真や絵のファイル（PNG か SVG）。年度の data フォルダーに置く"
    )
    title: Prose | None = Field(default=None, description="表、写真の題")
    alt: Prose | None = Field(default=None, description="写真に写っているものの説明。読み上げに使う")
    source: Prose | None = Field(default=None, description="表、写真の出典")
    sheet: Words | None = Field(default=None, description="xlsx にシートがいくつもあるとき、使うシートの名前")
    name: FigureName | None = Field(
        default=None, description="{表:名前} や {図:名前} と、CSVファイルの名前。書かなければファイルの名前"
    )

    @model_validator(mode="after")
    def _one_kind(self) -> "BlockParams":
        given = [kind for kind in KINDS if self._has(kind)]
        if len(given) != 1:
            named = "、".join(given) or "なし"
            raise messages.KINDS_OF_BLOCK.value_error(kinds="、".join(KINDS), given=named)
        (kind,) = given
        beside = {name for name in _BESIDE_ALL if getattr(self, name) is not None}
        if lacking := [name for name in _NEEDED.get(kind, ()) if name not in beside]:
            raise messages.LACKING_IN_BLOCK.value_error(kind=kind, members="、".join(lacking))
        if idle := sorted(beside - {*_BESIDE[kind]}):
            raise messages.IDLE_IN_BLOCK.value_error(kind=kind, members="、".join(idle))
        return self

    def _has(self, kind: Kind) -> bool:
        return getattr(self, "items" if kind == "list" else kind) is not None

    @property
    def kind(self) -> Kind:
        """The kind of the block."""
        return next(kind for kind in KINDS if self._has(kind))

    @property
    def file(self) -> str | None:
        """The file name of its table or picture in the year's data; None for text."""
        return self.table or self.picture

    @property
    def figure_name(self) -> str:
        """The name of its table or picture: as given, the file's, or derived from it; empty for text."""
        if self.name or self.file is None:
            return self.name or ""
        stem = self.file.rpartition(".")[0]
        if _FIGURE_NAME.fullmatch(stem):
            return stem
        return f"{self.kind}-{sha256(normalize('NFC', stem).encode()).hexdigest()[:8]}"

    def running_texts(self) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
        """Yield its paragraph, or the items of its list, with their paths in the entry."""
        if self.paragraph is not None:
            yield ("paragraph",), self.paragraph
        for i, item in enumerate(self.items or ()):
            yield ("list", i), item

    def texts_around(self) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
        """Yield the texts printed with its table or picture, with their paths in the entry."""
        for name in ("title", "alt", "source"):
            if (text := getattr(self, name)) is not None:
                yield (name,), text


class OverrideParams(Strict):
    """Replacement texts, for this year, of the notebook's headings and sentences."""

    headings: dict[str, Prose] = Field(
        default_factory=dict, description="見出しの言い換え。「いまの見出し: 新しい見出し」のように書く"
    )
    sentences: dict[str, Prose] = Field(
        default_factory=dict,
        description="計算した文の言い換え。「セルの id: 新しい文」のように書く。"
        "元の文と同じ名前の値を差し込める",
    )
