"""What services give to screens and reports: plain, frozen, without a session behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from questionnaires.model import Mode, Questionnaire
from scoring.answers import Answers, EvidenceStatus, Kind, Response
from services.assessments.perspective import RESULTS, Perspective
from services.organisations.views import OrganisationView
from wording.handing_in import Course, course_of


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The present answer to a question. ``kind`` None: nothing chosen (there may be a comment).

    ``may_check``: whoever reads may say that somebody else has checked the evidence.
    """

    question: str
    kind: Kind | None = None
    level: int | None = None
    reason: str = ""
    comment: str = ""
    evidence: str = ""
    evidence_status: EvidenceStatus = "none"
    revision: int = 0
    updated_at: datetime | None = None
    updated_by: str | None = None
    can_undo: bool = False
    may_check: bool = True

    @property
    def response(self) -> Response | None:
        """The answer as the method sees it."""
        if self.kind is None:
            return None
        return Response(self.kind, self.level, self.evidence_status)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was answered to a question in an earlier year, or before its meaning changed.

    ``same``: it meant the same then, so the answer can be confirmed. ``period`` is whose it was.
    ``text`` is the question as it was asked then, ``level_text`` what the chosen level said.
    """

    version: str
    text: str
    level_text: str
    answer: AnswerView
    same: bool = False
    period: str = ""


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """An assessment with everything needed to show, score and report it.

    ``moved_to`` is the assessment that took over its answers; ``earlier`` has, by question, what was
    answered in an earlier year, or where the question meant something else. ``for_parent``: the one
    who reads belongs to a parent organisation, so it holds what was handed in, levels without text.

    ``submitted_at`` is when it was handed in last, also after it was opened again. ``names`` are those
    of whoever changed an answer last, by id. ``two_perspectives``: management has answered too.
    ``modules`` are the ids of those that are chosen; the questionnaire holds only what they ask.
    """

    id: str
    organisation: OrganisationView
    questionnaire: Questionnaire
    period: str
    mode: Mode
    started_mode: Mode
    status: str
    created_at: datetime
    changed_at: datetime
    answers: Mapping[str, AnswerView] = field(default_factory=dict)
    example: bool = False
    moved_to: str | None = None
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    may_answer: bool = True
    may_manage: bool = True
    for_parent: bool = False
    ready_at: datetime | None = None
    submitted_at: datetime | None = None
    perspective: Perspective = RESULTS
    two_perspectives: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    modules: tuple[str, ...] = ()

    @property
    def course(self) -> Course:
        """Where it stands on its way to being handed in."""
        return course_of(self.status, self.ready_at, self.submitted_at)

    @property
    def read_only(self) -> bool:
        """Whether answers cannot be changed, by anyone or by the one who reads."""
        closed = self.example or self.status != "draft" or self.moved_to is not None
        return closed or not self.may_answer

    @property
    def to_confirm(self) -> tuple[str, ...]:
        """The questions whose answer from an earlier year waits to be confirmed or changed."""
        asked = self.questionnaire.asked(self.mode)
        return tuple(
            q.id
            for q in asked
            if (then := self.earlier.get(q.id)) and then.same and self.answer(q.id).kind is None
        )

    @property
    def responses(self) -> Answers:
        """The answers as the method sees them."""
        pairs = ((name, answer.response) for name, answer in self.answers.items())
        return {name: response for name, response in pairs if response is not None}

    def answer(self, question_id: str) -> AnswerView:
        """The answer to a question, an empty one if there is none."""
        return self.answers.get(question_id) or AnswerView(question_id)


@dataclass(frozen=True, slots=True)
class AssessmentSummary:
    """An assessment in a list."""

    id: str
    period: str
    questionnaire_id: str
    questionnaire_name: str
    mode: Mode
    status: str
    answered: int
    asked: int
    changed_at: datetime
    deleted_at: datetime | None = None
    questionnaire_version: str = ""
    moved_to: str | None = None
    ready_at: datetime | None = None
    submitted_at: datetime | None = None

    @property
    def course(self) -> Course:
        """Where it stands on its way to being handed in."""
        return course_of(self.status, self.ready_at, self.submitted_at)
