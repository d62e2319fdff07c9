"""The JSON API, as a plain client meets it, in front of an installation where people sign in."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from services.actor import OPERATOR
from services.api import keys
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.installation import limits
from services.installation.limits import Limiter
from services.reports import build
from tests.support.people import organisation, person, sign_in_by
from web.api.openapi import DESCRIPTION
from web.routes import routes
from web.sign_in.gate import Gate

ADDRESS = "https://riktmarket.example"
API = "/api/v1"


@pytest.fixture
def backend():
    return "sqlite"


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with sign_in_by(monkeypatch, RIKTMARKET_ADDRESS=ADDRESS):
        yield


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch):
    for name, size in (
        ("_api", limits.API_KEY),
        ("_api_callers", limits.API_CALLER),
        ("_wrong_keys", limits.WRONG_KEYS),
    ):
        monkeypatch.setattr(limits, name, Limiter(*size))


@pytest.fixture
def client(database):
    site = Starlette(routes=routes(), middleware=[Middleware(Gate, is_activity=lambda sent: False)])
    with TestClient(site, base_url=ADDRESS, follow_redirects=False) as opened:
        yield opened


@pytest.fixture
def there(database):
    """Two organisations, each with an assessment and a key."""
    made = {}
    with database.write() as session:
        for name in ("Provkommunen", "Grannen"):
            own = organisation(session, name)
            owner = person(session, f"Ägare {name}", **{own: "owner"})
            begun = assessments.begin(session, owner, own, period="2026", mode="standard")
            answers.choose(
                session, owner, begun, "inkopsanalys", Choice("level", 3), base_revision=0
            )
            key = keys.make(session, owner, own, f"Power BI {name}")
            made[name] = {"id": own, "owner": owner, "assessment": begun, "key": key}
    return made


def get(client, path, key=None, **headers):
    if key:
        headers["Authorization"] = f"Bearer {key}"
    return client.get(f"{API}{path}", headers=headers)


def test_a_program_reads_all_there_is(client, there, database):
    mine = there["Provkommunen"]
    found = get(client, "/organisation", mine["key"])
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/json"
    assert found.headers["cache-control"] == "no-store"
    assert found.json()["name"] == "Provkommunen"
    (listed,) = get(client, "/sjalvskattningar", mine["key"]).json()["assessments"]
    assert listed["id"] == mine["assessment"]
    assert (listed["period"], listed["answered"]) == ("2026", 1)
    one = f"/sjalvskattningar/{mine['assessment']}"
    data = get(client, f"{one}/resultat", mine["key"])
    with database.read() as session:
        wanted = build.make(session, OPERATOR, mine["assessment"], "json").content
    assert data.content == wanted
    other = get(client, f"{one}/resultat?maluppsattning=stockholm-2020", mine["key"]).json()
    assert other["framework_id"] == "stockholm-2020"
    assert get(client, f"{one}/plan", mine["key"]).json() == {"plan": []}
    assert get(client, f"{one}/jamforelse", mine["key"]).json() == {"comparison": []}
    tables = get(client, f"{one}/tabeller", mine["key"]).json()["tables"]
    assert {"mal", "svar", "berakning"} <= {table["id"] for table in tables}
    rows = get(client, f"{one}/tabeller/svar", mine["key"]).json()
    (row,) = [row for row in rows if row["Fråga-id"] == "inkopsanalys"]
    assert (row["Nivå"], row["Svar"]) == (3, "3 Etablerat")


@pytest.mark.parametrize("key", [None, "", "rm_x", "rm_" + "0" * 32 + "_" + "a" * 43, "ä" * 80])
def test_without_a_key_nothing_is_said(client, there, key):
    headers = {"Authorization": f"Bearer {key}".encode()} if key is not None else {}
    for path in ("/organisation", "/sjalvskattningar", "/finns-inte"):
        found = client.get(f"{API}{path}", headers=headers)
        assert found.status_code == 401
        assert found.json() == {"fel": "Nyckeln saknas eller gäller inte."}
        assert found.headers["www-authenticate"].startswith("Bearer")


def test_a_wrong_secret_of_a_real_key_opens_nothing(client, there):
    key = there["Provkommunen"]["key"]
    assert (
        get(client, "/organisation", f"{key[:-1]}{'a' if key[-1] != 'a' else 'b'}").status_code
        == 401
    )


def test_a_revoked_key_opens_nothing_from_that_moment(client, there, database):
    mine = there["Provkommunen"]
    assert get(client, "/organisation", mine["key"]).status_code == 200
    with database.write() as session:
        (row,) = keys.listing(session, mine["owner"], mine["id"])
        assert row.used_at is not None
        keys.revoke(session, mine["owner"], mine["id"], row.id)
    assert get(client, "/organisation", mine["key"]).status_code == 401


def test_anothers_key_finds_nothing_here(client, there):
    mine, other = there["Provkommunen"], there["Grannen"]
    for what in ("resultat", "plan", "jamforelse", "tabeller", "tabeller/svar"):
        found = get(client, f"/sjalvskattningar/{mine['assessment']}/{what}", other["key"])
        assert found.status_code == 404
        assert "Provkommunen" not in found.text
        missing = get(client, f"/sjalvskattningar/{'f' * 32}/{what}", other["key"])
        # What is somebody else's cannot be told from what does not exist.
        assert (missing.status_code, missing.content) == (404, found.content)
    assert get(client, "/sjalvskattningar/exempel/resultat", mine["key"]).status_code == 404


def test_what_the_key_is_not_for(client, there):
    mine = there["Provkommunen"]
    assert get(client, "/finns-inte", mine["key"]).status_code == 404
    one = f"/sjalvskattningar/{mine['assessment']}"
    assert get(client, f"{one}/tabeller/finns-inte", mine["key"]).status_code == 404
    assert get(client, f"{one}/resultat?maluppsattning=finns-inte", mine["key"]).status_code == 404
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        found = client.request(
            method, f"{API}{one}/resultat", headers={"Authorization": f"Bearer {mine['key']}"}
        )
        assert found.status_code == 405
        assert found.json() == {"fel": "API:et läser bara. Använd GET."}


def test_a_key_opens_no_page(client, there):
    found = client.get("/resultat", headers={"Authorization": f"Bearer {there['Grannen']['key']}"})
    assert found.status_code == 303


def test_too_many_calls_are_put_off(client, there, monkeypatch):
    monkeypatch.setattr(limits, "_api", Limiter(3, 60))
    mine, other = there["Provkommunen"], there["Grannen"]
    statuses = [get(client, "/organisation", mine["key"]).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    found = get(client, "/organisation", mine["key"])
    assert int(found.headers["retry-after"]) >= 1
    assert "många anrop" in found.json()["fel"]
    # One program's haste is no other's.
    assert get(client, "/organisation", other["key"]).status_code == 200


def test_guessing_is_slowed_down(client, there):
    tried = [get(client, "/organisation", f"rm_{n:032x}_{'a' * 43}").status_code for n in range(30)]
    assert tried[0] == 401
    assert tried[-1] == 429
    assert get(client, "/organisation", there["Grannen"]["key"]).status_code == 200


def test_the_description_holds(client, there):
    described = get(client, "/openapi.json").json()
    assert described == json.loads(json.dumps(DESCRIPTION))
    mine = there["Provkommunen"]
    for path, operations in described["paths"].items():
        asked = path.format(sjalvskattning=mine["assessment"], tabell="mal")
        found = get(client, asked, mine["key"])
        assert found.status_code == 200, path
        schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        _holds(found.json(), schema)
    assert set(described["paths"]) == {
        route.path.removeprefix(API)
        for route in routes()
        if route.path.startswith(API) and "{other" not in route.path and "openapi" not in route.path
    }


def _holds(value, schema) -> None:
    kinds = {"object": dict, "array": list, "string": str}
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]])
    for name in schema.get("required", ()):
        assert name in value
    for item in value if schema.get("type") == "array" else ():
        _holds(item, schema.get("items", {}))
    for name, inner in schema.get("properties", {}).items():
        if inner and name in value:
            _holds(value[name], inner)


def test_the_secret_is_nowhere_in_the_database(there, database):
    from sqlmodel import select

    from data.tables import ApiKey

    with database.read() as session:
        rows = session.exec(select(ApiKey)).all()
    for row in rows:
        assert len(row.secret_hash) == 64
        for made in there.values():
            assert made["key"].split("_", 2)[2] not in repr(row)
