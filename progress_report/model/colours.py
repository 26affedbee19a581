"""Lightness and contrast of sRGB colours written as ``#rrggbb`` (WCAG 2.2, relative luminance)."""

_WEIGHTS = (0.2126, 0.7152, 0.0722)
_FINEST = 1 / 4096  # a share of white that changes no digit
_GLARE = 0.05  # light that a screen reflects: WCAG adds it to both luminances


def luminance(colour: str) -> float:
    """Return the relative luminance, from 0 (black) to 1 (white)."""
    return sum(weight * part for weight, part in zip(_WEIGHTS, _linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 (equally light) to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + _GLARE) / (low + _GLARE)


def tint(colour: str, light: float) -> str:
    """Mix the colour with white until its luminance is ``light``; leave it as it is if it is not darker."""
    none, all_white = 0.0, 1.0
    while all_white - none > _FINEST:
        white = (none + all_white) / 2
        if luminance(_with_white(colour, white)) < light:
            none = white
        else:
            all_white = white
    return _with_white(colour, none)


def _with_white(colour: str, white: float) -> str:
    """Mix the components in sRGB, as painting programs do; mixing linear light would look greyer."""
    return "#" + "".join(f"{round(part + white * (255 - part)):02x}" for part in _parts(colour))


def _parts(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _linear(colour: str) -> list[float]:
    parts = (part / 255 for part in _parts(colour))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
