"""Matching of edited pictures with printed ones: by content, alternative text, then position.

None of these is sufficient alone: Word reduces the resolution of pictures on saving, and other programs lose
alternative texts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from progress_report.word_import.base import PrintedParagraph, PrintedPicture
from progress_report.word_import.drawings import WordPicture
from progress_report.word_import.paragraphs import Edited

_SAME_SHAPE = 0.02  # maximum relative difference of the ratio of width and height
_Printed = tuple[int, PrintedPicture]
_Edited = tuple[int, WordPicture]


@dataclass(frozen=True, slots=True)
class PicturesCompared:
    """New pictures by the index of their paragraph; removed and moved ones with their printed paragraph."""

    new: Mapping[int, list[WordPicture]]
    gone: Sequence[_Printed]
    moved: Sequence[_Printed]


def compare_pictures(
    printed: Sequence[PrintedParagraph], edited: Sequence[Edited], pairs: Mapping[int, int]
) -> PicturesCompared:
    """Compare all pictures of a copy with those printed."""
    known, last = {*pairs.values()}, -1
    stood = []
    for i in range(len(printed)):
        last = i if i in known else last
        stood.append(last)
    stands, last = [], -1
    for j in range(len(edited)):
        last = pairs.get(j, last)
        stands.append(last)
    theirs = [(i, picture) for i, one in enumerate(printed) for picture in one.pictures]
    ours = [(j, picture) for j, one in enumerate(edited) for picture in one.pictures]
    found: list[tuple[_Printed, _Edited]] = []

    def pair(same: Callable[[PrintedPicture, WordPicture], bool], *, in_place: bool) -> None:
        for one in list(ours):
            at = stands[one[0]]
            alike = (
                other
                for other in theirs
                if same(other[1], one[1]) and (not in_place or stood[other[0]] == at)
            )
            if other := next(alike, None):
                ours.remove(one)
                theirs.remove(other)
                found.append((other, one))

    for same in (_same_content, _same_words):
        pair(same, in_place=True)
        pair(same, in_place=False)
    pair(lambda theirs, ours: not ours.alt and _same_shape(theirs, ours), in_place=True)
    new: dict[int, list[WordPicture]] = {}
    for j, picture in ours:
        new.setdefault(j, []).append(picture)
    return PicturesCompared(new, theirs, [one for one, (j, _) in found if stood[one[0]] != stands[j]])


def _same_content(theirs: PrintedPicture, ours: WordPicture) -> bool:
    return theirs.digest in ours.digests


def _same_words(theirs: PrintedPicture, ours: WordPicture) -> bool:
    """Return whether texts are equal, and the picture may be the same in another resolution."""
    return bool(ours.alt) and " ".join(theirs.alt.split()) == ours.alt and _same_shape(theirs, ours)


def _same_shape(theirs: PrintedPicture, ours: WordPicture) -> bool:
    if not ours.shape or not theirs.height:
        return not ours.violation
    return abs(ours.shape * theirs.height / theirs.width - 1) < _SAME_SHAPE
