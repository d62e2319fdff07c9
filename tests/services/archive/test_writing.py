"""An organisation as a file: whole, the same every time, and back again as a new one."""

from __future__ import annotations

import io
import json
import zipfile
from hashlib import sha256

import pytest
from sqlmodel import col, select

from data.database.engine import Database
from data.database.migrate import migrate
from data.tables import Membership, User
from data.tables.assessments import Answer, Assessment
from data.tables.organisations import Organisation
from services.actor import LOCAL, OPERATOR
from services.archive import reading, writing
from services.errors import NotAllowed
from services.results import results
from tests.support.people import person, sign_in_by
from tests.support.whole import SECRET, whole


@pytest.fixture
def signed_in(monkeypatch):
    with sign_in_by(monkeypatch):
        yield


def exported(database, organisation: str, actor=OPERATOR) -> bytes:
    with database.read() as session:
        return writing.export(session, actor, organisation).content


def imported(database, raw: bytes) -> str:
    examined = reading.examine(raw)
    with database.write() as session:
        return reading.take_in(session, OPERATOR, examined)


def opened(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def comparable(raw: bytes) -> tuple[dict, dict[str, bytes]]:
    """What a file says, without what an import changes on purpose."""
    files = opened(raw)
    data = json.loads(files.pop("organisation.json"))
    del data["members"], data["comparison"], data["organisation"]["created_at"]
    del data["asked"], data["networks"]
    data["rounds"] = [{**each, "units": []} for each in data["rounds"]]
    data["audit"] = [event for event in data["audit"] if event["what"] != "imported"]
    return data, files


def test_everything_is_in_the_file(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    files = opened(exported(database, made.organisation, made.owner))
    data = json.loads(files["organisation.json"])
    assert data["schema"] == "riktmarket-organisation/1"
    assert data["organisation"]["name"] == f"Provkommunen {SECRET}"
    assert [member["role"] for member in data["members"]] == ["owner", "editor"]
    assert {person["name"] for person in data["people"]} == {
        f"{who} {SECRET}" for who in ("Ägare", "Redaktör", "Slutat")
    }
    first, moved, binned = data["assessments"]
    assert (moved["moved_from"], binned["deleted_at"] is None) == (first["id"], False)
    answers = {(a["question"], a["perspective"]): a for a in first["answers"]}
    assert answers["inkopsanalys", "purchasing"]["level"] == 3
    assert answers["inkopsanalys", "management"]["level"] == 2
    assert answers["nyckeltal", "purchasing"]["comment"].startswith(f"Kommentar {SECRET}")
    assert len(first["history"]) == 10
    assert [event["undoes"] for event in first["history"] if event["undoes"]] == [2]
    assert [len(first[part]) for part in ("submissions", "status_events", "assignments")] == [
        1,
        2,
        1,
    ]
    assert [(t["goal"], t["level"]) for t in first["targets"]] == [("innovation", 4)]
    (workshop,) = first["workshops"]
    assert sorted(p["role"] for p in workshop["participants"]) == ["", "inkop", "ledning"]
    asked, parked = workshop["items"]
    assert [sorted(str(v["level"]) for v in asked["votes"] if v["round"] == n) for n in (1, 2)] == [
        ["1", "5", "None"],
        ["3", "4", "4"],
    ]
    assert asked["decisions"][0]["minority"] == f"Avvikande {SECRET}"
    assert parked["state"] == "parked"
    assert workshop["issues"][0]["text"] == f"Parkerat {SECRET}"
    (made_round,) = data["rounds"]
    assert [a["level"] for a in made_round["answers"]] == [3, None]
    assert [each["returned_reason"] for each in data["asked"]] == [f"Komplettera {SECRET}"]
    assert [each["reason"] for each in first["deviations"]] == [f"Avviker {SECRET}"]
    (own,) = data["own_content"]
    assert [version["number"] for version in own["versions"]] == [1, 2]
    assert own["draft"]["about"] == "Än en gång."
    for name, content in files.items():
        if name.startswith("bundles/"):
            assert name == f"bundles/{sha256(content).hexdigest()}.json"
    assert {a["bundle"] for a in data["assessments"]} == {
        name[8:-5] for name in files if name.startswith("bundles/")
    }
    assert "riktmarket-organisation/1" in files["README.txt"].decode()


def test_no_id_of_any_row_is_in_the_file(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        ids = [
            row
            for column in (Organisation.id, User.id, Assessment.id)
            for row in session.exec(select(column))
        ]
    text = opened(exported(database, made.organisation))["organisation.json"].decode()
    assert ids
    assert [name for name in ids if name in text] == []
    assert "secret_hash" not in text
    assert "password" not in text


def test_the_same_data_is_the_same_file(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    first = exported(database, made.organisation)
    assert exported(database, made.organisation) == first
    with database.write() as session:
        writing.note(session, made.owner, made.organisation)
    assert exported(database, made.organisation) != first


def test_there_and_back_is_the_same(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    first = exported(database, made.organisation)
    new = imported(database, first)
    second = exported(database, new)
    assert new != made.organisation
    assert comparable(second) == comparable(first)
    # The original stands as it stood.
    assert exported(database, made.organisation) == first
    again = imported(database, second)
    assert comparable(exported(database, again)) == comparable(first)


@pytest.mark.postgres
def test_from_sqlite_to_postgres(postgres_server, tmp_path, monkeypatch):
    from tests.conftest import _admin, _create
    from tests.support.postgres import url_of

    _create(postgres_server, "takeout_target", "riktmarket_template")
    source = Database(f"sqlite:///{tmp_path / 'a.db'}")
    migrate(source)
    target = Database(url_of(postgres_server, "takeout_target"))
    try:
        with sign_in_by(monkeypatch):
            with source.write() as session:
                made = whole(session, "Provkommunen")
            first = exported(source, made.organisation)
            second = exported(target, imported(target, first))
            assert comparable(second) == comparable(first)
            back = exported(source, imported(source, second))
            assert comparable(back) == comparable(first)
    finally:
        source.close()
        target.close()
        _admin(postgres_server, 'DROP DATABASE "takeout_target" WITH (FORCE)')


def test_the_result_is_the_same_afterwards(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    new = imported(database, exported(database, made.organisation))
    with database.read() as session:
        other = session.exec(
            select(Assessment.id)
            .where(
                Assessment.organisation_id == new,
                Assessment.moved_from == None,  # noqa: E711
            )
            .where(col(Assessment.deleted_at).is_(None))
        ).one()
        for framework in ("nationella-2016", f"egen-policy-{SECRET.lower()}"):
            one, two = (
                results.read(session, OPERATOR, name, framework).profile
                for name in (made.assessment, other)
            )
            assert one == two
            assert one.goals


def test_people_become_names_without_access(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        before = set(session.exec(select(User.id)))
    new = imported(database, exported(database, made.organisation))
    with database.read() as session:
        added = [user for user in session.exec(select(User)) if user.id not in before]
        assert {user.name for user in added} == {
            f"{who} {SECRET}" for who in ("Ägare", "Redaktör", "Slutat")
        }
        for user in added:
            assert user.disabled_at is not None
            assert (user.email, user.email_key, user.password_hash, user.subject) == (None,) * 4
            assert not user.administrator
        members = session.exec(select(Membership).where(Membership.organisation_id == new)).all()
        assert members == []
        ids = select(Assessment.id).where(Assessment.organisation_id == new)
        rows = session.exec(select(Answer).where(col(Answer.assessment_id).in_(ids)))
        assert {row.updated_by for row in rows} <= {user.id for user in added}
    with database.read() as session, pytest.raises(NotAllowed):
        writing.export(session, made.owner, new)


def test_who_may(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
        other = whole(session, "Annan", "annat")
        administrator = person(session, "Admin", administrator=True)
    for actor in (made.writer, made.stranger, other.owner, administrator, LOCAL):
        with database.read() as session, pytest.raises(NotAllowed):
            writing.export(session, actor, made.organisation)
        with database.write() as session, pytest.raises(NotAllowed):
            writing.note(session, actor, made.organisation)
    examined = reading.examine(exported(database, made.organisation))
    for actor in (made.owner, made.writer, other.owner, LOCAL):
        with pytest.raises(NotAllowed), database.write() as session:
            reading.take_in(session, actor, examined)
    with database.write() as session:
        assert reading.take_in(session, administrator, examined)


def test_an_export_stops_nobody_from_writing(database, signed_in):
    with database.write() as session:
        made = whole(session, "Provkommunen")
    first = exported(database, made.organisation)
    with database.read() as reader:
        reader.exec(select(Organisation)).all()
        with database.write() as session:
            session.get(Organisation, made.organisation).name = "Bytt namn"
        if database.is_sqlite:
            assert writing.export(reader, OPERATOR, made.organisation).content == first
    assert exported(database, made.organisation) != first
