"""Types of checks: a check tests part of some criteria; an absence shows that criteria do not apply."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from progress_report.accessibility.page import Element, Page, PageLocation


class Looked(NamedTuple):
    """The number of things checked, and the places of failures (for an absence: of what was found)."""

    total: int
    places: Sequence[PageLocation]

    @classmethod
    def at(cls, elements: Sequence[Element], wrong: Callable[[Element], object]) -> "Looked":
        return cls(len(elements), [element.place for element in elements if wrong(element)])


@dataclass(frozen=True, slots=True)
class CriterionCheck:
    """A check of part of each criterion in ``rest``, which states what is left to a person.

    ``part`` names what is tested, ``asks`` describes it exactly, ``things`` names what is counted.
    """

    part: str
    asks: str
    things: str
    rest: Mapping[str, str]
    look: Callable[[Page], Looked]


@dataclass(frozen=True, slots=True)
class Absence:
    """A check whether a page has nothing that the criteria apply to."""

    asks: str
    criteria: Sequence[str]
    look: Callable[[Page], Looked]
