"""Everything of an organisation as one file, to keep or to move to another installation."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session

from data.stores import archive as store
from data.stores import organisations, people
from data.stores.archive import Rows
from data.tables import AuditEvent, Membership, User
from services import access, audit
from services.actor import Actor
from services.archive import workshop, zip
from services.archive.shape import (
    AnswerShape,
    AssessmentShape,
    AssignmentShape,
    Change,
    ConsentShape,
    CoverShape,
    LookShape,
    ManagersShape,
    NetworkShape,
    OrganisationShape,
    Own,
    OwnVersion,
    StatusStep,
    SubmissionShape,
    Takeout,
)
from services.archive.shape_plan import (
    ActionChange,
    ActionShape,
    Aim,
    AimChange,
    DeviationShape,
    MilestoneShape,
    QuestionAim,
    RoundShape,
    SharedAnswer,
)
from services.archive.types import COLUMNS, PEOPLE, SCHEMA
from services.archive.zip import MADE_UP, README
from services.errors import NotFound
from services.files import File
from services.installation import setup
from services.managers import managers
from services.own.drafts import slug
from services.shapes import Shape

SELF = "o"
_ROW = re.compile(r"[0-9a-f]{32}")
_DETAIL = re.compile(r"[A-Za-z0-9_.-]{0,60}")


def export(session: Session, actor: Actor, organisation_id: str) -> File:
    """Everything of an organisation as a zip: the same bytes as long as nothing has changed.

    To be called in a session that only reads, so that it is of one moment and stops nobody from
    writing. Raises NotFound, NotAllowed.
    """
    access.require(session, actor, "manage", organisation_id)
    row = organisations.get(session, organisation_id)
    if row is None:
        raise NotFound("Organisationen finns inte längre.")
    found = store.rows(session, row)
    said = (MADE_UP if setup.is_example(session) else "") + README
    files = {
        zip.DATA: _json(_Writer(session, found).data()),
        zip.README_FILE: said.encode("utf-8"),
    }
    files |= {f"bundles/{name}.json": text.encode("utf-8") for name, text in found.bundles.items()}
    return File(file_name(row.name), "application/zip", zip.write(files))


def file_name(organisation: str) -> str:
    """What the file of an organisation with that name is called."""
    return f"riktmarket-{slug(organisation)[:60].strip('-') or 'organisation'}.zip"


def note(session: Session, actor: Actor, organisation_id: str) -> None:
    """Note in the log that everything was exported. Raises NotAllowed."""
    access.require(session, actor, "manage", organisation_id)
    audit.record(session, actor, organisation_id, "exported")


def _json(data: Mapping[str, Any]) -> bytes:
    # Through the shape that reading it demands: what cannot be taken in again is found here.
    whole = Takeout.model_validate(data, strict=False)
    plain = whole.model_dump(mode="json", by_alias=True)
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


class _Writer:
    """Rows as the file has them, with names of its own for people and assessments."""

    def __init__(self, session: Session, rows: Rows) -> None:
        self.rows = rows
        self.example = setup.is_example(session)
        self.users = {user.id: user for user in rows.users} | _of_audit(session, rows)
        self.refs: dict[str, str] = {}
        self.assessments = {row.id: f"s{i}" for i, row in enumerate(rows.assessments, 1)}

    def data(self) -> dict[str, Any]:
        # People are numbered as they are met, so ``people`` comes after what they have written.
        own, assessments = self._own(), self._assessments()
        actions, milestones = self._actions(), self._milestones()
        rounds = self._rounds()
        networks = [
            self._row(member, NetworkShape) | {"name": row.name}
            for row, member in self.rows.networks
        ]
        events = [self._event(event) for event in self.rows.audit]
        consents = [self._row(row, ConsentShape) for row in self.rows.consents]
        return {
            "schema": SCHEMA,
            "example": self.example,
            "organisation": self._organisation(),
            "people": [
                {"id": ref, "name": self.users[user_id].name} for user_id, ref in self.refs.items()
            ],
            "look": _fields(self.rows.look, LookShape) if self.rows.look else None,
            "members": [self._member(row) for row in self.rows.memberships],
            "comparison": consents,
            "own_content": own,
            "assessments": assessments,
            "actions": actions,
            "milestones": milestones,
            "rounds": rounds,
            "asked": self._asked(),
            "networks": networks,
            "audit": events,
        }

    def _person(self, user_id: str) -> str:
        return self.refs.setdefault(user_id, f"p{len(self.refs) + 1}")

    def _organisation(self) -> dict[str, Any]:
        return _fields(self.rows.organisation, OrganisationShape)

    def _member(self, row: Membership) -> dict[str, Any]:
        user = self.users[row.user_id]
        return {"name": user.name, "role": row.role, "email": user.email, "since": row.created_at}

    def _own(self) -> list[dict[str, Any]]:
        versions = _grouped(self.rows.own_versions, "own_content_id")
        return [
            self._row(row, Own)
            | {"draft": json.loads(row.draft)}
            | {"versions": [self._row(version, OwnVersion) for version in versions[row.id]]}
            for row in self.rows.own
        ]

    def _assessments(self) -> list[dict[str, Any]]:
        rows = self.rows
        covers = {row.assessment_id: row for row in rows.covers}
        parts: dict[str, tuple[Any, type[Shape]]] = {
            "answers": (_grouped(rows.answers), AnswerShape),
            "history": (_grouped(rows.events), Change),
            "targets": (_grouped(rows.targets), Aim),
            "question_targets": (_grouped(rows.question_targets), QuestionAim),
            "target_history": (_grouped(rows.target_events), AimChange),
            "submissions": (_grouped(rows.submissions), SubmissionShape),
            "status_events": (_grouped(rows.steps), StatusStep),
            "assignments": (_grouped(rows.assignments), AssignmentShape),
            "deviations": (_grouped(rows.deviations), DeviationShape),
        }
        workshops = workshop.written(rows.workshops, self._person)
        return [
            self._row(row, AssessmentShape)
            | {
                "id": self.assessments[row.id],
                "moved_from": self.assessments.get(row.moved_from or ""),
                "continues": self.assessments.get(row.continues or ""),
            }
            | {
                name: [self._row(each, shape) for each in by[row.id]]
                for name, (by, shape) in parts.items()
            }
            | {"cover": _fields(covers[row.id], CoverShape) if row.id in covers else None}
            | {"workshops": workshops.get(row.id, [])}
            | {"managers": self._managers(row.id)}
            for row in rows.assessments
        ]

    def _managers(self, assessment_id: str) -> list[dict[str, Any]]:
        """What is closed alone: figures that still grow would tell what each added."""
        return [
            self._row(row, ManagersShape)
            | {
                "counts": {
                    name: dict(sorted(given.items()))
                    for name, given in sorted(managers.enough(row.counts).items())
                }
            }
            for row in self.rows.managers
            if row.assessment_id == assessment_id and row.closed_at is not None
        ]

    def _actions(self) -> list[dict[str, Any]]:
        events = _grouped(self.rows.action_events, "action_id")
        return [
            self._row(row, ActionShape)
            | {"assessment": self.assessments.get(row.assessment_id or "")}
            | {"history": [self._row(event, ActionChange) for event in events[row.id]]}
            for row in self.rows.actions
        ]

    def _milestones(self) -> list[dict[str, Any]]:
        return [self._row(row, MilestoneShape) for row in self.rows.milestones]

    def _rounds(self) -> list[dict[str, Any]]:
        answers = _grouped(self.rows.round_answers, "round_id")
        units = _grouped(self.rows.round_units, "round_id")
        return [
            self._row(row, RoundShape)
            | {"answers": [self._row(each, SharedAnswer) for each in answers[row.id]]}
            | {
                "units": [
                    {"name": self.rows.names[each.organisation_id], "group": each.group_name}
                    for each in units[row.id]
                ]
            }
            for row in self.rows.rounds
        ]

    def _asked(self) -> list[dict[str, Any]]:
        return [
            {
                "round": row.name,
                "parent": self.rows.names[row.organisation_id],
                "group": unit.group_name,
                "returned_at": unit.returned_at,
                "returned_reason": unit.returned_reason,
            }
            for row, unit in self.rows.asked
        ]

    def _row(self, row: Any, shape: type[Shape]) -> dict[str, Any]:
        """A row in the file's names, with the file's own people."""
        values = _fields(row, shape)
        for name in PEOPLE & set(values):
            values[name] = self._person(values[name])
        for name in ("before", "after"):
            if name in values:
                # PostgreSQL keeps the keys of JSON in an order of its own.
                values[name] = dict(sorted(values[name].items()))
        if shape is SubmissionShape:
            values["content"] = json.loads(values["content"])
        return values

    def _event(self, row: AuditEvent) -> dict[str, Any]:
        by = self._person(row.by) if row.by in self.users else None
        given = {name: self._detail(name, value) for name, value in sorted(row.details.items())}
        details = {name: value for name, value in given.items() if value is not None}
        return {"at": row.at, "by": by, "what": row.what, "details": details}

    def _detail(self, name: str, value: object) -> str | int | None:
        """A detail in the file's own names; None for the id of something that is not in it."""
        if isinstance(value, int):
            return value
        if name == "user":
            return self._person(str(value)) if value in self.users else None
        if value == self.rows.organisation.id:
            return SELF
        text = str(value)
        if text in self.assessments:
            return self.assessments[text]
        return text if _DETAIL.fullmatch(text) and not _ROW.fullmatch(text) else None


def _of_audit(session: Session, rows: Rows) -> dict[str, User]:
    ids = {row.by for row in rows.audit} | {str(row.details.get("user", "")) for row in rows.audit}
    found = (people.get(session, user_id) for user_id in sorted(filter(None, ids)))
    return {user.id: user for user in found if user is not None}


def _fields(row: Any, shape: type[Shape]) -> dict[str, Any]:
    names = {name: COLUMNS.get(name, name) for name in shape.model_fields}
    return {
        name: getattr(row, column)
        for name, column in names.items()
        if column in type(row).model_fields
    }


def _grouped(rows: Iterable[Any], key: str = "assessment_id") -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
