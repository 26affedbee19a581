"""A logo is a complete picture that refers to nothing outside itself."""

from pathlib import Path

import pytest

from progress_report.inputs.params.theme import Logo, Theme
from progress_report.inputs.params.theme_files import LARGEST_LOGO, logo_findings

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><path d="M70 14h120v10H70z"/>{}</svg>'
# As editors save them: with other namespaces, a style sheet and parts that refer to each other.
EDITED = LOGO.format(
    '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'
    '<e:view xmlns:e="http://example.org/editor" e:zoom="2"/><style>.a { fill: url(#g) }</style>'
    '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
    '<path id="p" class="a" d="M0 0h9v9z"/><use href="#p" clip-path="url(#c)"/>'
)


def _said(folder: Path, logo: str) -> list[str]:
    path = folder / "logo.svg"
    path.write_text(logo, encoding="utf-8")
    return [finding.message for finding in logo_findings(Theme(logo=Logo(path, "市章")))]


@pytest.mark.parametrize("logo", [LOGO.format(""), EDITED, f"<!-- 市章 -->{LOGO.format('')}"])
def test_shapes_are_a_logo(logo: str, tmp_path: Path) -> None:
    assert _said(tmp_path, logo) == []


@pytest.mark.parametrize(
    ("logo", "message"),
    [
        (LOGO.format("<script>alert(1)</script>"), "使えないもの（script）"),
        (LOGO.format("<text>市</text>"), "使えないもの（text）"),
        (LOGO.format('<image width="9"/>'), "使えないもの（image）"),
        (LOGO.format('<rect onclick="a()"/>'), "使えないもの（onclick）"),
        (LOGO.format('<use href="https://example.org/a.svg#b"/>'), "ほかのファイルやアドレスへの参照"),
        (LOGO.format("<style>@import 'a.css';</style>"), "ほかのファイルやアドレスへの参照"),
        (LOGO.format('<rect fill="url(https://example.org/#a)"/>'), "ほかのファイルやアドレスへの参照"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + LOGO.format(""), "実体や書式の宣言"),
        (LOGO.format("").replace(' viewBox="0 0 200 60"', ""), "ロゴの大きさ（viewBox）"),
        (LOGO.format("")[:-9], "こわれているか、SVGではありません"),
        (LOGO.format(" " * LARGEST_LOGO), "ロゴのファイルが大きすぎます"),
    ],
)
def test_what_needs_more_than_itself_is_refused(logo: str, message: str, tmp_path: Path) -> None:
    (said,) = _said(tmp_path, logo)
    assert message in said
    assert "（logo.svg" in said
