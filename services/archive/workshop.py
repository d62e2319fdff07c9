"""A workshop in an organisation's file: its shape, how it is written, and how it is taken in.

No phone follows with it: a workshop that was under way gets a new code where it is taken in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal
from uuid import uuid4

from pydantic import Field

from data.stores.archive import WorkshopRows
from data.tables import Decision, ParkedIssue, Participant, Vote, Workshop, WorkshopItem
from services.archive.types import Id, Level, Line, Number, PersonRef, Text
from services.shapes import Moment, Shape
from services.workshop.stages import Phase, State

Round = Annotated[int, Field(ge=0, le=9)]


class ParticipantShape(Shape):
    """Someone who voted, as a number."""

    number: Annotated[int, Field(ge=1000, le=9999)]
    role: Annotated[Line, Field(max_length=20)]


class VoteShape(Shape):
    """What a participant voted in a round."""

    participant: Annotated[int, Field(ge=1000, le=9999)]
    round: Annotated[int, Field(ge=1, le=9)]
    kind: Literal["level", "unknown"]
    level: Level | None
    comment: Text


class DecisionShape(Shape):
    """What was decided on a question."""

    round: Round
    kind: Literal["level", "unknown"]
    level: Level | None
    rationale: Text
    minority: Text
    next_step: bool
    answer_revision: Number
    at: Moment
    by: PersonRef


class ItemShape(Shape):
    """A question of the workshop, in its order."""

    question: Id
    state: State
    round: Round
    votes: tuple[VoteShape, ...]
    decisions: tuple[DecisionShape, ...]


class IssueShape(Shape):
    """Something to take up another time."""

    question: Id | None
    text: Text
    at: Moment
    by: PersonRef


class WorkshopShape(Shape):
    """A workshop with all that belongs to it."""

    name: Annotated[Line, Field(max_length=100)]
    phase: Phase
    current: Number | None
    revision: Number
    code_until: Moment
    question_minutes: Annotated[int, Field(ge=1, le=60)]
    created_at: Moment
    created_by: PersonRef
    updated_at: Moment
    ended_at: Moment | None
    participants: tuple[ParticipantShape, ...]
    items: tuple[ItemShape, ...]
    issues: tuple[IssueShape, ...]

    def rows(self) -> int:
        """How many rows in a database this becomes."""
        within = sum(1 + len(item.votes) + len(item.decisions) for item in self.items)
        return 1 + len(self.participants) + within + len(self.issues)

    def people(self) -> Iterable[str]:
        """Everyone named in it."""
        yield self.created_by
        yield from (row.by for item in self.items for row in item.decisions)
        yield from (issue.by for issue in self.issues)


_OWN = {
    WorkshopShape: ("participants", "items", "issues"),
    ItemShape: ("votes", "decisions", "question"),
    VoteShape: ("participant",),
    IssueShape: ("question",),
}


def written(rows: WorkshopRows, person: Callable[[str], str]) -> Mapping[str, list[dict[str, Any]]]:
    """The workshops as the file has them, by assessment. ``person`` gives a user's name in it."""
    numbers = {row.id: row.number for row in rows.participants}
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)

    def of(shape: type[Shape], row: Any) -> dict[str, Any]:
        names = [name for name in shape.model_fields if name not in _OWN.get(shape, ())]
        values = {name: getattr(row, name) for name in names}
        return values | {n: person(values[n]) for n in ("by", "created_by") if n in values}

    def item(row: WorkshopItem) -> dict[str, Any]:
        votes = [
            of(VoteShape, vote) | {"participant": numbers[vote.participant_id]}
            for vote in rows.votes
            if vote.item_id == row.id
        ]
        return of(ItemShape, row) | {
            "question": row.question_id,
            "votes": sorted(votes, key=lambda vote: (vote["participant"], vote["round"])),
            "decisions": [of(DecisionShape, d) for d in rows.decisions if d.item_id == row.id],
        }

    for row in rows.workshops:
        within = (row.id,)
        found[row.assessment_id].append(
            of(WorkshopShape, row)
            | {
                "participants": [
                    of(ParticipantShape, p) for p in rows.participants if p.workshop_id in within
                ],
                "items": [item(i) for i in rows.items if i.workshop_id in within],
                "issues": [
                    of(IssueShape, issue) | {"question": issue.question_id}
                    for issue in rows.issues
                    if issue.workshop_id in within
                ],
            }
        )
    return found


def taken_in(
    found: WorkshopShape, assessment_id: str, people: Mapping[str, str]
) -> Iterable[Workshop | WorkshopItem | Participant | Vote | Decision | ParkedIssue]:
    """The rows that a workshop becomes, parents before children. ``people`` are ids here."""
    made = Workshop(
        id=uuid4().hex,
        assessment_id=assessment_id,
        **_given(found, people),
    )
    items = [
        WorkshopItem(
            id=uuid4().hex,
            workshop_id=made.id,
            position=position,
            question_id=item.question,
            state=item.state,
            round=item.round,
        )
        for position, item in enumerate(found.items)
    ]
    participants = {
        p.number: Participant(id=uuid4().hex, workshop_id=made.id, number=p.number, role=p.role)
        for p in found.participants
    }
    yield made
    yield from items
    yield from participants.values()
    pairs = list(zip(items, found.items, strict=True))
    for row, item in pairs:
        for vote in item.votes:
            values = _given(vote, people)
            whose = participants[vote.participant].id
            yield Vote(participant_id=whose, item_id=row.id, **values)
    for row, item in pairs:
        for decision in item.decisions:
            yield Decision(item_id=row.id, **_given(decision, people))
    for issue in found.issues:
        yield ParkedIssue(workshop_id=made.id, question_id=issue.question, **_given(issue, people))


def _given(shape: Shape, people: Mapping[str, str]) -> dict[str, Any]:
    left_out = _OWN.get(type(shape), ())
    names = [name for name in type(shape).model_fields if name not in left_out]
    values = {name: getattr(shape, name) for name in names}
    return values | {n: people[values[n]] for n in ("by", "created_by") if n in values}
