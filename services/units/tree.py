"""A parent organisation and its units: what it reads of them, and how they join and leave.

Members of a parent, at any distance, read what a unit has handed in, by name. Before that they see
its status and how many questions are answered; drafts, comments and votes never.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from data.stores import assessments, bundles, organisations, submissions
from data.tables import Submission
from data.tables.assessments import Assessment
from data.tables.organisations import Organisation
from questionnaires.model import MODES
from services import access
from services.access import DEPTH
from services.actor import Actor
from services.errors import NotFound
from services.organisations.organisations import view as organisation_view
from services.organisations.views import OrganisationView
from wording.handing_in import Course, course_of

Status = Course | Literal["none"]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submitted assessment, which the parent's members can open."""

    assessment_id: str
    questionnaire: str
    period: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation in a koncern, with its units.

    ``answered`` of ``asked`` questions have an answer in its latest assessment.
    """

    organisation: OrganisationView
    status: Status
    answered: int
    asked: int
    handed_in: tuple[HandedIn, ...]
    units: tuple[Unit, ...]

    def flat(self, depth: int = 0) -> list[tuple[int, Unit]]:
        """The unit and all below it in reading order, each with its depth."""
        below = [line for unit in self.units for line in unit.flat(depth + 1)]
        return [(depth, self), *below]


def tree(session: Session, actor: Actor, organisation_id: str) -> Unit:
    """An organisation with all its units as its members see them. Raises NotFound."""
    access.require(session, actor, "oversee", organisation_id)
    return of_organisation(session, organisation_id)


def above(session: Session, actor: Actor, organisation_id: str) -> list[OrganisationView]:
    """Whose members read what an organisation hands in: its parent, its parent's, and so on."""
    access.require(session, actor, "read", organisation_id)
    found = organisations.ancestors(session, organisation_id, DEPTH)
    rows = [organisations.get(session, name) for name in found]
    return [_named(row) for row in rows if row is not None]


def of_organisation(session: Session, organisation_id: str) -> Unit:
    """As ``tree``, for services that have asked already."""
    root = organisations.get(session, organisation_id)
    if root is None:
        raise NotFound("Organisationen finns inte längre.")
    rows = [root, *organisations.below(session, organisation_id, DEPTH)]
    found = assessments.of_organisations(session, [row.id for row in rows])
    moved = assessments.successors(session, [each.id for each in found])
    found = [each for each in found if each.id not in moved]
    given = submissions.latest_of(session, [each.id for each in found])
    latest = {each.organisation_id: each for each in reversed(found)}
    answered = assessments.answered_questions(session, [each.id for each in latest.values()])

    below: defaultdict[str | None, list[Organisation]] = defaultdict(list)
    for row in rows[1:]:
        below[row.parent_id].append(row)
    open_to_all: defaultdict[str, list[HandedIn]] = defaultdict(list)
    for each in found:
        if each.id in given:
            open_to_all[each.organisation_id].append(_handed_in(session, each, given[each.id]))

    def unit(row: Organisation) -> Unit:
        newest = latest.get(row.id)
        done, asked = _progress(session, newest, answered)
        return Unit(
            organisation=organisation_view(row),
            status=standing_of(newest),
            answered=done,
            asked=asked,
            handed_in=tuple(open_to_all[row.id]),
            units=tuple(unit(each) for each in below[row.id]),
        )

    return unit(root)


def _named(row: Organisation) -> OrganisationView:
    # A unit is told what those above are called and nothing else about them.
    return OrganisationView(row.id, row.name)


def standing_of(row: Assessment | None) -> Status:
    """How far an assessment has come, as its own people see it; ``none`` where there is none."""
    return "none" if row is None else course_of(row.status, row.ready_at, row.submitted_at)


def _progress(
    session: Session, newest: Assessment | None, answered: dict[str, set[str]]
) -> tuple[int, int]:
    if newest is None:
        return 0, 0
    mode = next(mode for mode in MODES if mode == newest.mode)
    asked = {question.id for question in bundles.get(session, newest.bundle_digest).asked(mode)}
    return len(answered[newest.id] & asked), len(asked)


def _handed_in(session: Session, row: Assessment, given: Submission) -> HandedIn:
    name = bundles.get(session, given.bundle_digest).name
    return HandedIn(row.id, name, row.period, given.at)
