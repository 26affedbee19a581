"""``params/theme.yaml``, optional: the colours, logo, fonts and paper of all of a municipality's reports.

Missing members default to those of ``Theme()``. Colours are only defined here: charts, pages, PDF and
workbook take them from the theme.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from math import floor
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator

from progress_report.inputs.parsing.file_names import similar_file_remedy
from progress_report.inputs.parsing.scalars import FontName
from progress_report.inputs.parsing.source_tree import SourceLines, entry_name
from progress_report.inputs.parsing.strict_models import Strict, Words, quoted_value, validated
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.project import LOGO_SUFFIXES, Project
from progress_report.messages import theme as messages
from progress_report.messages.message import Message
from progress_report.model.colours import contrast, luminance, tint
from progress_report.model.findings import Finding, ReportError
from progress_report.model.numerals import has_numeral

PAPER = "#ffffff"
# WCAG 2.2: 1.4.3 for text, 1.4.11 for lines.
_LEAST_OF_TEXT, _LEAST_OF_LINES = 4.5, 3.0
# In greyscale, between neighbouring series of a chart, which are also distinguished by hatches.
_LEAST_BETWEEN_SERIES = 1.4
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LOGO = re.compile(rf"[\w-]{{1,60}}({'|'.join(map(re.escape, LOGO_SUFFIXES))})")
_WHITE = "白"
# Of charts, from dark to light; the paper next to them is the lightest.
_SERIES = ("main", "dark", "middle", "light", _WHITE)
_TINTS = ("dark", "middle", "light", "head", "stub")
# Note marks in a table's headers are links, in the colour ``main``.
_TEXT_ON = (
    ("dark", _WHITE),
    ("middle", "ink"),
    ("light", "ink"),
    ("track", "ink"),
    ("head", "ink"),
    ("stub", "ink"),
    ("head", "main"),
    ("stub", "main"),
)


def _colour(text: Any) -> str:
    if text is None:
        raise messages.NO_COLOUR.value_error()
    if not isinstance(text, str) or not _COLOUR.fullmatch(text):
        raise messages.UNREADABLE_COLOUR.value_error(colour=quoted_value(text))
    return str(text).lower()


def _contrasting(colour: str, least: float, message: Message) -> str:
    if (found := contrast(colour, PAPER)) < least:
        raise message.value_error(colour=colour, ratio=_shown(found), least=f"{least:g}")
    return colour


def _shown(ratio: float) -> str:
    return f"{floor(ratio * 100) / 100:.2f}"  # never rounded up to the required ratio


def _logo_name(text: Any) -> str:
    if not isinstance(text, str) or not _LOGO.fullmatch(text):
        raise messages.LOGO_NAME.value_error(name=quoted_value(text))
    return str(text)


def _alternative(text: str) -> str:
    if has_numeral(text):
        raise messages.NUMERAL_IN_ALT.value_error(text=text)
    return text


_Colour = Annotated[
    str, PlainValidator(_colour), WithJsonSchema({"type": "string", "pattern": f"^{_COLOUR.pattern}$"})
]
_LogoName = Annotated[
    str, PlainValidator(_logo_name), WithJsonSchema({"type": "string", "pattern": f"^{_LOGO.pattern}$"})
]
_TextColour = Annotated[
    _Colour, AfterValidator(partial(_contrasting, least=_LEAST_OF_TEXT, message=messages.ILLEGIBLE))
]
_LineColour = Annotated[
    _Colour, AfterValidator(partial(_contrasting, least=_LEAST_OF_LINES, message=messages.INVISIBLE))
]


class Colours(Strict):
    """Colours by purpose, each ``#rrggbb`` in lower case. The default is デジタル庁's palette.

    If only ``main`` is changed, the other colours of series and of table headers are tints of it.
    """

    main: _TextColour = Field(default="#0017c1", description="見出し、リンク、図の一番濃い色")
    dark: _Colour = Field(default="#3460fb", description="図の二番目に濃い色")
    middle: _Colour = Field(default="#7096f8", description="図の三番目に濃い色")
    light: _Colour = Field(default="#c5d7fb", description="図の一番薄い色")
    track: _Colour = Field(default="#e9ebf0", description="割合の図の、残りの部分の色")
    ink: _TextColour = Field(default="#1a1a1a", description="文字の色")
    rule: _LineColour = Field(default="#8c8c8c", description="罫線の色")
    head: _Colour = Field(default="#e8f1fe", description="表の、列の見出しの地の色")
    stub: _Colour = Field(default="#f5f7fa", description="表の、行の見出しの地の色")
    target: _TextColour = Field(default="#a3000a", description="図の、目標の線と文字の色")
    callout: _LineColour = Field(default="#fe3939", description="図の、目標を囲む枠の色")
    warning: _TextColour = Field(default="#b30000", description="案やサンプルデータの印の色")

    @model_validator(mode="before")
    @classmethod
    def _tinted(cls, tree: Any) -> Any:
        """Fill in tints of a changed ``main`` with the luminance of the colours they replace."""
        main = tree.get("main") if isinstance(tree, dict) else None
        usual = cls.model_fields
        if not isinstance(main, str) or not _COLOUR.fullmatch(main) or main.lower() == usual["main"].default:
            return tree
        return {name: tint(main, luminance(usual[name].default)) for name in _TINTS} | tree

    def violations(self) -> Iterator[tuple[tuple[str, str], Finding]]:
        """Yield errors for text or series with low contrast, with the names of the two colours."""
        for darker, lighter in pairwise(_SERIES):
            one, other = getattr(self, darker), getattr(self, lighter, PAPER)
            found = contrast(one, other) if luminance(one) < luminance(other) else 1.0
            if found < _LEAST_BETWEEN_SERIES:
                yield (
                    (lighter, darker),
                    messages.SERIES_ALIKE.finding(
                        darker=darker,
                        one=one,
                        lighter=lighter,
                        other=other,
                        ratio=_shown(found),
                        lightened="" if lighter == _WHITE else f"、または{lighter}をもっと薄い色",
                        least=_LEAST_BETWEEN_SERIES,
                    ),
                )
        for ground, text in _TEXT_ON:
            one, other = getattr(self, ground), getattr(self, text, PAPER)
            if (found := contrast(one, other)) < _LEAST_OF_TEXT:
                yield (
                    (ground, text),
                    messages.TEXT_ON_BACKGROUND.finding(
                        ground=ground,
                        one=one,
                        text=text,
                        other=other,
                        ratio=_shown(found),
                        change="濃い" if text == _WHITE else "薄い",
                        least=_LEAST_OF_TEXT,
                    ),
                )


class FontParams(Strict):
    """A font family other than the default: its name and its two files."""

    family: FontName = Field(description="書体の名前")
    regular: Words = Field(description="標準の太さのファイル（プロジェクトのフォルダからの場所）")
    bold: Words = Field(description="太字のファイル（プロジェクトのフォルダからの場所）")


class LogoParams(Strict):
    """A picture next to the title, and its alternative text."""

    file: _LogoName = Field(description="params にある SVG か PNG の名前")
    alt: Annotated[Words, AfterValidator(_alternative)] = Field(description="ロゴの説明。読み上げに使う")


Paper = Literal["A4", "B5"]  # B5 is that of JIS, 182 × 257 mm


class ThemeFile(Strict):
    """The whole file."""

    colours: Colours = Field(default_factory=Colours, description="色")
    logo: LogoParams | None = Field(default=None, description="表題の上に置くロゴ")
    fonts: FontParams | None = Field(default=None, description="既定と違う書体を使うときの、名前とファイル")
    paper: Paper = Field(default="A4", description="PDFと印刷の用紙")


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo's file and its alternative text."""

    path: Path
    alt: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The appearance of reports. ``fonts``: paths as written; ``file`` and ``lines``: their source."""

    colours: Colours = field(default_factory=Colours)
    logo: Logo | None = None
    fonts: FontParams | None = None
    paper: Paper = "A4"
    file: str = ""
    lines: SourceLines = field(default_factory=SourceLines)


def read_theme(project: Project) -> Theme:
    """Return the municipality's theme. Raise ReportError with all errors in the file."""
    path = project.theme_file
    file = project.relative(path)
    if not os.path.lexists(path):
        if remedy := similar_file_remedy(path):
            raise messages.ABSENT.error(file, remedy=remedy)
        return Theme()
    tree, lines = read_strict_yaml(path, file)
    written = validated(ThemeFile, tree, lines, file)
    if violations := list(_colour_findings(written.colours, lines, file)):
        raise ReportError(violations)
    logo = Logo(path.parent / written.logo.file, written.logo.alt) if written.logo else None
    return Theme(written.colours, logo, written.fonts, written.paper, file, lines)


def _colour_findings(colours: Colours, lines: SourceLines, file: str) -> Iterator[Finding]:
    """Locate each error at the first of its colours in the file, or at ``main``, from which they derive."""
    for names, failure in colours.violations():
        places = (("colours", name) for name in (*names, "main"))
        place = next((one for one in places if one in lines), ("colours",))
        yield replace(failure, file=file, row=lines[place], column=entry_name(place))
