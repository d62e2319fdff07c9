"""What the votes of a workshop say, as far as it may be shown: never who voted what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low

from sqlmodel import Session

from data.stores import bundles
from data.stores import workshop as store
from data.tables import Workshop, WorkshopItem
from questionnaires.model import Scale
from scoring.agreement import FEWEST, Agreement, agreement, roles_shown
from services import access
from services.actor import Actor
from services.errors import Invalid
from services.workshop.workshops import existing

# In how many questions a half-day's meeting has time for talk.
TAKE_UP = (8, 12)


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round of votes that is closed.

    ``votes`` are all that were given, *vet ej* included. The rest is None or empty below three
    votes on a level: ``counts`` by level, ``unknown`` and ``comments`` too. ``roles`` are the counts
    of the roles that may be shown apart.
    """

    number: int
    votes: int
    counts: Mapping[int, int]
    unknown: int | None
    agreement: Agreement | None
    roles: Mapping[str, Mapping[int, int]]
    comments: tuple[str, ...]

    @property
    def given(self) -> tuple[int, ...]:
        """The levels that somebody voted for, lowest first."""
        return tuple(sorted(level for level, n in self.counts.items() if n))

    @property
    def median(self) -> int | None:
        """The median level, the lower of two; None below three votes."""
        votes = [level for level, n in sorted(self.counts.items()) for _ in range(n)]
        return median_low(votes) if votes else None

    @property
    def middle(self) -> Fraction | None:
        """The median as a figure: halfway between two levels when the votes are even."""
        votes = [level for level, n in sorted(self.counts.items()) for _ in range(n)]
        if not votes:
            return None
        half = len(votes) // 2
        return Fraction(votes[half] + votes[-half - 1], 2)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far views differ on a question that was voted on before the meeting.

    ``agreement`` is None below three votes on a level.
    """

    position: int
    votes: int
    agreement: Agreement | None


def rounds(
    session: Session, actor: Actor, workshop_id: str, position: int
) -> tuple[RoundView, ...]:
    """The rounds of a question that have been shown, first to last. Raises NotFound, Invalid."""
    row, assessment = existing(session, workshop_id)
    access.require(session, actor, "read", assessment.organisation_id)
    items = store.items(session, workshop_id)
    if not 0 <= position < len(items):
        raise Invalid("Frågan är inte med i workshopen.")
    scale = bundles.get(session, assessment.bundle_digest).scale
    return of_items(session, row, [items[position]], scale)[position]


def every_round(
    session: Session, actor: Actor, workshop_id: str
) -> dict[int, tuple[RoundView, ...]]:
    """The rounds that have been shown, by the question's position. Raises NotFound."""
    row, assessment = existing(session, workshop_id)
    access.require(session, actor, "read", assessment.organisation_id)
    scale = bundles.get(session, assessment.bundle_digest).scale
    return of_items(session, row, store.items(session, workshop_id), scale)


def widest(session: Session, actor: Actor, workshop_id: str) -> list[Spread]:
    """The questions voted on before the meeting, those where views differ most first.

    Not while the votes are taken: what differs between two looks would be someone's vote.
    Raises NotFound, Invalid.
    """
    row, assessment = existing(session, workshop_id)
    access.require(session, actor, "answer", assessment.organisation_id)
    if row.phase == "ahead":
        raise Invalid("Stäng förhandsröstningen först. Sedan syns var rösterna går isär.")
    scale = bundles.get(session, assessment.bundle_digest).scale
    items = store.items(session, workshop_id)
    found = _gathered(session, [item for item in items if item.round])
    spreads = []
    for item in items:
        if item.round:
            first = _view(1, found[item.id, 1], (), scale)
            spreads.append(Spread(item.position, first.votes, first.agreement))
    return sorted(spreads, key=_widest_first)


def suggested(spreads: Sequence[Spread]) -> tuple[int, ...]:
    """Which questions to take up: those that ask for talk, 8–12 of them where there are as many."""
    asking = [s.position for s in spreads if s.agreement is None or s.agreement.talk]
    fewest, most = TAKE_UP
    number = min(most, max(fewest, len(asking)))
    return tuple(sorted(spread.position for spread in spreads[:number]))


def of_items(
    session: Session, row: Workshop, items: Sequence[WorkshopItem], scale: Scale
) -> dict[int, tuple[RoundView, ...]]:
    """As ``every_round``, of rows, for services that have asked already."""
    shown = {item.id: _last_shown(row, item) for item in items}
    said: dict[tuple[str, int], list[str]] = defaultdict(list)
    for item_id, number, comment in store.comments(session, list(shown)):
        said[item_id, number].append(comment)
    found = _gathered(session, items)
    return {
        item.position: tuple(
            _view(n, found[item.id, n], said[item.id, n], scale)
            for n in range(1, shown[item.id] + 1)
        )
        for item in items
    }


Counted = list[tuple[str, str, int | None, int]]


def _gathered(session: Session, items: Iterable[WorkshopItem]) -> dict[tuple[str, int], Counted]:
    found: defaultdict[tuple[str, int], Counted] = defaultdict(list)
    ids = [item.id for item in items]
    for item_id, number, role, kind, level, n in store.counts(session, ids):
        found[item_id, number].append((role, kind, level, n))
    return found


def _last_shown(row: Workshop, item: WorkshopItem) -> int:
    seen = item.state in ("shown", "talk", "decided") or row.phase == "ended"
    return item.round if seen else item.round - 1


def _view(number: int, counted: Counted, said: Sequence[str], scale: Scale) -> RoundView:
    counts: Counter[int] = Counter()
    by_role: defaultdict[str, Counter[int]] = defaultdict(Counter)
    votes = sum(n for _, _, _, n in counted)
    for role, kind, level, n in counted:
        if kind == "level" and level is not None:
            counts[level] += n
            by_role[role][level] += n
    levels = sum(counts.values())
    if levels < FEWEST:
        return RoundView(number, votes, {}, None, None, {}, ())
    shown = roles_shown({role: sum(given.values()) for role, given in by_role.items()})
    return RoundView(
        number=number,
        votes=votes,
        counts={level: counts[level] for level in scale.numbers},
        unknown=votes - levels,
        agreement=agreement(counts, scale.lowest, scale.highest),
        # All in one role is what is shown already.
        roles={
            role: {level: by_role[role][level] for level in scale.numbers}
            for role in sorted(shown)
            if len(by_role) > 1
        },
        comments=tuple(said),
    )


def _widest_first(spread: Spread) -> tuple[bool, float, float, int]:
    found = spread.agreement
    if found is None:
        return True, 0.0, 0.0, spread.position
    return False, -found.deviation, found.consensus, spread.position
