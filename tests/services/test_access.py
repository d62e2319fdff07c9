"""A stranger walks through every service and is let in nowhere."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import select

import services
from data.base import Base
from services import assessments, moving, organisations, own_content, own_use, results
from services.actor import LOCAL, Actor
from services.answers import Choice
from services.errors import NotAllowed
from services.forms import FormAnswer, FormRead, Origin
from tests import hostile

# Of a session but for nobody: they belong to services that have asked already.
WITHOUT_ACTOR = {
    "composing.compose",
    "composing.reread",
    "composing.refuse_altered",
    "composing.with_frameworks",
    "earlier.answers",
    "submissions.for_parent",
}
STRANGERS = (
    Actor("x", "Främling"),
    Actor("local", "Någon som säger sig vara den lokala användaren"),
)


def public() -> dict[str, Callable[..., Any]]:
    """Every public function of a service that takes a session."""
    found = {}
    for module in pkgutil.iter_modules(services.__path__):
        loaded = importlib.import_module(f"services.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ != loaded.__name__ or name.startswith("_"):
                continue
            if next(iter(inspect.signature(function).parameters), "") == "session":
                found[f"{module.name}.{name}"] = function
    return found


def guarded() -> list[str]:
    asking = {name for name in public() if name.startswith("access.")}
    return sorted(public().keys() - WITHOUT_ACTOR - asking)


def test_every_service_that_takes_a_session_takes_an_actor():
    without = {
        name
        for name, function in public().items()
        if list(inspect.signature(function).parameters)[:2] != ["session", "actor"]
    }
    assert without == WITHOUT_ACTOR


def arguments(session, ids: dict[str, str]) -> dict[str, Any]:
    """A sound value for every parameter there is."""
    result = results.read(session, LOCAL, ids["assessment"])
    file = own_use.download(session, LOCAL, ids["framework"])[1]
    return {
        "organisation_id": ids["organisation"],
        "assessment_id": ids["assessment"],
        "own_id": ids["framework"],
        "item_id": "x",
        "goal_id": "god-affar",
        "questionnaire_id": hostile.NATIONAL,
        "framework_id": "nationella-2016",
        "question_id": "inkopsanalys",
        "assessment": result.assessment,
        "profile": result.profile,
        "choice": Choice("level", 3),
        "level": 3,
        "text": "Text",
        "base_revision": 1,
        "period": "2027",
        "mode": "standard",
        "name": "Namn",
        "type": None,
        "kind": "framework",
        "draft": {"name": "Namn"},
        "path": ("name",),
        "value": "Annat",
        "seen": hostile.NAME,
        "wanted": [],
        "raw": file,
        "uploaded": own_use.examine(
            session, LOCAL, ids["organisation"], file, "x", questionnaire_id=hostile.NATIONAL
        ),
        "file_format": "json",
        "content": b"inkopsanalys: 3",
        "found": FormRead(Origin(), {}, (), ()),
        "chosen": {"inkopsanalys": FormAnswer("level", 3)},
        "base_revisions": {},
    }


def everything(session) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {t.name: session.exec(select(func.count()).select_from(t)).one() for t in tables}


@pytest.mark.parametrize("stranger", STRANGERS, ids=["another", "same-id"])
def test_a_stranger_is_let_in_nowhere(database, stranger):
    ids = hostile.seed(database)
    with database.read() as session:
        values = arguments(session, ids)
        before = everything(session)
    let_in = []
    for name in guarded():
        function = public()[name]
        given = {
            each.name: values[each.name]
            for each in list(inspect.signature(function).parameters.values())[2:]
            if each.default is inspect.Parameter.empty
        }
        try:
            with database.write() as session:
                function(session, stranger, **given)
        except NotAllowed:
            continue
        let_in.append(name)
    assert let_in == []
    with database.read() as session:
        assert everything(session) == before


def test_a_stranger_may_not_put_a_file_in_the_place_of_another(database):
    ids = hostile.seed(database)
    with database.read() as session:
        values = arguments(session, ids)
    with database.write() as session, pytest.raises(NotAllowed):
        own_use.take_in(
            session,
            STRANGERS[0],
            ids["organisation"],
            values["uploaded"],
            questionnaire_id=hostile.NATIONAL,
            replaces=ids["framework"],
        )


def test_what_is_another_organisation_s_is_asked_about_as_theirs(database, monkeypatch):
    """When there are roles, a right to one organisation is none to another's content."""
    ids = hostile.seed(database)
    with database.write() as session:
        theirs = organisations.save(session, LOCAL, None, name="En annan", type=None)
    asked: list[str | None] = []

    def may(session, actor, action, organisation_id):
        asked.append(organisation_id)
        return organisation_id == theirs.id

    monkeypatch.setattr("services.access.may", may)
    with database.write() as session:
        for attempt in (
            lambda: own_content.read(session, LOCAL, ids["framework"]),
            lambda: own_content.replace(session, LOCAL, ids["framework"], {}),
            lambda: own_use.use(session, LOCAL, ids["framework"]),
            lambda: own_use.remove(session, LOCAL, ids["framework"]),
            lambda: assessments.read(session, LOCAL, ids["assessment"]),
            lambda: assessments.delete(session, LOCAL, ids["assessment"]),
            lambda: assessments.restore(session, LOCAL, ids["assessment"]),
            lambda: moving.move(session, LOCAL, ids["assessment"], hostile.NATIONAL),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert set(asked) == {ids["organisation"]}
