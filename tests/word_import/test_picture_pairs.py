"""Printed pictures are known by content, alternative text or place; others are new, gone or moved."""

from hashlib import sha256

from progress_report.word_import.base import PrintedParagraph, PrintedPicture
from progress_report.word_import.drawings import WordPicture
from progress_report.word_import.paragraphs import Edited
from progress_report.word_import.picture_pairs import compare_pictures
from tests.promises.test_free_blocks import png

CHART, PHOTO, SMALLER, OTHER = png(40, 20), png(30, 30), png(20, 10), png(10, 20)
PAIRS = {0: 0, 2: 2}  # paragraphs 1 and 3 hold nothing but a picture


def _printed(content: bytes, alt: str) -> PrintedParagraph:
    width, height = (int.from_bytes(content[start : start + 4]) for start in (16, 20))
    picture = PrintedPicture(sha256(content).hexdigest(), alt, width, height)
    return PrintedParagraph("", "", "", "", "", "", False, (), (), 0, 0, None, pictures=(picture,))


WORDS = PrintedParagraph("文", "", "", "", "", "", False, (), (), 0, 1, None)
PRINTED = [WORDS, _printed(CHART, "棒グラフ"), WORDS, _printed(PHOTO, "会場")]


def _compared(
    first: tuple[bytes, str] | None, second: tuple[bytes, str] | None
) -> tuple[list[int], int, int]:
    edited = [
        Edited(after="文"),
        Edited(pictures=[WordPicture((first[0],), first[1])] if first else []),
        Edited(after="文"),
        Edited(pictures=[WordPicture((second[0],), second[1])] if second else []),
    ]
    found = compare_pictures(PRINTED, edited, PAIRS)
    return sorted(found.new), len(found.gone), len(found.moved)


def test_the_same_and_those_saved_with_fewer_pixels_are_known() -> None:
    assert _compared((CHART, "棒グラフ"), (PHOTO, "会場")) == ([], 0, 0)
    assert _compared((CHART, "ほか"), (PHOTO, "")) == ([], 0, 0), "by content, whatever it is called"
    assert _compared((SMALLER, "棒グラフ"), (PHOTO, "会場")) == ([], 0, 0)
    assert _compared((SMALLER, ""), (PHOTO, "会場")) == ([], 0, 0), "of the same shape, in its place"


def test_another_is_new_and_the_former_gone() -> None:
    assert _compared((OTHER, ""), (PHOTO, "会場")) == ([1], 1, 0)
    assert _compared((OTHER, "棒グラフ"), (PHOTO, "会場")) == ([1], 1, 0), (
        "of another shape, as of other data"
    )
    assert _compared((SMALLER, "ほかの絵"), (PHOTO, "会場")) == ([1], 1, 0)


def test_those_that_are_gone_or_elsewhere_are_named() -> None:
    assert _compared(None, (PHOTO, "会場")) == ([], 1, 0)
    assert _compared((PHOTO, "会場"), (CHART, "棒グラフ")) == ([], 0, 2)
    assert _compared((CHART, "棒グラフ"), (CHART, "棒グラフ")) == ([3], 1, 0), "a second one of the same"
