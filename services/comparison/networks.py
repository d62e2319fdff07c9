"""Networks: organisations that compare openly, by name, as long as each wants to (method §5).

What is read is what each has handed in, goal by goal, and question by question between those who
share that. Nothing of it enters any figure of the pool; that one reads others by name is counted
against what one sees there (services/comparison/consent.py).
"""

from __future__ import annotations

from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import networks as store
from data.stores import organisations, submissions
from data.tables import Network, NetworkInvitation, NetworkMember
from services import access, audit
from services.actor import Actor
from services.assessments.submissions import levels as submission_levels
from services.comparison import matrix as comparison_matrix
from services.comparison.views import (
    Compared,
    Matrix,
    MemberView,
    NetworkOffer,
    NetworkView,
    QuestionRow,
)
from services.errors import Invalid, NotFound
from services.people import invitations, links
from services.text import NAME_LENGTH, one_line


def mine(session: Session, actor: Actor, organisation_id: str) -> list[NetworkView]:
    """The networks that an organisation is in. Raises NotAllowed."""
    access.require(session, actor, "read", organisation_id)
    return [
        _view(session, row, organisation_id)
        for row in store.of_organisation(session, organisation_id)
    ]


def read(
    session: Session,
    actor: Actor,
    organisation_id: str,
    network_id: str,
    *,
    framework_id: str | None = None,
) -> Compared:
    """The members of a network beside each other, by name. Raises NotFound, NotAllowed."""
    access.require(session, actor, "read", organisation_id)
    network = _view(session, _in(session, network_id, organisation_id), organisation_id)
    rows = [organisations.get(session, member.id) for member in network.members]
    found = [row for row in rows if row is not None]
    matrix = comparison_matrix.of_rows(session, found, framework_id=framework_id)
    sharing = tuple(member for member in network.members if member.questions)
    questions = _questions(session, matrix, sharing) if matrix and network.me.questions else ()
    return Compared(network, matrix, questions, sharing if network.me.questions else ())


def create(
    session: Session, actor: Actor, organisation_id: str, name: str, *, questions: bool = False
) -> str:
    """Make a network with the organisation as its first member. Gives its id.

    Raises NotAllowed, Invalid without a name.
    """
    access.require(session, actor, "manage", organisation_id)
    called = one_line(name, NAME_LENGTH, "Namnet")
    if not called:
        raise Invalid("Skriv vad nätverket heter.")
    row = Network(id=uuid4().hex, name=called, created_at=clock.now())
    store.add(session, row)
    _join(session, actor, row.id, organisation_id, questions=questions)
    return row.id


def make_link(session: Session, actor: Actor, organisation_id: str, network_id: str) -> str:
    """Make a link by which the owner of another organisation joins. It works once.

    Raises NotFound, NotAllowed.
    """
    access.require(session, actor, "manage", organisation_id)
    _in(session, network_id, organisation_id)
    made = links.make(session, actor, "network", organisation_id=organisation_id)
    invitation = links.known(session, made.rsplit("/", 1)[-1])
    store.add(session, NetworkInvitation(invitation_id=invitation.id, network_id=network_id))
    audit.record(session, actor, organisation_id, "network-link-made")
    return invitations.whole(made)


def preview(session: Session, actor: Actor, organisation_id: str, secret: str) -> NetworkOffer:
    """What a link leads to. Raises Refused: the link no longer holds; NotFound, NotAllowed."""
    access.require(session, actor, "manage", organisation_id)
    row = _of_link(session, secret)
    names = [member.name for member in _members(session, row.id)]
    if not names:
        raise NotFound("Alla har lämnat nätverket.")
    return NetworkOffer(row.name, tuple(names))


def join(
    session: Session, actor: Actor, organisation_id: str, secret: str, *, questions: bool = False
) -> None:
    """Join a network by a link, which is then used.

    Raises Refused: the link no longer holds; Invalid: the organisation is in it already; NotFound,
    NotAllowed.
    """
    access.require(session, actor, "manage", organisation_id)
    row = _of_link(session, secret)
    store.hold(session, row.id)
    if not store.members(session, row.id):
        raise NotFound("Alla har lämnat nätverket.")
    there = store.member(session, row.id, organisation_id)
    if there is not None and there.left_at is None:
        raise Invalid("Organisationen är redan med i nätverket.")
    links.use(session, links.open_link(session, secret), actor.user_id)
    _join(session, actor, row.id, organisation_id, questions=questions)


def share(
    session: Session, actor: Actor, organisation_id: str, network_id: str, *, questions: bool
) -> None:
    """Choose whether levels are shared question by question too. Raises NotFound, NotAllowed."""
    access.require(session, actor, "manage", organisation_id)
    _in(session, network_id, organisation_id)
    row = store.member(session, network_id, organisation_id)
    if row is not None and row.questions != questions:
        row.questions = questions
        store.add(session, row)
        audit.record(session, actor, organisation_id, "network-share-changed")


def leave(session: Session, actor: Actor, organisation_id: str, network_id: str) -> None:
    """Leave a network, at once. Raises NotFound, NotAllowed."""
    access.require(session, actor, "manage", organisation_id)
    _in(session, network_id, organisation_id)
    row = store.member(session, network_id, organisation_id)
    if row is not None:
        row.left_at = clock.now()
        store.add(session, row)
        audit.record(session, actor, organisation_id, "network-left")


def _join(
    session: Session, actor: Actor, network_id: str, organisation_id: str, *, questions: bool
) -> None:
    moment = clock.now()
    row = store.member(session, network_id, organisation_id) or NetworkMember(
        network_id=network_id, organisation_id=organisation_id, joined_at=moment, by=actor.user_id
    )
    row.questions, row.joined_at, row.left_at, row.by = questions, moment, None, actor.user_id
    store.add(session, row)
    audit.record(session, actor, organisation_id, "network-joined")


def _in(session: Session, network_id: str, organisation_id: str) -> Network:
    row, there = store.get(session, network_id), store.member(session, network_id, organisation_id)
    if row is None or there is None or there.left_at is not None:
        raise NotFound("Nätverket finns inte, eller så är ni inte med i det.")
    return row


def _of_link(session: Session, secret: str) -> Network:
    found = links.open_link(session, secret)
    network_id = store.of_invitation(session, found.id) if found.kind == "network" else None
    row = store.get(session, network_id) if network_id else None
    if row is None:
        raise NotFound("Länken är inte till för att gå med i ett nätverk.")
    return row


def _members(session: Session, network_id: str) -> list[MemberView]:
    rows = store.members(session, network_id)
    names = organisations.names(session, [row.organisation_id for row in rows])
    found = [
        MemberView(row.organisation_id, names[row.organisation_id], row.questions, row.joined_at)
        for row in rows
    ]
    return sorted(found, key=lambda member: (member.name, member.id))


def _view(session: Session, row: Network, organisation_id: str) -> NetworkView:
    found = _members(session, row.id)
    me = next(member for member in found if member.id == organisation_id)
    return NetworkView(row.id, row.name, tuple(found), me)


def _questions(
    session: Session, matrix: Matrix, sharing: tuple[MemberView, ...]
) -> tuple[QuestionRow, ...]:
    """Base questions that mean the same to all who share, with each one's level."""
    shown = {result.organisation.id: result for result in matrix.results}
    results = [shown[member.id] for member in sharing if member.id in shown]
    if not results:
        return ()
    levels = {result.organisation.id: _levels(session, result.assessment_id) for result in results}
    first = max(results, key=lambda result: result.at).questionnaire
    return tuple(
        QuestionRow(
            question,
            {
                result.organisation.id: levels[result.organisation.id].get(question.id)
                for result in results
                if result.questionnaire.scale.numbers == first.scale.numbers
                and result.questionnaire.has_question(question.id)
                and result.questionnaire.question(question.id).revision == question.revision
            },
        )
        for question in first.questions
        if first.in_base(question)
    )


def _levels(session: Session, assessment_id: str) -> dict[str, int | None]:
    latest = submissions.latest(session, assessment_id)
    handed_in = submission_levels(latest) if latest else {}
    return {name: each.level for name, each in handed_in.items()}
