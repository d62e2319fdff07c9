"""How a workshop goes on: what its leader may do next, and what comes of it. Nothing is stored here.

A round of votes that has been closed is never opened again: whoever saw its figures before and after
one more vote would know that vote. A new round is begun instead, and the earlier ones are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from services.errors import Invalid

Phase = Literal["lobby", "ahead", "running", "paused", "ended"]
State = Literal["waiting", "open", "shown", "talk", "decided", "skipped", "parked"]
Act = Literal[
    "open-ahead",
    "close-ahead",
    "choose",
    "start",
    "take",
    "open",
    "reveal",
    "talk",
    "decide",
    "skip",
    "park",
    "next",
    "back",
    "pause",
    "resume",
    "end",
]

PHASES: tuple[Phase, ...] = ("lobby", "ahead", "running", "paused", "ended")
STATES: tuple[State, ...] = ("waiting", "open", "shown", "talk", "decided", "skipped", "parked")
MOST_ROUNDS = 9

_BECOMES: Mapping[Act, State] = {"reveal": "shown", "talk": "talk", "decide": "decided"}
_LEFT = ("decided", "skipped", "parked")
NOT_NOW = (
    "Det går inte att göra nu. Workshopen kan ha letts vidare från en annan skärm. Titta på läget och "
    "försök igen."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a workshop stands: ``states`` and ``rounds`` of its questions, and which is taken up."""

    phase: Phase
    current: int | None
    states: tuple[State, ...]
    rounds: tuple[int, ...]

    @property
    def state(self) -> State | None:
        """The state of the question that is taken up."""
        return None if self.current is None else self.states[self.current]


def allowed(now: Standing) -> frozenset[Act]:
    """What the leader may do."""
    match now.phase:
        case "ended":
            return frozenset()
        case "ahead":
            return frozenset({"close-ahead", "end"})
        case "paused":
            return frozenset({"resume", "end"})
        case "lobby":
            voted = any(now.rounds)
            return frozenset({"start", "end", "choose" if voted else "open-ahead"})
        case "running":
            return _running(now)


def _running(now: Standing) -> frozenset[Act]:
    assert now.current is not None  # noqa: S101  start sets it, and nothing takes it away
    found: set[Act] = {"pause", "end"}
    state, round_ = now.states[now.current], now.rounds[now.current]
    if state == "open":
        return frozenset(found | {"reveal", "skip", "park"})
    found.add("take")
    if _onward(now) is not None:
        found.add("next")
    if _before(now) is not None:
        found.add("back")
    unseen = round_ > 0 and state in ("waiting", "skipped", "parked")
    if unseen:
        found.add("reveal")
    if round_ < MOST_ROUNDS and not (unseen and state == "waiting"):
        found.add("open")
    if state == "shown":
        found.add("talk")
    if state in ("shown", "talk", "decided"):
        found.add("decide")
    if state in ("waiting", "shown", "talk"):
        found |= {"skip", "park"}
    return frozenset(found)


def after(
    now: Standing, act: Act, *, to: int | None = None, chosen: Collection[int] = ()
) -> Standing:
    """What comes of something that the leader does.

    ``to`` is the question to take up, and ``chosen`` the questions to take up of those voted on
    before the meeting. Raises Invalid: not now, or no such question.
    """
    if act not in allowed(now):
        raise Invalid(NOT_NOW)
    numbers = range(len(now.states))
    if any(each not in numbers for each in (*chosen, *(() if to is None else (to,)))):
        raise Invalid("Frågan är inte med i workshopen.")
    if act in _BECOMES:
        return _with(now, _BECOMES[act])
    if act in ("take", "next", "back"):
        return _turned(now, act, to)
    if act in ("skip", "park"):
        left = _with(now, "skipped" if act == "skip" else "parked")
        onward = _onward(left)
        return left if onward is None else replace(left, current=onward)
    return _choose(now, chosen) if act == "choose" else _as_a_whole(now, act)


def _turned(now: Standing, act: Act, to: int | None) -> Standing:
    if act == "take" and to is None:
        raise Invalid("Frågan är inte med i workshopen.")
    return replace(
        now, current=to if act == "take" else _onward(now) if act == "next" else _before(now)
    )


def _as_a_whole(now: Standing, act: Act) -> Standing:
    """What comes of a step that is not about one question, or begins a round of votes."""
    states = now.states
    if act == "open":
        return replace(_with(now, "open"), rounds=_raised(now))
    if act == "open-ahead":
        opened: State = "open"
        count = len(states)
        return replace(now, phase="ahead", states=(opened,) * count, rounds=(1,) * count)
    if act == "close-ahead":
        return replace(now, phase="lobby", states=_closed(states, "waiting"))
    if act == "end":
        return replace(now, phase="ended", states=_closed(states, "shown"))
    if act == "start":
        first = next((i for i, state in enumerate(states) if state == "waiting"), 0)
        return replace(now, phase="running", current=first)
    return replace(now, phase="paused" if act == "pause" else "running")


def _closed(states: tuple[State, ...], instead: State) -> tuple[State, ...]:
    return tuple(instead if state == "open" else state for state in states)


def _choose(now: Standing, chosen: Collection[int]) -> Standing:
    if not chosen:
        raise Invalid("Välj minst en fråga att ta upp.")
    states: tuple[State, ...] = tuple(
        "waiting" if i in chosen else "skipped" for i in range(len(now.states))
    )
    return replace(now, states=states)


def _with(now: Standing, state: State) -> Standing:
    states = tuple(state if i == now.current else s for i, s in enumerate(now.states))
    return replace(now, states=states)


def _raised(now: Standing) -> tuple[int, ...]:
    return tuple(n + (i == now.current) for i, n in enumerate(now.rounds))


def _onward(now: Standing) -> int | None:
    start = -1 if now.current is None else now.current
    later = range(start + 1, len(now.states))
    return next((i for i in later if now.states[i] not in _LEFT), None)


def _before(now: Standing) -> int | None:
    earlier = range((now.current or 0) - 1, -1, -1)
    return next((i for i in earlier if now.states[i] != "skipped"), None)
