"""A font's subset for a page is always the same."""

import pytest

from progress_report.model.findings import PublishingError
from progress_report.model.fonts import noto_sans_cjk_jp
from progress_report.rendering.self_contained import font_faces, subset

CHARACTERS = sorted(map(ord, "令和6年度の取組進捗（案）"))


def test_it_depends_on_the_font_and_the_set_of_characters_alone() -> None:
    regular, bold = noto_sans_cjk_jp().files
    made = subset(regular, CHARACTERS)
    assert subset(regular, [*reversed(CHARACTERS), *CHARACTERS]) == made
    assert subset(regular, CHARACTERS[1:]) != made
    assert subset(bold, CHARACTERS) != made


def test_the_style_sheet_has_both_weights_in_order() -> None:
    faces = font_faces(noto_sans_cjk_jp(), "進捗").splitlines()
    assert ["font-weight:400;" in faces[0], "font-weight:700;" in faces[1], len(faces)] == [True, True, 2]


def test_a_character_that_the_font_lacks_is_named() -> None:
    with pytest.raises(PublishingError, match="U\\+0E01"):
        font_faces(noto_sans_cjk_jp(), "進捗ก")
