"""Rows of the example's world, many at a time, with ids and moments that are the same each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy import insert
from sqlmodel import Session

from data.stores import bundles
from data.stores.installation import PERSON
from data.tables import Membership, StatusEvent, Submission, User
from data.tables.assessments import Answer, AnswerEvent, Assessment
from data.tables.organisations import Organisation
from questionnaires.model import Questionnaire
from services.assessments import making
from services.comparison import contributions
from services.example.levels import Given, levels
from services.example.told import Content

_NAMES = uuid5(NAMESPACE_DNS, "exempelvarlden.riktmarket.example")
_EMPTY = {"kind": "", "level": None, "reason": ""}


def name(*of: str | int) -> str:
    """An id that is the same for the same thing."""
    return uuid5(_NAMES, "/".join(str(each) for each in of)).hex


def person(short: str) -> str:
    """A person's id. ``kim`` is the one that the world is shown to."""
    return PERSON if short == "kim" else name("person", short)


class Rows:
    """Writes rows of the world in one questionnaire. ``told`` is what there is to tell of it."""

    def __init__(self, session: Session, questionnaire: Questionnaire, told: Content) -> None:
        self.session, self.questionnaire, self.told = session, questionnaire, told
        self.digest = bundles.keep(session, questionnaire)

    def user(self, short: str, called: str, at: datetime) -> None:
        """A person, without any way to sign in."""
        self.session.add(User(id=person(short), name=called, created_at=at))
        self.session.flush()

    def organisation(self, called: str, at: datetime, owner: str, **place: str | None) -> str:
        """An organisation with its owner, and the codes that it is described with. Gives its id."""
        row = Organisation(
            id=name("organisation", called), name=called, created_at=at, updated_at=at, revision=1
        )
        for column, code in place.items():
            setattr(row, column, code)
        self.session.add(row)
        self.session.flush()
        self.member(row.id, owner, "owner", at)
        return row.id

    def member(self, organisation_id: str, short: str, role: str, at: datetime) -> None:
        """A person's place in an organisation."""
        self.session.add(
            Membership(
                organisation_id=organisation_id,
                user_id=person(short),
                role=role,
                created_at=at,
            )
        )
        self.session.flush()

    def levels(self, who: str, year: int, maturity: float) -> dict[str, Given]:
        """What someone answers in a year, by question. ``maturity`` is a share of the scale."""
        return levels(
            self.questionnaire,
            who,
            year,
            maturity=maturity,
            difficulty=self.told.difficulty,
            reason=self.told.not_applicable,
        )

    def assessment(self, organisation_id: str, year: int, by: str, at: datetime) -> Assessment:
        """An assessment of a year, open."""
        row = making.make(
            self.session,
            organisation_id,
            self.questionnaire,
            period=str(year),
            mode="standard",
            by=person(by),
            at=at,
            id=name("assessment", organisation_id, year),
        )
        return row

    def answers(
        self,
        row: Assessment,
        given: Mapping[str, Given],
        comments: Mapping[str, str],
        by: str,
        at: datetime,
    ) -> None:
        """Answers with their history, two minutes apart, as if they were given one by one."""
        rows: list[dict[str, Any]] = []
        events: list[dict[str, Any]] = []
        for i, (question, answer) in enumerate(given.items()):
            when = {"at": at + timedelta(minutes=2 * i), "by": person(by)}
            whose = {"assessment_id": row.id, "question_id": question, "perspective": "purchasing"}
            choice = {"kind": answer.kind, "level": answer.level, "reason": answer.reason}
            events.append(
                {**whose, "revision": 1, "part": "choice", "before": _EMPTY, "after": choice} | when
            )
            comment = comments.get(question, "")
            if comment:
                events.append(
                    {**whose, "revision": 2, "part": "comment", "before": {"comment": ""}}
                    | {"after": {"comment": comment}}
                    | when
                )
            rows.append(
                whose
                | choice
                | {
                    "comment": comment,
                    "evidence": "",
                    "evidence_status": "none",
                    "revision": 2 if comment else 1,
                    "choice_revision": 1,
                    "comment_revision": 2 if comment else 0,
                    "evidence_revision": 0,
                    "updated_at": when["at"],
                    "updated_by": when["by"],
                }
            )
        if rows:
            connection = self.session.connection()
            connection.execute(insert(Answer), rows)
            connection.execute(insert(AnswerEvent), events)

    def hand_in(self, row: Assessment, given: Mapping[str, Given], by: str, at: datetime) -> None:
        """Hand an assessment in, with what it contributes to comparisons."""
        content = {q: {"kind": each.kind, "level": each.level} for q, each in given.items()}
        handed_in = Submission(
            assessment_id=row.id,
            number=1,
            mode=row.mode,
            bundle_digest=row.bundle_digest,
            content=json.dumps(content, sort_keys=True),
            at=at,
            by=person(by),
        )
        self.session.add(handed_in)
        self.session.flush()
        version = name("version", row.id)
        contributions.keep(self.session, handed_in, row.organisation_id, version=version)
        row.status, row.submitted_at, row.updated_at = "submitted", at, at
        self.session.add(row)
        self.session.add(StatusEvent(assessment_id=row.id, what="submitted", at=at, by=person(by)))
        self.session.flush()
