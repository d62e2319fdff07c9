"""An organisation beside others as it is drawn: goals as boxes, questions as shares of the levels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from questionnaires.model import Framework, Question, Scale
from scoring.peers import PeerFigures
from scoring.peers import Place as Position
from ui.html import esc, table
from ui.profile import peers_box
from wording.comparison import (
    change_text,
    level_shares,
    peers_text,
    position_text,
    spread,
    withheld,
)
from wording.numbers import NARROW
from wording.results import level_shade, question_title

TICKS = (0, 25, 50, 75, 100)


class Goal(Protocol):
    """A goal beside others'."""

    @property
    def goal(self) -> str: ...  # noqa: D102
    @property
    def peers(self) -> PeerFigures | None: ...  # noqa: D102
    @property
    def own(self) -> int | None: ...  # noqa: D102
    @property
    def rank(self) -> int | None: ...  # noqa: D102
    @property
    def position(self) -> Position | None: ...  # noqa: D102
    @property
    def baseline(self) -> PeerFigures | None: ...  # noqa: D102
    @property
    def shared(self) -> bool: ...  # noqa: D102


class Asked(Protocol):
    """A question beside others'."""

    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def shares(self) -> Mapping[int, int] | None: ...  # noqa: D102
    @property
    def own(self) -> int | None: ...  # noqa: D102


def goals_html(
    framework: Framework, goals: Sequence[Goal], changes: Mapping[str, Fraction | None]
) -> str:
    """A row a goal: others' box and median, and one's own dot."""
    numbers = "".join(f'<span style="left:{tick}%">{tick}</span>' for tick in TICKS)
    rows = f'<li aria-hidden="true"><span class="numbers">{numbers}</span></li>'
    for goal, found in zip(framework.goals, goals, strict=True):
        number = f"{goal.number}. " if goal.number else ""
        said = position_text(found.rank, found.position)
        rows += (
            f'<li><span class="name">{number}{esc(goal.name)}</span>'
            f"<span>{esc(said) if said != '–' else ''}</span>{_track(found)}"
            f'<span class="facts">{esc(_facts(found, changes.get(goal.id)))}</span></li>'
        )
    legend = (
        '<ul class="rm-legend" aria-hidden="true"><li><i class="dot"></i>Ni, index 0–100</li>'
        '<li><i class="peers"></i>De andra</li><li><i class="middle"></i>Median</li></ul>'
    )
    return f'<ul class="rm-profile">{rows}</ul>{legend}'


def goals_table(
    framework: Framework, goals: Sequence[Goal], changes: Mapping[str, Fraction | None]
) -> str:
    """The same figures as a table, with everyone's median in the first snapshot."""
    rows = [
        (
            goal.name,
            "–" if found.own is None else str(found.own),
            "–" if found.peers is None else str(found.peers.median),
            withheld(shared=found.shared) if found.peers is None else spread(found.peers),
            position_text(found.rank, found.position),
            "–" if found.peers is None else str(found.peers.n),
            change_text(changes.get(goal.id)),
            "–" if found.baseline is None else str(found.baseline.median),
        )
        for goal, found in zip(framework.goals, goals, strict=True)
    ]
    head = (
        "Mål",
        "Ni",
        "Median",
        "Spridning",
        "Plats",
        "Antal",
        "Er ändring",
        "Alla, första ögonblicksbilden",
    )
    return table(head, rows, caption=f"Index mot {framework.name}, 0–100", numeric=(1, 2, 5, 6, 7))


def shares_html(scale: Scale, questions: Iterable[tuple[Question, Asked]]) -> str:
    """How many stand at each level of some questions: a bar each, and the same in words."""
    return "".join(
        f"<h4>{esc(question_title(question))}</h4>{_bar(scale, found)}"
        f'<p class="rm-muted">{esc(level_shares(found.shares, found.own))}</p>'
        for question, found in questions
    )


def shares_table(scale: Scale, questions: Iterable[tuple[Question, Asked]], caption: str) -> str:
    """The same shares as a table; only the questions that have any."""
    rows = [
        (
            question_title(question),
            *(f"{found.shares.get(level, 0)}{NARROW}%" for level in scale.numbers),
            "–" if found.own is None else str(found.own),
            str(found.n),
        )
        for question, found in questions
        if found.shares is not None
    ]
    if not rows:
        return ""
    head = ("Fråga", *(f"Nivå {level}" for level in scale.numbers), "Ni", "Antal")
    return table(head, rows, caption=caption, numeric=range(1, len(head)))


def _facts(found: Goal, change: Fraction | None) -> str:
    own = "" if found.own is None else f"Ni {found.own}, "
    moved = "" if change is None else f". Er ändring sedan förra gången: {change_text(change)}"
    text = f"{own}{peers_text(found.peers, shared=found.shared)}"
    return f"{text[0].upper()}{text[1:]}{moved}"


def _track(found: Goal) -> str:
    if found.peers is None and found.own is None:
        return ""
    ticks = "".join(f'<span class="tick" style="left:{tick}%"></span>' for tick in TICKS)
    dot = "" if found.own is None else f'<span class="dot" style="left:{found.own}%"></span>'
    return (
        f'<span class="track" aria-hidden="true"><span class="rail"></span>{ticks}'
        f"{peers_box(found.peers)}{dot}</span>"
    )


def _bar(scale: Scale, found: Asked) -> str:
    if found.shares is None:
        return ""
    parts = "".join(
        f'<span class="s{level_shade(scale.lowest, scale.highest, level)}'
        f'{" own" if level == found.own else ""}" style="flex-grow:{share}">'
        # A narrow part has no room for figures; they stand in the words below.
        f"{f'<b>{level}</b> {share}{NARROW}%' if share >= 12 else ''}</span>"
        for level, share in found.shares.items()
        if share
    )
    return f'<div class="rm-shares" aria-hidden="true">{parts}</div>'
