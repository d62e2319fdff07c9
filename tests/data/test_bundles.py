"""A questionnaire stored by an earlier program is the same one today."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data import clock
from data.stores import bundles
from data.tables.assessments import QuestionnaireBundle
from scoring.answers import Response
from scoring.profile import profile

# Written by the program when questionnaires had neither origins, sections nor published figures.
CASE = Path(__file__).parent.parent / "cases" / "earlier-bundle"


@pytest.fixture
def stored(database):
    """The digest that the bundle was stored under."""
    digest: str = json.loads((CASE / "result.json").read_text("utf-8"))["digest"]
    content = (CASE / "bundle.json").read_text("utf-8").rstrip("\n")
    with database.write() as session:
        session.add(
            QuestionnaireBundle(
                digest=digest,
                questionnaire_id="litet",
                version="1.0.0",
                content=content,
                stored_at=clock.now(),
            )
        )
    bundles._parsed.clear()
    return digest


def test_an_earlier_bundle_keeps_its_digest_and_its_result(database, stored):
    expected = json.loads((CASE / "result.json").read_text("utf-8"))
    with database.read() as session:
        found = bundles.get(session, stored)
    assert found.digest == stored
    answers = {
        "a": Response("level", 2),
        "b": Response("level", 4),
        "c": Response("not_applicable"),
        "d": Response("unknown"),
    }
    results = profile(found, found.base, answers, "standard")
    assert [
        {
            "goal": goal.goal,
            "index": str(goal.index),
            "level": goal.level,
            "coverage": str(goal.coverage),
            "holding_back": list(goal.holding_back),
        }
        for goal in results.goals
    ] == expected["goals"]


def test_an_earlier_bundle_is_not_stored_again_by_another_digest(database, stored):
    with database.write() as session:
        assert bundles.keep(session, bundles.get(session, stored)) == stored
    with database.read() as session:
        assert bundles.first(session, "litet", "1.0.0").digest == stored
