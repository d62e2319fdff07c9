"""Of whom questions are asked, with what in hand, and what is asked beside them."""

from __future__ import annotations

from questionnaires.frozen import Frozen


class Documents(Frozen):
    """What one has to look in before one can answer, from whom, and the minutes that it takes."""

    what: str
    who: str
    minutes: int


class Module(Frozen):
    """Questions that are asked only of those who choose them. ``kinds``: who can (empty: all)."""

    id: str
    name: str
    short: str
    about: str
    kinds: tuple[str, ...] = ()

    def is_for(self, organisation_type: str | None) -> bool:
        """Whether a kind of organisation can choose it."""
        return not self.kinds or organisation_type in self.kinds


class Statement(Frozen):
    """What managers outside purchasing agree with or not; ``questions`` is what it stands beside."""

    id: str
    text: str
    questions: tuple[str, ...] = ()
