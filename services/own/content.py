"""An organisation's own goals and questions while they are written: every field kept at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlmodel import Session

from data import clock
from data.stores import organisations
from data.stores import own as store
from data.tables.own import OwnContent
from questionnaires.loader import shipped
from services import access
from services.actor import Actor
from services.errors import Invalid, NotFound
from services.own import drafts
from services.own.drafts import Draft, Path
from services.text import NAME_LENGTH, one_line

Kind = Literal["framework", "questions"]

PREFIX = "egen-"
MOST_GOALS = 60
MOST_QUESTIONS = 100
TEN = 10


@dataclass(frozen=True, slots=True)
class OwnView:
    """Own content as its writers see it.

    ``number`` is the version in use, 0 before the first; ``unused`` tells whether the draft has
    been changed since.
    """

    id: str
    organisation_id: str
    kind: Kind
    content_id: str
    name: str
    questionnaire_id: str
    draft: Draft
    number: int
    unused: bool
    updated_at: datetime

    def items(self) -> list[Draft]:
        """The goals of a framework, or the questions."""
        return list(self.draft.get("goals" if self.kind == "framework" else "questions", []))


def overview(
    session: Session, actor: Actor, organisation_id: str, kind: Kind | None = None
) -> list[OwnView]:
    """What an organisation has written, oldest first."""
    access.require(session, actor, "read", organisation_id)
    return [view(row) for row in store.of_organisation(session, organisation_id, kind)]


def read(session: Session, actor: Actor, own_id: str) -> OwnView:
    """One piece of own content. Raises NotFound."""
    row = store.get(session, own_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("Den finns inte längre.")
    access.require(session, actor, "read", row.organisation_id)
    return view(row)


def begin_framework(
    session: Session, actor: Actor, organisation_id: str, *, name: str, questionnaire_id: str
) -> str:
    """Begin a framework of one's own, to be mapped to a questionnaire. Gives its id.

    Raises NotFound, Invalid.
    """
    cleaned = one_line(name, NAME_LENGTH, "Namnet")
    if not cleaned:
        raise Invalid("Skriv vad måluppsättningen heter, till exempel policyns namn och år.")
    owner = organisations.get(session, organisation_id)
    draft: Draft = {
        "name": cleaned,
        "short": cleaned[:40].strip(),
        "owner": owner.name if owner else "",
        "valid_from": str(clock.now().year),
        "goals": [],
    }
    return add(
        session, actor, organisation_id, draft, kind="framework", questionnaire_id=questionnaire_id
    )


def begin_ten_goals(
    session: Session, actor: Actor, organisation_id: str, *, questionnaire_id: str
) -> str:
    """Begin the ten goals of 2025: the first, whose name is kept since 2016, and nine empty rows.

    The other nine are written by whoever has the text before them. Gives its id. Raises NotFound.
    """
    first = shipped().questionnaire(questionnaire_id).base.goals[0].name
    rows: list[Draft] = [{"id": f"mal-{n}", "number": n} for n in range(1, TEN + 1)]
    rows[0] |= {"name": first, "short": first[:40].strip()}
    draft: Draft = {
        "name": "Färdplan för de offentliga affärerna 2025–2030",
        "short": "Färdplanen 2025–2030",
        "owner": "Regeringen",
        "valid_from": "2025",
        "goals": rows,
    }
    return add(
        session, actor, organisation_id, draft, kind="framework", questionnaire_id=questionnaire_id
    )


def begin_questions(
    session: Session, actor: Actor, organisation_id: str, *, questionnaire_id: str
) -> str:
    """Begin the organisation's own questions on top of a questionnaire. Gives their id.

    Raises NotFound, Invalid: there are some already.
    """
    draft: Draft = {
        "name": "Egna frågor",
        "about": "Organisationens egna frågor.",
        "minutes": {"standard": 10},
        "questions": [],
    }
    return add(
        session, actor, organisation_id, draft, kind="questions", questionnaire_id=questionnaire_id
    )


def add(
    session: Session,
    actor: Actor,
    organisation_id: str,
    draft: Draft,
    *,
    kind: Kind,
    questionnaire_id: str,
) -> str:
    """Keep a draft as new content. Its id in files is made of its name. Gives its id.

    Raises NotFound, Invalid.
    """
    access.require(session, actor, "manage", organisation_id)
    if organisations.for_change(session, organisation_id) is None:
        raise NotFound("Organisationen finns inte längre.")
    if questionnaire_id not in shipped().files:
        raise NotFound(f"Frågeformuläret ”{questionnaire_id}” finns inte.")
    if kind == "questions" and store.of_organisation(session, organisation_id, "questions"):
        raise Invalid("Egna frågor finns redan. Lägg till fler där.")
    wanted = str(draft.get("id") or draft.get("short") or draft.get("name") or "")
    stem = wanted.removeprefix(PREFIX)
    content_id = drafts.new_id(stem, store.ids_used(session, organisation_id), PREFIX)
    moment = clock.now()
    row = OwnContent(
        id=uuid4().hex,
        organisation_id=organisation_id,
        kind=kind,
        content_id=content_id,
        questionnaire_id=questionnaire_id,
        draft=_dump(draft),
        created_at=moment,
        updated_at=moment,
        updated_by=actor.user_id,
    )
    session.add(row)
    session.flush()
    return row.id


def change(
    session: Session, actor: Actor, own_id: str, path: Path, value: Any, *, seen: Any
) -> OwnView:
    """Set one field. ``seen`` is what the person had before them.

    Raises NotFound, Invalid (too long, or what it belongs to has been taken away), and
    drafts.Changed when someone else changed the field meanwhile.
    """
    row, draft = _open(session, actor, own_id)
    if drafts.put(draft, path, value, seen):
        _keep(session, actor, row, draft)
    return view(row)


def add_item(session: Session, actor: Actor, own_id: str, name: str) -> str:
    """Add a goal, or a question with that text. Gives its id. Raises NotFound, Invalid."""
    row, draft = _open(session, actor, own_id)
    framework = row.kind == "framework"
    cleaned = one_line(name, NAME_LENGTH, "Namnet" if framework else "Frågan")
    if not cleaned:
        raise Invalid("Skriv målets namn." if framework else "Skriv frågan.")
    key, most = ("goals", MOST_GOALS) if framework else ("questions", MOST_QUESTIONS)
    items = draft.setdefault(key, [])
    if len(items) >= most:
        raise Invalid(f"Högst {most} får plats.")
    taken = {item["id"] for item in items} | set(draft.get("retired", []))
    if framework:
        item_id = drafts.new_id(cleaned, taken)
        items.append({"id": item_id, "name": cleaned, "short": cleaned[:40].strip(), "about": ""})
    else:
        item_id = drafts.new_id(cleaned, taken | _shipped_questions(), PREFIX)
        items.append({"id": item_id, "revision": 1, "text": cleaned})
    _keep(session, actor, row, draft)
    return item_id


def remove_item(session: Session, actor: Actor, own_id: str, item_id: str) -> None:
    """Take away a goal or a question from the draft. A question's id is never used again.

    Raises NotFound.
    """
    row, draft = _open(session, actor, own_id)
    key = "goals" if row.kind == "framework" else "questions"
    draft[key] = [item for item in draft.get(key, []) if item["id"] != item_id]
    if row.kind == "questions":
        draft["retired"] = sorted({*draft.get("retired", []), item_id})
    _keep(session, actor, row, draft)


def map_questions(
    session: Session,
    actor: Actor,
    own_id: str,
    goal_id: str,
    *,
    wanted: Sequence[str],
    seen: Sequence[str],
) -> None:
    """Add and take away questions of a goal: what differs between ``seen`` and ``wanted``.

    What others have mapped meanwhile stays. Raises NotFound, Invalid.
    """
    row, draft = _open(session, actor, own_id)
    goal = drafts.get(draft, ("goals", goal_id))
    if goal is None:
        raise Invalid("Målet har tagits bort på ett annat ställe.")
    questions = goal.setdefault("questions", {})
    for name in wanted:
        if name not in seen:
            questions.setdefault(name, {"weight": "1"})
    for name in seen:
        if name not in wanted:
            questions.pop(name, None)
    _keep(session, actor, row, draft)


def replace(session: Session, actor: Actor, own_id: str, draft: Draft) -> None:
    """Put a whole draft in the place of another. Raises NotFound."""
    row, _ = _open(session, actor, own_id)
    _keep(session, actor, row, draft)


def view(row: OwnContent) -> OwnView:
    """A row as people see it."""
    draft = json.loads(row.draft) | {"id": row.content_id}
    in_use = row.in_use is not None
    kind: Kind = "framework" if row.kind == "framework" else "questions"
    return OwnView(
        id=row.id,
        organisation_id=row.organisation_id,
        kind=kind,
        content_id=row.content_id,
        name=str(draft.get("name") or row.content_id),
        questionnaire_id=row.questionnaire_id,
        draft=draft,
        number=row.number if in_use else 0,
        unused=row.in_use != drafts.as_yaml(as_file(row, draft)),
        updated_at=row.updated_at,
    )


def as_file(row: OwnContent, draft: Draft) -> Draft:
    """A draft with what its file needs and people need not write."""
    if row.kind == "framework":
        return {"id": row.content_id, **{k: v for k, v in draft.items() if k != "id"}}
    head = {
        "id": row.content_id,
        "extends": row.questionnaire_id,
        "version": f"{max(row.number, 1)}.0.0",
    }
    return {**head, **{k: v for k, v in draft.items() if k not in head}}


def _open(session: Session, actor: Actor, own_id: str) -> tuple[OwnContent, Draft]:
    row = store.for_change(session, own_id)
    if row is None or row.deleted_at is not None:
        raise NotFound("Den finns inte längre.")
    access.require(session, actor, "manage", row.organisation_id)
    return row, json.loads(row.draft)


def _keep(session: Session, actor: Actor, row: OwnContent, draft: Draft) -> None:
    row.draft = _dump(draft)
    row.revision += 1
    row.updated_at = clock.now()
    row.updated_by = actor.user_id
    session.add(row)
    session.flush()


def _dump(draft: Draft) -> str:
    return json.dumps(draft, ensure_ascii=False)


def _shipped_questions() -> set[str]:
    return {q.id for found in shipped().questionnaires.values() for q in found.questions}
