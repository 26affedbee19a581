"""What a check of a page is: it tests a part of some criteria, or finds that they do not apply."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from progress_report.accessibility.page import Element, Page, Place


class Looked(NamedTuple):
    """How many things were looked at, and where those are that are wrong (of an absence: that are there)."""

    total: int
    places: Sequence[Place]

    @classmethod
    def at(cls, elements: Sequence[Element], wrong: Callable[[Element], object]) -> "Looked":
        return cls(len(elements), [element.place for element in elements if wrong(element)])


@dataclass(frozen=True, slots=True)
class Check:
    """Tests a part of each criterion in ``rest``, which says what of it is left to a person.

    ``part`` names what is tested, ``asks`` says it exactly, ``things`` are what is counted.
    """

    part: str
    asks: str
    things: str
    rest: Mapping[str, str]
    look: Callable[[Page], Looked]


@dataclass(frozen=True, slots=True)
class Absence:
    """Finds whether a page has nothing that the criteria apply to."""

    asks: str
    criteria: Sequence[str]
    look: Callable[[Page], Looked]
