"""Who is nobody in an installation without sign-in, and what asks in sessions of its own.

Who may call what otherwise is in access_table.py.
"""

from __future__ import annotations

from typing import get_args

import pytest

from services import access
from services.actor import LOCAL, Actor
from services.assessments import assessments
from services.errors import SignedOut
from services.people import second_factor, sign_in
from tests.support.people import person, sign_in_by

STRANGERS = (
    Actor("x", "Främling"),
    Actor(LOCAL.user_id, "Någon som säger sig vara den lokala användaren"),
)


@pytest.mark.parametrize("stranger", STRANGERS, ids=["another", "same-id"])
@pytest.mark.parametrize("action", get_args(access.Action))
def test_without_sign_in_only_its_own_user_is_let_in(database, organisation, stranger, action):
    with database.read() as session:
        access.require(session, LOCAL, action, organisation.id)
        with pytest.raises(SignedOut):
            access.require(session, stranger, action, organisation.id)


@pytest.mark.parametrize("stranger", STRANGERS, ids=["another", "same-id"])
def test_without_sign_in_a_stranger_reads_no_assessment(database, assessment_id, stranger):
    with database.read() as session, pytest.raises(SignedOut):
        assessments.read(session, stranger, assessment_id)


@pytest.mark.parametrize(
    "change",
    [
        lambda actor: sign_in.change_password(actor, "tre röda kor på en äng", "fyra blåa hästar"),
        lambda actor: second_factor.turn_off(actor, "tre röda kor på en äng"),
    ],
    ids=["password", "second-factor"],
)
def test_whoever_has_signed_out_changes_no_way_of_signing_in(database, monkeypatch, change):
    with sign_in_by(monkeypatch):
        with database.write() as session:
            actor = person(session, "Anna Ek")
            sign_in.end_browser(session, actor, actor.sign_in or "")
        for nobody in (actor, LOCAL):
            with pytest.raises(SignedOut):
                change(nobody)
