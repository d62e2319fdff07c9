"""Everything of an organisation as one file, to keep or to move to another installation."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from data.stores import organisations, people
from data.stores import takeout as store
from data.stores.takeout import Rows
from data.tables import AuditEvent, Membership, User
from services import access, audit, takeout_zip
from services.actor import Actor
from services.drafts import slug
from services.errors import NotFound
from services.takeout_readme import README
from services.takeout_shape import SCHEMA, Takeout

SELF = "o"
_ROW = re.compile(r"[0-9a-f]{32}")
_DETAIL = re.compile(r"[A-Za-z0-9_.-]{0,60}")


@dataclass(frozen=True, slots=True)
class File:
    """A finished file."""

    name: str
    content: bytes


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
    files = {
        takeout_zip.DATA: _json(_Writer(session, found).data()),
        takeout_zip.README: README.encode("utf-8"),
    }
    files |= {f"bundles/{name}.json": text.encode("utf-8") for name, text in found.bundles.items()}
    return File(f"riktmarket-{slug(row.name)[:60] or 'organisation'}.zip", takeout_zip.write(files))


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
        self.users = {user.id: user for user in rows.users} | _of_audit(session, rows)
        self.refs: dict[str, str] = {}
        self.assessments = {row.id: f"s{i}" for i, row in enumerate(rows.assessments, 1)}

    def data(self) -> dict[str, Any]:
        # People are numbered as they are met, so ``people`` comes after what they have written.
        own, assessments = self._own(), self._assessments()
        events = [self._event(event) for event in self.rows.audit]
        return {
            "schema": SCHEMA,
            "organisation": self._organisation(),
            "people": [
                {"id": ref, "name": self.users[user_id].name} for user_id, ref in self.refs.items()
            ],
            "members": [self._member(row) for row in self.rows.memberships],
            "own_content": own,
            "assessments": assessments,
            "audit": events,
        }

    def _person(self, user_id: str) -> str:
        return self.refs.setdefault(user_id, f"p{len(self.refs) + 1}")

    def _organisation(self) -> dict[str, Any]:
        names = (
            "name type municipality_group county size retention_months created_at updated_at"
        ).split()
        return _fields(self.rows.organisation, names)

    def _member(self, row: Membership) -> dict[str, Any]:
        user = self.users[row.user_id]
        return {"name": user.name, "role": row.role, "email": user.email, "since": row.created_at}

    def _own(self) -> list[dict[str, Any]]:
        versions = _grouped(self.rows.own_versions, "own_content_id")
        return [
            _fields(
                row,
                "kind content_id questionnaire_id revision number in_use created_at updated_at "
                "deleted_at".split(),
            )
            | {"draft": json.loads(row.draft), "updated_by": self._person(row.updated_by)}
            | {
                "versions": [
                    _fields(version, ("number", "content", "at")) | {"by": self._person(version.by)}
                    for version in versions[row.id]
                ]
            }
            for row in self.rows.own
        ]

    def _assessments(self) -> list[dict[str, Any]]:
        rows = self.rows
        parts = {
            "answers": (_grouped(rows.answers), self._answer),
            "history": (_grouped(rows.events), self._change),
            "targets": (_grouped(rows.targets), self._target),
            "submissions": (_grouped(rows.submissions), self._submission),
            "status_events": (_grouped(rows.steps), self._step),
            "assignments": (_grouped(rows.assignments), self._assignment),
        }
        names = (
            "questionnaire_id questionnaire_version period mode started_mode status ready_at "
            "submitted_at created_at updated_at deleted_at"
        ).split()
        return [
            _fields(row, names)
            | {
                "id": self.assessments[row.id],
                "bundle": row.bundle_digest,
                "created_by": self._person(row.created_by),
                "moved_from": self.assessments.get(row.moved_from or ""),
            }
            | {name: [spell(each) for each in by[row.id]] for name, (by, spell) in parts.items()}
            for row in rows.assessments
        ]

    def _answer(self, row: Any) -> dict[str, Any]:
        names = (
            "perspective kind level reason comment evidence evidence_status revision "
            "choice_revision comment_revision evidence_revision updated_at"
        ).split()
        given = {"question": row.question_id, "updated_by": self._person(row.updated_by)}
        return _fields(row, names) | given

    def _change(self, row: Any) -> dict[str, Any]:
        # PostgreSQL keeps the keys of JSON in an order of its own.
        values = {name: dict(sorted(getattr(row, name).items())) for name in ("before", "after")}
        given = {"question": row.question_id, "by": self._person(row.by)}
        return _fields(row, "perspective revision part undoes at".split()) | values | given

    def _target(self, row: Any) -> dict[str, Any]:
        given = {"framework": row.framework_id, "goal": row.goal_id, "by": self._person(row.by)}
        return _fields(row, "level chosen at".split()) | given

    def _submission(self, row: Any) -> dict[str, Any]:
        given = {"bundle": row.bundle_digest, "by": self._person(row.by)}
        return _fields(row, "number mode at".split()) | given | {"content": json.loads(row.content)}

    def _step(self, row: Any) -> dict[str, Any]:
        return _fields(row, "what reason at".split()) | {"by": self._person(row.by)}

    def _assignment(self, row: Any) -> dict[str, Any]:
        given = {"person": self._person(row.user_id), "by": self._person(row.by)}
        return _fields(row, "part at".split()) | given

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


def _fields(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _grouped(rows: Iterable[Any], key: str = "assessment_id") -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
