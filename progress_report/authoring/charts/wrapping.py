"""Breaking Japanese labels into lines by measured width, by the rules of JLReq (kinsoku)."""

import re
from collections.abc import Callable, Sequence

from progress_report.model.inline import Date, Fragment, LineBreak, NoteReference, Number, Reference, Stated
from progress_report.model.variation import is_selector, without_selectors

Measure = Callable[[str], float]
_STEP = 3.0  # points by which lines are narrowed until they are of like width

NEVER_FIRST = frozenset(
    "、。，．,.・：；:;？！?!）)」』】〕］]｝}〉》ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%～〜…"
)
NEVER_LAST = frozenset("（(「『【〔［[｛{〈《")
_MARKS = frozenset("、。・）)」』】 ")
_WORD_ENDINGS = frozenset("はがをにでとのもへやなるたてくばど")
_KANA = re.compile("[\u3041-\u309f]")


def printed(fragment: Fragment) -> str:
    """The words as a chart prints them. ValueError for what is numbered only when stitched."""
    if any(isinstance(run, NoteReference) for run in fragment):
        raise ValueError("図の中の文字には注の印を付けられません。注は図の下に書いてください。")
    if any(isinstance(run, Reference) for run in fragment):
        raise ValueError("図の中の文字から表・図を参照することはできません。本文に書いてください。")
    return "".join("\n" if isinstance(run, LineBreak) else run.text for run in fragment)


def wrap(fragment: Fragment, width: float, measure: Measure) -> tuple[str, ...]:
    """Lines no wider than ``width`` and of like width; an empty fragment has no line.

    They end where a phrase ends, if that takes no more of them.
    """
    pieces = _pieces(fragment)
    lines = _evened(pieces, width, measure)
    phrases = _phrases(pieces)
    if len(lines) < 2 or any(measure(phrase.strip()) > width for phrase in phrases):
        return lines
    by_phrase = _evened(phrases, width, measure)
    return by_phrase if len(by_phrase) <= len(lines) else lines


def _evened(pieces: Sequence[str], width: float, measure: Measure) -> tuple[str, ...]:
    """As few lines as ``width`` allows, made narrower as long as they stay as few."""
    lines = _filled(pieces, width, measure)
    narrowest = max((measure(piece.strip()) for piece in pieces), default=0.0)
    while len(lines) > 1 and (width := width - _STEP) >= narrowest:
        narrower = _filled(pieces, width, measure)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _filled(pieces: Sequence[str], width: float, measure: Measure) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if piece == "\n":
            lines.append(line)
            line = ""
        elif not line or measure((line + piece).rstrip()) <= width:
            line += piece
        else:
            lines.append(line)
            line = piece.lstrip()
        while measure(line.rstrip()) > width and len(line) > 1:
            # A word wider than the line has to be broken where it should not be.
            end = max((n for n in range(1, len(line)) if measure(line[:n]) <= width), default=1)
            lines.append(line[:end])
            line = line[end:]
    lines.append(line)
    return tuple(stripped for text in lines if (stripped := text.strip()))


def _pieces(fragment: Fragment) -> list[str]:
    """The text cut wherever a line may end."""
    text = ""
    inside: set[int] = set()
    for run in fragment:
        start = len(text)
        text += printed((run,))
        if isinstance(run, Number | Date):
            inside.update(range(start + 1, len(text)))
        elif isinstance(run, Stated):  # with the first character behind it, the numeral's unit
            inside.update(range(start + 1, len(text) + 1))
    cuts = [n for n in range(1, len(text)) if _may_break(_last(text[:n]), text[n], inside=n in inside)]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if a < b]


def _phrases(pieces: Sequence[str]) -> list[str]:
    """The pieces put together to what is read in one breath, as far as the script tells."""
    phrases: list[str] = []
    for piece in pieces:
        if phrases and not _phrase_ends(_last(phrases[-1]), piece[0]):
            phrases[-1] += piece
        else:
            phrases.append(piece)
    return phrases


def _last(text: str) -> str:
    """The last character that is no variation selector."""
    return without_selectors(text)[-1:]


def _phrase_ends(before: str, after: str) -> bool:
    """Behind a particle or an inflection before a new word, behind a mark, or before a bracket.

    Not behind every kana: 「受け付け」「申し込み」 have one inside.
    """
    if "\n" in (before, after) or before in _MARKS or after in NEVER_LAST:
        return True
    return before in _WORD_ENDINGS and not _KANA.match(after)


def _may_break(before: str, after: str, *, inside: bool) -> bool:
    if "\n" in (before, after):
        return True
    if inside or after in NEVER_FIRST or before in NEVER_LAST or after == " " or is_selector(after):
        return False
    # Not inside a word, not between a numeral and its unit (3件) or its prefix (第1).
    if before.isdigit() or (after.isdigit() and before in "第約△－"):
        return False
    return not (before.isascii() and after.isascii()) or before == " "
