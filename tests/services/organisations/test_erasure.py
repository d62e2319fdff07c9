"""What is deleted for good is in no table, and what belongs to others stands as it stood."""

from __future__ import annotations

import json

import pytest
from sqlmodel import select

from data.stores import bundles
from data.tables import AuditEvent, Invitation, Membership, User
from data.tables.assessments import Answer, Assessment, QuestionnaireBundle
from data.tables.base import metadata
from data.tables.organisations import Organisation
from services import access
from services.actor import LOCAL, OPERATOR
from services.archive import writing
from services.assessments import assessments
from services.errors import Invalid, NotAllowed, SignedOut
from services.installation import storage
from services.organisations import erasure, organisations
from tests.support.people import organisation, person, sign_in_by
from tests.support.whole import SECRET, whole


@pytest.fixture
def signed_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


def everything(database) -> dict[str, list[str]]:
    """Every row of every table as text."""
    with database.read() as session:
        return {
            table.name: [
                json.dumps(dict(row), default=str, ensure_ascii=False)
                for row in session.connection().execute(select(table)).mappings()
            ]
            for table in metadata.sorted_tables
        }


def mentions(database, *words: str) -> list[str]:
    return [
        f"{table}: {row}"
        for table, rows in everything(database).items()
        for row in rows
        if any(word.casefold() in row.casefold() for word in words)
    ]


def ids_of(database, name: str) -> list[str]:
    """The ids of an organisation, its assessments and its own content."""
    found = [name]
    with database.read() as session:
        for table in ("assessment", "own_content"):
            column = metadata.tables[table].c
            query = select(column.id).where(column.organisation_id == name)
            found += session.connection().execute(query).scalars()
    return found


def test_nothing_of_it_is_left(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        whole(session, "Grannen", "Grannord")
    ids = ids_of(database, made.organisation)
    assert len(ids) == 5
    assert len(mentions(database, SECRET)) > 15
    with database.write() as session:
        erasure.erase(session, made.owner, made.organisation, f"Provkommunen  {SECRET} ")
    left = mentions(database, SECRET, *ids)
    assert len(left) == 1, left
    assert left[0].startswith("audit_event: ")
    with database.read() as session:
        line = session.exec(
            select(AuditEvent).where(AuditEvent.organisation_id == made.organisation)
        ).one()
        assert (line.what, line.by) == ("organisation-removed", None)
        assert line.details == {"assessments": 3, "accounts": 3}
        for actor in (made.owner, made.writer, made.stranger):
            user = session.get(User, actor.user_id)
            assert user.name == "En tidigare medlem"
            assert user.disabled_at is not None
            assert (user.email, user.email_key) == (None, None)
    with database.read() as session, pytest.raises(SignedOut):
        organisations.mine(session, made.owner)


def test_what_belongs_to_others_stands_as_it_stood(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        other = whole(session, "Grannen", "Grannord")
        both = person(session, "Båda", **{made.organisation: "viewer", other.organisation: "owner"})
        administrator = person(
            session, "Admin", administrator=True, **{made.organisation: "viewer"}
        )
    with database.read() as session:
        before = writing.export(session, OPERATOR, other.organisation).content
    rows = everything(database)
    with database.write() as session:
        erasure.erase(session, made.owner, made.organisation, f"Provkommunen {SECRET}")
    after = everything(database)
    with database.read() as session:
        assert writing.export(session, OPERATOR, other.organisation).content == before
        assert [p.organisation.id for p in organisations.mine(session, both)] == [
            other.organisation
        ]
        assert access.may(session, administrator, "install", None)
        assert session.get(User, both.user_id).name == "Båda"
    for table, left in after.items():
        # What has been published stays, without saying whose it was.
        if table not in ("user_account", "audit_event", "snapshot_contribution"):
            assert set(left) <= set(rows[table]), table


def test_what_two_organisations_share_stays(database, signed_in):
    with database.write() as session:
        one = organisation(session, "Ett")
        two = organisation(session, "Två")
        owner = person(session, "Ägare", **{one: "owner", two: "owner"})
        for name in (one, two):
            made = assessments.begin(session, owner, name, period="2026", mode="quick")
    with database.write() as session:
        erasure.erase(session, owner, one, "Ett")
    with database.read() as session:
        assert len(session.exec(select(QuestionnaireBundle)).all()) == 1
        assert assessments.read(session, owner, made).period == "2026"
        digest = session.exec(select(QuestionnaireBundle.digest)).one()
    with database.write() as session:
        erasure.erase(session, owner, two, "Två")
    with database.read() as session, pytest.raises(KeyError):
        bundles.get(session, digest)


def test_units_live_on_without_a_parent(database, signed_in):
    with database.write() as session:
        parent = organisation(session, "Koncernen")
        unit = organisation(session, "Enheten", parent)
        owner = person(session, "Ägare", **{parent: "owner"})
        session.add(
            AuditEvent(
                organisation_id=unit,
                at=session.get(Organisation, unit).created_at,
                what="parent_moved",
                details={"unit": unit, "parent": parent},
            )
        )
    with database.read() as session:
        assert erasure.contents(session, owner, parent).units == 1
    with database.write() as session:
        erasure.erase(session, owner, parent, "Koncernen")
    with database.read() as session:
        assert session.get(Organisation, unit).parent_id is None
        kept = session.exec(select(AuditEvent).where(AuditEvent.organisation_id == unit)).one()
        assert kept.details == {"unit": unit}


def test_the_name_must_be_typed(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    before = everything(database)
    for typed in ("", "provkommunen", f"Provkommunen {SECRET}x"):
        with pytest.raises(Invalid, match="Inget är raderat"), database.write() as session:
            erasure.erase(session, made.owner, made.organisation, typed)
    assert everything(database) == before


def test_only_an_owner_deletes(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        other = whole(session, "Grannen", "Grannord")
        administrator = person(session, "Admin", administrator=True)
    before = everything(database)
    for actor in (made.writer, made.stranger, other.owner, administrator, LOCAL):
        for do in (
            lambda s, a: erasure.erase(s, a, made.organisation, f"Provkommunen {SECRET}"),
            lambda s, a: erasure.contents(s, a, made.organisation),
        ):
            with pytest.raises(NotAllowed), database.write() as session:
                do(session, actor)
    assert everything(database) == before


def test_all_or_nothing(database, signed_in, monkeypatch):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    before = everything(database)

    def fail(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("services.audit.record", fail)
    with pytest.raises(RuntimeError), database.write() as session:
        erasure.erase(session, made.owner, made.organisation, f"Provkommunen {SECRET}")
    assert everything(database) == before


def test_the_list_of_what_goes(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    with database.read() as session:
        found = erasure.contents(session, made.owner, made.organisation)
    assert (found.assessments, found.binned, found.answers, found.texts) == (2, 1, 5, 3)
    assert found.workshops == 1
    assert (found.history, found.submissions, found.own_content) == (10, 1, 1)
    assert (found.members, found.invitations, found.events, found.accounts) == (2, 1, 9, 3)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_nothing_is_left_in_the_file_itself(database, signed_in, backend):
    with database.write() as session:
        made = whole(session, "Provkommunen")

    def in_files() -> list[str]:
        path = database.path
        word = SECRET.encode()
        return [each.name for each in path.parent.iterdir() if word in each.read_bytes()]

    assert in_files()
    with database.write() as session:
        erasure.erase(session, made.owner, made.organisation, f"Provkommunen {SECRET}")
    assert storage.compact()
    assert in_files() == []


def test_the_only_user_without_sign_in_stays(database):
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Egen", type="municipality").id
        assessments.begin(session, LOCAL, own, period="2026", mode="quick")
    with database.write() as session:
        erasure.erase(session, LOCAL, own, "Egen")
    with database.write() as session:
        assert session.get(User, "local").disabled_at is None
        again = organisations.save(session, LOCAL, None, name="Ny", type="region").id
        assert assessments.begin(session, LOCAL, again, period="2026", mode="quick")


def test_closing_the_own_account(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        email = session.get(User, made.writer.user_id).email
        session.add(
            Invitation(
                id="i" * 32,
                kind="member",
                organisation_id=made.organisation,
                email=email.upper(),
                secret_hash="y" * 64,
                created_at=session.get(User, made.writer.user_id).created_at,
                expires_at=session.get(User, made.writer.user_id).created_at,
            )
        )
    answers = _answers(database)
    with pytest.raises(Invalid, match="Namnet stämmer inte"), database.write() as session:
        erasure.leave(session, made.writer, "Någon annan")
    with database.write() as session:
        assert erasure.why_not_leave(session, made.writer) is None
        erasure.leave(session, made.writer, f"Redaktör {SECRET}")
    assert mentions(database, f"Redaktör {SECRET}", email) == []
    assert _answers(database) == answers
    with database.read() as session:
        assert session.get(User, made.writer.user_id).name == "En tidigare medlem"
        rest = session.exec(select(Membership.user_id)).all()
        assert rest == [made.owner.user_id]
    with database.read() as session, pytest.raises(SignedOut):
        assessments.read(session, made.writer, made.assessment)


def test_the_last_owner_and_the_last_administrator_stay(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        administrator = person(session, "Admin", administrator=True)
    for actor, name, said in (
        (made.owner, f"Ägare {SECRET}", "ensam ägare av Provkommunen"),
        (administrator, "Admin", "ensam administratör"),
    ):
        with pytest.raises(Invalid, match=said), database.write() as session:
            erasure.leave(session, actor, name)
    with database.write() as session:
        second = person(session, "Andra", administrator=True, **{made.organisation: "owner"})
    for actor, name in ((made.owner, f"Ägare {SECRET}"), (administrator, "Admin")):
        with database.write() as session:
            erasure.leave(session, actor, name)
    with database.read() as session:
        assert "ensam ägare" in erasure.why_not_leave(session, second)


def _answers(database) -> list[tuple]:
    with database.read() as session:
        rows = session.exec(select(Answer).order_by(Answer.id))
        ids = set(session.exec(select(Assessment.id)))
        return [(r.assessment_id in ids, r.question_id, r.level, r.comment) for r in rows]
