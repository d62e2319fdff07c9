"""The shape of an organisation's file; docs/format-organisation.md tells it in words.

People and assessments go by names that hold within the file only (p1, s1): nothing in it can point
at a row in a database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from questionnaires.model import Mode
from scoring.answers import EvidenceStatus
from services.archive.shape_plan import (
    ActionShape,
    Aim,
    AimChange,
    AskedShape,
    DeviationShape,
    MilestoneShape,
    QuestionAim,
    RoundShape,
)
from services.archive.types import (
    AnswerKind,
    AssessmentRef,
    Content,
    Detail,
    Digest,
    Fields,
    Id,
    Level,
    Line,
    Number,
    PersonRef,
    Perspective,
    Text,
    Version,
    Word,
)
from services.archive.workshop import WorkshopShape
from services.shapes import Moment, Shape


class Person(Shape):
    """Someone who has written something in the organisation."""

    id: PersonRef
    name: Line


class Member(Shape):
    """Who belonged to the organisation when the file was made. Never taken in."""

    name: Line
    role: Word
    email: Line | None
    since: Moment


class LookShape(Shape):
    """What the organisation's reports look like. ``logo`` is PNG in base64."""

    colour: Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
    logo: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/=]*$", max_length=400_000)]


class CoverShape(Shape):
    """What an assessment's reports say on their cover."""

    reference: Annotated[Line, Field(max_length=100)]
    decided_on: Annotated[str, Field(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
    decided_by: Line


class OrganisationShape(Shape):
    """The organisation itself."""

    name: Annotated[Line, Field(min_length=1)]
    type: Word | None
    municipality_group: Annotated[str, Field(pattern=r"^[A-Z]\d$")] | None
    county: Annotated[str, Field(pattern=r"^[A-Z]{1,2}$")] | None
    size: Annotated[str, Field(max_length=20)] | None
    retention_months: Annotated[int, Field(ge=12, le=120)] | None
    created_at: Moment
    updated_at: Moment


class ConsentShape(Shape):
    """What the organisation has said about being compared. Never taken in: it is asked anew."""

    what: Literal["given", "refused", "withdrawn"]
    at: Moment
    by: PersonRef


class NetworkShape(Shape):
    """A network that the organisation is or has been in. Never taken in: it is others', too."""

    name: Line
    questions: bool
    joined_at: Moment
    left_at: Moment | None
    by: PersonRef


class OwnVersion(Shape):
    """Own content as it was in use."""

    number: Number
    content: Content
    at: Moment
    by: PersonRef


class Own(Shape):
    """Goals or questions that the organisation writes itself."""

    kind: Literal["framework", "questions"]
    content_id: Id
    questionnaire_id: Id
    draft: Fields
    revision: Number
    number: Number
    in_use: Content | None
    created_at: Moment
    updated_at: Moment
    updated_by: PersonRef
    deleted_at: Moment | None
    versions: tuple[OwnVersion, ...]


class AnswerShape(Shape):
    """The present answer to a question from one perspective."""

    question: Id
    perspective: Perspective
    kind: AnswerKind
    level: Level | None
    reason: Text
    comment: Text
    evidence: Text
    evidence_status: EvidenceStatus
    revision: Number
    choice_revision: Number
    comment_revision: Number
    evidence_revision: Number
    updated_at: Moment
    updated_by: PersonRef


class Change(Shape):
    """One change of one part of an answer."""

    question: Id
    perspective: Perspective
    revision: Number
    part: Literal["choice", "comment", "evidence"]
    before: Fields
    after: Fields
    undoes: Number | None
    at: Moment
    by: PersonRef


class HandedIn(Shape):
    """A question's level as it was handed in."""

    kind: Literal["level", "unknown", "not_applicable"]
    level: Level | None


class SubmissionShape(Shape):
    """The assessment as it was handed in."""

    number: Number
    mode: Mode
    bundle: Digest
    content: Mapping[Id, HandedIn]
    at: Moment
    by: PersonRef


class StatusStep(Shape):
    """A step in the assessment's course."""

    what: Annotated[Word, Field(max_length=12)]
    reason: Text
    at: Moment
    by: PersonRef


class AssignmentShape(Shape):
    """Who answers a part."""

    part: Annotated[Line, Field(max_length=60)]
    person: PersonRef
    at: Moment
    by: PersonRef


class ManagersShape(Shape):
    """What managers outside purchasing said, as counts by statement and answer."""

    sent: Annotated[int, Field(ge=0, le=1000)]
    counts: Mapping[
        Id,
        Mapping[
            Annotated[str, Field(pattern=r"^([0-9]{1,2}|unknown)$")],
            Annotated[int, Field(ge=0, le=1000)],
        ],
    ]
    created_at: Moment
    created_by: PersonRef
    closed_at: Moment


class AssessmentShape(Shape):
    """A self-assessment with all that belongs to it."""

    id: AssessmentRef
    bundle: Digest
    questionnaire_id: Id
    questionnaire_version: Version
    period: Annotated[Line, Field(max_length=60)]
    mode: Mode
    started_mode: Mode
    status: Literal["draft", "submitted"]
    ready_at: Moment | None
    submitted_at: Moment | None
    created_at: Moment
    created_by: PersonRef
    updated_at: Moment
    deleted_at: Moment | None
    moved_from: AssessmentRef | None
    continues: AssessmentRef | None = None
    modules: Annotated[Line, Field(max_length=400)] = ""
    whole: Digest | None = None
    answers: tuple[AnswerShape, ...]
    history: tuple[Change, ...]
    targets: tuple[Aim, ...]
    question_targets: tuple[QuestionAim, ...] = ()
    target_history: tuple[AimChange, ...] = ()
    submissions: tuple[SubmissionShape, ...]
    status_events: tuple[StatusStep, ...]
    assignments: tuple[AssignmentShape, ...]
    deviations: tuple[DeviationShape, ...] = ()
    cover: CoverShape | None = None
    workshops: tuple[WorkshopShape, ...] = ()
    managers: tuple[ManagersShape, ...] = ()


class AuditLine(Shape):
    """Something that happened in the organisation.

    Among the details ``user`` is a person of this file, ``assessment`` an assessment, and ``unit`` or
    ``parent`` the organisation itself (o).
    """

    at: Moment
    by: PersonRef | None
    what: Word
    details: Mapping[Word, Number | Detail]


class Takeout(Shape):
    """Everything of an organisation. ``example``: it is made up, with all in it."""

    schema_: Literal["riktmarket-organisation/1"] = Field(alias="schema")
    example: bool = False
    organisation: OrganisationShape
    people: tuple[Person, ...]
    look: LookShape | None = None
    members: tuple[Member, ...]
    comparison: tuple[ConsentShape, ...] = ()
    own_content: tuple[Own, ...]
    assessments: tuple[AssessmentShape, ...]
    actions: tuple[ActionShape, ...] = ()
    milestones: tuple[MilestoneShape, ...] = ()
    rounds: tuple[RoundShape, ...] = ()
    asked: tuple[AskedShape, ...] = ()
    networks: tuple[NetworkShape, ...] = ()
    audit: tuple[AuditLine, ...]

    def rows(self) -> int:
        """How many rows in a database this becomes."""
        within = (
            1
            + sum(len(part) for part in (a.answers, a.history, a.targets, a.submissions))
            + len(a.status_events)
            + len(a.assignments)
            + len(a.question_targets)
            + len(a.deviations)
            + len(a.target_history)
            + sum(workshop.rows() for workshop in a.workshops)
            + len(a.managers)
            for a in self.assessments
        )
        own = sum(1 + len(own.versions) for own in self.own_content)
        plan = sum(1 + len(action.history) for action in self.actions) + len(self.milestones)
        rounds = sum(1 + len(each.answers) for each in self.rounds)
        return rounds + 1 + len(self.people) + own + sum(within) + plan + len(self.audit)
