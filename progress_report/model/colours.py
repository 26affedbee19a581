"""Lightness and contrast of sRGB colours written as ``#rrggbb`` (WCAG 2.2, relative luminance)."""

_WEIGHTS = (0.2126, 0.7152, 0.0722)
_GLARE = 0.05  # light that a screen reflects: WCAG adds it to both luminances


def luminance(colour: str) -> float:
    """Return the relative luminance, from 0 (black) to 1 (white)."""
    return sum(weight * part for weight, part in zip(_WEIGHTS, _linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 (equally light) to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + _GLARE) / (low + _GLARE)


def tint(colour: str, light: float) -> str:
    """Return the colour mixed with as much white as makes it this light; itself where it is no darker."""
    own = luminance(colour)
    white = max(0.0, (light - own) / (1 - own)) if own < 1 else 0.0
    return "#" + "".join(_digits(part + white * (1 - part)) for part in _linear(colour))


def _linear(colour: str) -> list[float]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _digits(linear: float) -> str:
    part = linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return f"{round(part * 255):02x}"
