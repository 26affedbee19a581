"""Colours of charts, derived from the theme, and fills distinguishable in black and white."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from progress_report.inputs.params.theme import PAPER, Colours

MOST_SERIES = 8


@dataclass(frozen=True, slots=True)
class Fill:
    """The fill of a series: its colour, hatch, and a text colour legible on it."""

    colour: str
    ink: str
    hatch: str = ""
    hatch_colour: str = PAPER
    outline: str = ""


@dataclass(frozen=True)
class Palette:
    """Colours by purpose, each ``#rrggbb``."""

    darkest: str
    dark: str
    middle: str
    light: str
    track: str
    ink: str
    rule: str
    target: str
    callout: str
    paper: str = PAPER

    @classmethod
    def of(cls, colours: Colours) -> "Palette":
        """Return the palette of a theme."""
        return cls(
            darkest=colours.main,
            dark=colours.dark,
            middle=colours.middle,
            light=colours.light,
            track=colours.track,
            ink=colours.ink,
            rule=colours.rule,
            target=colours.target,
            callout=colours.callout,
        )

    @property
    def latest(self) -> Fill:
        """The fill of the value of the reported year."""
        return Fill(self.darkest, self.paper)

    @property
    def earlier(self) -> Fill:
        """The fill of earlier values."""
        return Fill(self.middle, self.ink)

    def fills(self, count: int) -> Sequence[Fill]:
        """Return one fill per series; ValueError if there are more series than a reader can distinguish."""
        if count > MOST_SERIES:
            raise ValueError(f"一つの図に描ける系列は{MOST_SERIES}までです（{count}系列ありました）。")
        return self._sequences[count - 1]

    def scale(self, count: int, unanswered: Collection[int] = ()) -> Sequence[Fill]:
        """Return one fill per step of a scale, from dark to light; 無回答 has the same fill in all charts.

        A scale with more steps than tints has hatches, like series.
        """
        steps = count - len(unanswered)
        tints = self._tints[steps - 1] if 0 < steps <= len(self._tints) else self.fills(max(steps, 1))
        fills = iter(tints)
        return [self._no_answer if number in unanswered else next(fills) for number in range(count)]

    @property
    def _no_answer(self) -> Fill:
        return Fill(self.track, self.ink, "|||", self.rule, self.rule)

    @cached_property
    def _tints(self) -> Sequence[Sequence[Fill]]:
        darkest, dark, middle = self.latest, Fill(self.dark, self.paper), self.earlier
        light, white = Fill(self.light, self.ink), Fill(self.paper, self.ink, outline=self.darkest)
        return (
            (darkest,),
            (darkest, light),
            (darkest, middle, light),
            (darkest, dark, middle, light),
            (darkest, dark, middle, light, white),
        )

    @cached_property
    def _sequences(self) -> Sequence[Sequence[Fill]]:
        """The fills from dark to light, suitable for ordinal scales; neighbours differ in hatch too."""
        solid = self.latest
        dark_striped = Fill(self.dark, self.paper, "////", self.darkest)
        middle = self.earlier
        middle_striped = Fill(self.middle, self.ink, "////", self.darkest)
        middle_ruled = Fill(self.middle, self.ink, "---", self.darkest)
        light = Fill(self.light, self.ink)
        light_striped = Fill(self.light, self.ink, "\\\\\\\\", self.dark)
        light_checked = Fill(self.light, self.ink, "+++", self.darkest)
        white = Fill(self.paper, self.ink, outline=self.darkest)
        white_crossed = Fill(self.paper, self.ink, "xxx", self.middle, self.darkest)
        four = (solid, dark_striped, middle, light_striped)
        return (
            (solid,),
            (solid, light_striped),
            (solid, middle_striped, light),
            four,
            (*four, white),
            (*four, white, light_checked),
            (*four, white, middle_ruled, white_crossed),
            (*four, white, middle_ruled, white_crossed, light_checked),
        )


DEFAULT = Palette.of(Colours())
