"""Parse the page's style rules for the colours that they state."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from progress_report.accessibility.page import Page, PageLocation

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")  # the innermost ones: also those within @media
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_COLOUR = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)


class Rule(NamedTuple):
    """Selectors and the last value of each property, with the page's variables filled in."""

    place: PageLocation
    properties: Mapping[str, str]

    @property
    def colour(self) -> str | None:
        """The text colour as ``#rrggbb``; None if it is missing or in another notation."""
        return _colour(self.properties.get("color", ""))

    @property
    def ground(self) -> str | None:
        """The background colour as ``#rrggbb``; None if it is missing, translucent or in another notation."""
        return _colour(self.properties.get("background", self.properties.get("background-color", "")))


def style_rules(page: Page) -> list[Rule]:
    """Return the rules of all style elements, in order."""
    found = [
        (PageLocation(element.place.line, " ".join(selectors.split())), _declarations(body))
        for element in page.styles()
        for selectors, body in _RULE.findall(_COMMENT.sub("", "".join(map(str, element.children))))
    ]
    variables = {
        name: value for _, properties in found for name, value in properties.items() if name.startswith("--")
    }
    return [
        Rule(place, {name: _filled(value, variables) for name, value in one.items()}) for place, one in found
    ]


def _declarations(body: str) -> dict[str, str]:
    pairs = (one.split(":", 1) for one in body.split(";") if ":" in one)
    return {name.strip().lower(): value.strip() for name, value in pairs}


def _filled(value: str, variables: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: variables.get(match[1], match[0]), value)


def _colour(value: str) -> str | None:
    match = _COLOUR.fullmatch(value)
    if match is None:
        return None
    digits = match[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
