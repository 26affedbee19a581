"""Breaking Japanese labels into lines by measured width, by the rules of JLReq (kinsoku)."""

import re
from collections.abc import Callable, Sequence

from progress_report.model.inline import (
    Date,
    Inline,
    LineBreak,
    LiteralText,
    NoteReference,
    Number,
    Reference,
)
from progress_report.model.variation import is_selector, without_selectors

Measure = Callable[[str], float]
_STEP = 3.0  # points by which lines are narrowed until they have similar widths

NEVER_FIRST = frozenset(
    "、。，．,.・：；:;？！?!）)」』】〕］]｝}〉》ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%～〜…"
)
NEVER_LAST = frozenset("（(「『【〔［[｛{〈《")
_MARKS = frozenset("、。・）)」』】 ")
_WORD_ENDINGS = frozenset("はがをにでとのもへやなるたてくばど")
_KANA = re.compile("[\u3041-\u309f]")


def printed_text(inline: Inline) -> str:
    """Return the words as a chart prints them. ValueError for marks and references numbered when stitched."""
    if any(isinstance(run, NoteReference) for run in inline):
        raise ValueError("図の中の文字には注の印を付けられません。注は図の下に書いてください。")
    if any(isinstance(run, Reference) for run in inline):
        raise ValueError("図の中の文字から表・図を参照することはできません。本文に書いてください。")
    return "".join("\n" if isinstance(run, LineBreak) else run.text for run in inline)


def wrap(inline: Inline, width: float, measure: Measure) -> tuple[str, ...]:
    """Break into lines no wider than ``width`` and of similar width; an empty inline has no lines.

    Lines end at phrase ends if that needs no more lines.
    """
    pieces = _pieces(inline)
    lines = _evened(pieces, width, measure)
    phrases = _phrases(pieces)
    if len(lines) < 2 or any(measure(phrase.strip()) > width for phrase in phrases):
        return lines
    by_phrase = _evened(phrases, width, measure)
    return by_phrase if len(by_phrase) <= len(lines) else lines


def _evened(pieces: Sequence[str], width: float, measure: Measure) -> tuple[str, ...]:
    """Break into the fewest lines that ``width`` allows, then narrow them without adding lines."""
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
            # A word wider than the line must be broken inside.
            end = max((n for n in range(1, len(line)) if measure(line[:n]) <= width), default=1)
            lines.append(line[:end])
            line = line[end:]
    lines.append(line)
    return tuple(stripped for text in lines if (stripped := text.strip()))


def _pieces(inline: Inline) -> list[str]:
    """Split the text at all permitted line ends."""
    text = ""
    inside: set[int] = set()
    for run in inline:
        start = len(text)
        text += printed_text((run,))
        if isinstance(run, Number | Date):
            inside.update(range(start + 1, len(text)))
        elif isinstance(run, LiteralText):  # with the first character after it, the numeral's unit
            inside.update(range(start + 1, len(text) + 1))
    cuts = [n for n in range(1, len(text)) if _may_break(_last(text[:n]), text[n], inside=n in inside)]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if a < b]


def _phrases(pieces: Sequence[str]) -> list[str]:
    """Join the pieces into phrases, as far as the script shows their boundaries."""
    phrases: list[str] = []
    for piece in pieces:
        if phrases and not _phrase_ends(_last(phrases[-1]), piece[0]):
            phrases[-1] += piece
        else:
            phrases.append(piece)
    return phrases


def _last(text: str) -> str:
    """Return the last character that is not a variation selector."""
    return without_selectors(text)[-1:]


def _phrase_ends(before: str, after: str) -> bool:
    """Return whether a phrase ends: after a mark or word ending before a new word, or before a bracket.

    It does not end after every kana: 「受け付け」「申し込み」 have one inside.
    """
    if "\n" in (before, after) or before in _MARKS or after in NEVER_LAST:
        return True
    return before in _WORD_ENDINGS and not _KANA.match(after)


def _may_break(before: str, after: str, *, inside: bool) -> bool:
    if "\n" in (before, after):
        return True
    if inside or after in NEVER_FIRST or before in NEVER_LAST or after == " " or is_selector(after):
        return False
    # No break inside a word, nor between a numeral and its unit (3件) or prefix (第1).
    if before.isdigit() or (after.isdigit() and before in "第約△－"):
        return False
    return not (before.isascii() and after.isascii()) or before == " "
