"""The rows that an organisation's file becomes.

Nothing in the file names a row here. Every row gets an id of its own, and people become names that
cannot sign in, whoever has the same name or address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from data.tables import (
    Action,
    ActionEvent,
    Assignment,
    AuditEvent,
    ManagersView,
    Milestone,
    OrganisationLook,
    QuestionTarget,
    ReportCover,
    Round,
    RoundAnswer,
    RoundDeviation,
    StatusEvent,
    Submission,
    TargetEvent,
    User,
)
from data.tables.assessments import Answer, AnswerEvent, Assessment, QuestionnaireBundle, Target
from data.tables.organisations import Organisation
from data.tables.own import OwnContent, OwnContentVersion
from questionnaires.model import Questionnaire
from services.archive import checks
from services.archive import workshop as archive_workshop
from services.archive.checks import in_order
from services.archive.shape import Takeout
from services.archive.types import COLUMNS, PEOPLE
from services.archive.writing import SELF
from services.shapes import Shape


class Maker:
    """The rows that a file becomes. ``bundles`` are its questionnaires as text, by digest."""

    def __init__(
        self,
        content: Takeout,
        bundles: Mapping[str, str],
        questionnaires: Mapping[str, Questionnaire],
        moment: datetime,
    ) -> None:
        self.content, self.bundles, self.questionnaires = content, bundles, questionnaires
        self.moment = moment
        self.id = uuid4().hex
        self.people = _new_ids(person.id for person in self.content.people)
        self.assessments = _new_ids(found.id for found in self.content.assessments)

    def rows(self, bundles_here: set[str]) -> list[Any]:
        """Everything to be stored, parents before children."""
        content = self.content
        own_ids = _new_ids(own.content_id for own in content.own_content)
        place = {name: i for i, name in enumerate(in_order(content))}
        actions = sorted(uuid4().hex for _ in content.actions)
        return [
            self._organisation(),
            *self._look(),
            *(
                User(
                    id=self.people[person.id],
                    name=person.name,
                    created_at=self.moment,
                    disabled_at=self.moment,
                )
                for person in content.people
            ),
            *(self._bundle(digest) for digest in sorted(set(self.bundles) - bundles_here)),
            *(
                self._row(
                    OwnContent,
                    own,
                    id=own_ids[own.content_id],
                    organisation_id=self.id,
                    draft=json.dumps(own.draft, ensure_ascii=False),
                )
                for own in content.own_content
            ),
            *(
                self._row(OwnContentVersion, version, own_content_id=own_ids[own.content_id])
                for own in content.own_content
                for version in own.versions
            ),
            *(
                self._row(
                    Assessment,
                    found,
                    id=self.assessments[found.id],
                    organisation_id=self.id,
                    bundle_digest=found.bundle,
                    moved_from=self._assessment(found.moved_from),
                    continues=self._assessment(found.continues),
                )
                for found in sorted(content.assessments, key=lambda a: place[a.id])
            ),
            *(row for found in content.assessments for row in self._within(found)),
            *(
                self._row(
                    Action,
                    action,
                    id=name,
                    organisation_id=self.id,
                    assessment_id=self._assessment(action.assessment),
                )
                for name, action in zip(actions, content.actions, strict=True)
            ),
            *(
                self._row(ActionEvent, event, action_id=name)
                for name, action in zip(actions, content.actions, strict=True)
                for event in action.history
            ),
            *(
                self._row(Milestone, found, id=uuid4().hex, organisation_id=self.id)
                for found in content.milestones
            ),
            *self._rounds(),
            *(self._event(event) for event in content.audit),
        ]

    def _rounds(self) -> Iterable[Any]:
        """The rounds with their shared answers. The units are other organisations, and not here."""
        # In this order when they are listed again, also those of the same moment.
        for name, found in zip(
            sorted(uuid4().hex for _ in self.content.rounds), self.content.rounds, strict=True
        ):
            yield self._row(Round, found, id=name, organisation_id=self.id)
            for answer in found.answers:
                yield self._row(RoundAnswer, answer, round_id=name)

    def _assessment(self, name: str | None) -> str | None:
        return self.assessments[name] if name else None

    def _organisation(self) -> Organisation:
        own = self.content.organisation
        given = own.model_dump(exclude={"created_at"})
        since = self.moment if own.retention_months else None
        return Organisation(id=self.id, created_at=self.moment, retention_since=since, **given)

    def _look(self) -> list[OrganisationLook]:
        given = self.content.look
        if given is None:
            return []
        # Drawn again here: a file may hold any picture, or none at all.
        logo = checks.logo(given.logo)
        return [
            OrganisationLook(
                organisation_id=self.id, colour=given.colour, logo=logo, updated_at=self.moment
            )
        ]

    def _bundle(self, digest: str) -> QuestionnaireBundle:
        found = self.questionnaires[digest]
        return QuestionnaireBundle(
            digest=digest,
            questionnaire_id=found.id,
            version=found.version,
            content=self.bundles[digest],
            stored_at=self.moment,
        )

    def _within(self, found: Any) -> Iterable[Any]:
        for table, items in (
            (Answer, found.answers),
            (AnswerEvent, found.history),
            (Target, found.targets),
            (QuestionTarget, found.question_targets),
            (TargetEvent, found.target_history),
            (Submission, found.submissions),
            (StatusEvent, found.status_events),
            (Assignment, found.assignments),
            (RoundDeviation, found.deviations),
        ):
            for item in items:
                yield self._row(table, item, assessment_id=self.assessments[found.id])
        for workshop in found.workshops:
            yield from archive_workshop.taken_in(workshop, self.assessments[found.id], self.people)
        for view in found.managers:
            yield self._row(
                ManagersView,
                view,
                id=uuid4().hex,
                assessment_id=self.assessments[found.id],
                code_until=view.closed_at,
                counts={name: dict(given) for name, given in view.counts.items()},
            )
        if found.cover is not None:
            yield ReportCover(
                assessment_id=self.assessments[found.id],
                updated_at=self.moment,
                **found.cover.model_dump(),
            )

    def _row(self, table: Any, item: Shape, **given: Any) -> Any:
        """A row of what the file says, in the table's names, with the people that are made here."""
        given_here = {name: getattr(item, name) for name in type(item).model_fields}
        for name in PEOPLE & set(given_here):
            given_here[name] = self.people[given_here[name]]
        values = {COLUMNS.get(name, name): value for name, value in given_here.items()}
        if table is Submission:
            levels = {name: handed.model_dump() for name, handed in values["content"].items()}
            values["content"] = json.dumps(levels, sort_keys=True)
        columns = set(table.model_fields)
        return table(**{k: v for k, v in values.items() if k in columns} | given)

    def _event(self, event: Any) -> AuditEvent:
        here = {"user": self.people, "assessment": self.assessments}
        new = {
            name: self.id
            if value == SELF and name not in here
            else here.get(name, {}).get(value, value)
            for name, value in event.details.items()
        }
        return AuditEvent(
            organisation_id=self.id,
            at=event.at,
            by=self.people[event.by] if event.by else None,
            what=event.what,
            details=new,
        )


def _new_ids(names: Iterable[str]) -> dict[str, str]:
    """New ids that sort as the names stand, so that what is of the same moment keeps its order."""
    listed = list(names)
    return dict(zip(listed, sorted(uuid4().hex for _ in listed), strict=True))
