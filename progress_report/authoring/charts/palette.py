"""Colours of the house style, and fills that can be told apart in black and white."""

from collections.abc import Sequence
from dataclasses import dataclass

INK = "#1A1A1A"
PAPER = "#FFFFFF"
RULE = "#8C8C8C"
TRACK = "#E9EBF0"
RED = "#FE3939"
DARK_RED = "#A3000A"
DARKEST, DARK, MIDDLE, LIGHT = "#0017C1", "#3460FB", "#7096F8", "#C5D7FB"


@dataclass(frozen=True, slots=True)
class Fill:
    """How a series is painted: its colour, the hatch over it, and the text colour that is legible on it."""

    colour: str
    ink: str = INK
    hatch: str = ""
    hatch_colour: str = PAPER
    outline: str = ""


_SOLID = Fill(DARKEST, PAPER)
_DARK_STRIPED = Fill(DARK, PAPER, "////", DARKEST)
_MIDDLE = Fill(MIDDLE)
_MIDDLE_STRIPED = Fill(MIDDLE, INK, "////", DARKEST)
_LIGHT = Fill(LIGHT)
_LIGHT_STRIPED = Fill(LIGHT, INK, "\\\\\\\\", DARK)
_WHITE = Fill(PAPER, outline=DARKEST)
_LIGHT_CHECKED = Fill(LIGHT, INK, "+++", DARKEST)
_WHITE_CROSSED = Fill(PAPER, INK, "xxx", MIDDLE, DARKEST)
_MIDDLE_RULED = Fill(MIDDLE, INK, "---", DARKEST)

# From dark to light, so that an ordinal scale reads as one; neighbours differ in lightness and in hatch.
_SEQUENCES = (
    (_SOLID,),
    (_SOLID, _LIGHT_STRIPED),
    (_SOLID, _MIDDLE_STRIPED, _LIGHT),
    (_SOLID, _DARK_STRIPED, _MIDDLE, _LIGHT_STRIPED),
    (_SOLID, _DARK_STRIPED, _MIDDLE, _LIGHT_STRIPED, _WHITE),
    (_SOLID, _DARK_STRIPED, _MIDDLE, _LIGHT_STRIPED, _WHITE, _LIGHT_CHECKED),
    (_SOLID, _DARK_STRIPED, _MIDDLE, _LIGHT_STRIPED, _WHITE, _MIDDLE_RULED, _WHITE_CROSSED),
    (_SOLID, _DARK_STRIPED, _MIDDLE, _LIGHT_STRIPED, _WHITE, _MIDDLE_RULED, _WHITE_CROSSED, _LIGHT_CHECKED),
)
MOST_SERIES = len(_SEQUENCES)


def fills(count: int) -> Sequence[Fill]:
    """One fill a series; ValueError where there are more series than a reader can tell apart."""
    if count > MOST_SERIES:
        raise ValueError(f"一つの図に描ける系列は{MOST_SERIES}までです（{count}系列ありました）。")
    return _SEQUENCES[count - 1]
