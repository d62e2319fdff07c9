"""Scales: ordered levels, what each is worth, and answer sets that single questions have."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import ClassVar

from questionnaires.frozen import Frozen, Grown, Weight


class ScaleLevel(Grown):
    """One step of a scale. ``value`` is what it is worth, 0–1; None where all steps are equal."""

    LATER: ClassVar[tuple[str, ...]] = ("value",)

    number: int
    name: str
    meaning: str
    value: Weight | None = None


class Scale(Grown):
    """An ordered list of 2–10 levels with consecutive whole numbers (method.md §1).

    ``sound`` is the level of sound practice where the author says which it is.
    """

    LATER: ClassVar[tuple[str, ...]] = ("sound",)

    levels: tuple[ScaleLevel, ...]
    sound: int | None = None

    @property
    def lowest(self) -> int:
        """The lowest level's number, m."""
        return self.levels[0].number

    @property
    def highest(self) -> int:
        """The highest level's number, M."""
        return self.levels[-1].number

    @property
    def numbers(self) -> range:
        """All level numbers, lowest first."""
        return range(self.lowest, self.highest + 1)

    @property
    def sound_level(self) -> int:
        """The sound level, K: as the author says, otherwise the middle one, rounded up."""
        return self.sound if self.sound is not None else (self.lowest + self.highest + 1) // 2

    @property
    def equal_steps(self) -> bool:
        """Whether every step is worth as much as the others."""
        return all(self.value(n) == self._equal(n) for n in self.numbers)

    def level(self, number: int) -> ScaleLevel:
        """The level with that number. Raises IndexError outside the scale."""
        if number not in self.numbers:
            raise IndexError(number)
        return self.levels[number - self.lowest]

    def value(self, number: int) -> Fraction:
        """What a level is worth, 0–1: its own value, else equal steps. Raises IndexError."""
        value = self.level(number).value
        return self._equal(number) if value is None else value

    def reached(self, value: Fraction) -> int:
        """The highest level that is worth no more than a value; the lowest where none is."""
        return max((n for n in self.numbers if self.value(n) <= value), default=self.lowest)

    def _equal(self, number: int) -> Fraction:
        return Fraction(number - self.lowest, self.highest - self.lowest)


class AnswerSet(Frozen):
    """A scale with a name, for questions that are not answered on the questionnaire's own."""

    id: str
    name: str
    levels: tuple[ScaleLevel, ...]

    @cached_property
    def as_scale(self) -> Scale:
        """The answer set as a scale."""
        return Scale(levels=self.levels)
