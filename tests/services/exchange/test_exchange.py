"""Files between installations: what they hold, what is believed of them, and what is refused."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft202012Validator
from sqlmodel import select

from data.tables import AuditEvent, ForeignHistogram, ForeignSnapshot, TrustedInstallation
from services.actor import OPERATOR
from services.errors import Invalid, NotFound
from services.exchange import exchange, key
from services.exchange import file as exchange_file
from services.installation import setup
from tests.support.exchange import (
    KEY,
    NAME,
    PUBLIC,
    changed,
    elsewhere,
    fill,
    published,
    take_in,
    trust,
)
from tests.support.peerworld import consent, hand_in, publish, spread

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture
def sender(sqlite_template, tmp_path, questionnaire):
    """An installation of sixteen, and who they are."""
    with elsewhere(sqlite_template, tmp_path) as opened:
        yield opened, fill(opened, questionnaire, range(16))


@pytest.fixture
def file(sender) -> bytes:
    return published(sender[0])


def kept(database):
    with database.read() as session:
        return [
            session.exec(select(table)).all()
            for table in (TrustedInstallation, ForeignSnapshot, ForeignHistogram, AuditEvent)
        ]


def test_the_file_is_what_its_schema_says(file):
    schema = json.loads((ROOT / "docs" / "utbyte.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    said = json.loads(file)
    assert list(Draft202012Validator(schema).iter_errors(said)) == []
    said["pools"][0]["figures"][0]["who"] = "Org 1"
    assert list(Draft202012Validator(schema).iter_errors(said))


def test_it_holds_what_is_published_in_steps_of_five_and_no_names(sender, file):
    said = json.loads(file)
    (pool,) = said["pools"]
    assert pool["groups"][0] == {"group": "all", "n": 16}
    indices = [f for f in pool["figures"] if f["part"].startswith("index:")]
    assert indices
    for figure in pool["figures"]:
        assert sum(figure["counts"].values()) == figure["n"]
    assert {int(v) % 5 for f in indices for v in f["counts"]} == {0}
    text = file.decode()
    assert "Org" not in text
    assert not any(name in text for name in sender[1])


def test_the_same_snapshot_is_the_same_file(sender, file):
    assert published(sender[0]) == file


def test_trusted_taken_in_and_gone_again(database, file):
    trust(database)
    found = take_in(database, file)
    assert found.name == NAME
    assert [(view.number, view.n, outcome) for view, outcome in found.pools] == [(1, 16, "new")]
    said = json.loads(file)["pools"][0]
    with database.read() as session:
        rows = session.exec(select(ForeignHistogram)).all()
    stored = {(r.peer_group, r.part): json.loads(r.counts) for r in rows}
    assert stored == {(f["group"], f["part"]): f["counts"] for f in said["figures"]}
    with database.read() as session:
        (view,) = exchange.trusted(session, OPERATOR)
    assert (view.name, view.fingerprint) == (NAME, key.fingerprint(PUBLIC))
    assert view.pools[0].n == 16
    with database.write() as session:
        exchange.distrust(session, OPERATOR, NAME)
    assert [len(rows) for rows in kept(database)] == [0, 0, 0, 3]


def test_what_happens_is_in_the_log(database, file):
    trust(database)
    take_in(database, file)
    with database.write() as session:
        exchange.distrust(session, OPERATOR, NAME)
    with database.read() as session:
        rows = session.exec(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [row.what for row in rows] == [
        "exchange-trusted",
        "exchange-taken-in",
        "exchange-distrusted",
    ]
    assert rows[0].details == {"name": NAME, "key": key.fingerprint(PUBLIC)}


def test_twice_changes_nothing_and_an_older_one_neither(database, questionnaire, sender, file):
    trust(database)
    take_in(database, file)
    before = kept(database)
    assert [outcome for _, outcome in take_in(database, file).pools] == ["same"]
    assert kept(database) == before
    other, made = sender
    with other.write() as session:
        for i, name in enumerate(made):
            hand_in(session, name, questionnaire, spread(questionnaire, 100 + i))
    newer = published(other)
    assert newer != file
    assert [outcome for _, outcome in take_in(database, newer).pools] == ["new"]
    after = kept(database)
    assert [len(rows) for rows in after[:2]] == [1, 1]
    assert [outcome for _, outcome in take_in(database, file).pools] == ["older"]
    assert kept(database) == after


def test_the_same_number_with_other_figures_is_told_and_not_believed(database, file):
    trust(database)
    take_in(database, file)
    before = kept(database)
    other = changed(file, lambda said: said["pools"][0].update(reach=7))
    assert [outcome for _, outcome in take_in(database, other).pools] == ["other"]
    assert kept(database) == before


def test_a_snapshot_that_shows_nothing_takes_the_former_away(database, sender, file):
    trust(database)
    take_in(database, file)
    other, made = sender
    with other.write() as session:
        for name in made:
            consent(session, name, "withdrawn")
    take_in(database, published(other))
    with database.read() as session:
        assert session.exec(select(ForeignHistogram)).all() == []
        assert session.exec(select(ForeignSnapshot)).one().groups == {}


def test_what_is_not_trusted_is_refused_with_its_fingerprint(database, file):
    with pytest.raises(Invalid) as refused:
        take_in(database, file)
    assert key.fingerprint(PUBLIC) in str(refused.value)
    assert str(refused.value).endswith("Inget är inläst.")
    trust(database)
    take_in(database, file)
    with database.write() as session:
        exchange.distrust(session, OPERATOR, NAME)
    with pytest.raises(Invalid):
        take_in(database, file)


def figures(said, part="question:"):
    return [f for f in said["pools"][0]["figures"] if f["part"].startswith(part)]


def of_all(said, part="question:"):
    return next(f for f in figures(said, part) if f["group"] == "all")


def moved(figure, number):
    """Move some organisations from the commonest value to the rarest."""
    values = sorted(figure["counts"], key=figure["counts"].get)
    figure["counts"][values[0]] += number
    figure["counts"][values[-1]] -= number


def small(said):
    pool = said["pools"][0]
    pool["groups"].append({"group": "county:AB", "n": 3})


def alike(said):
    figure = of_all(said)
    figure["counts"] = {"2": figure["n"] - 1, "3": 1}
    rest = [f for f in said["pools"][0]["figures"] if f["part"] != figure["part"]]
    said["pools"][0]["figures"] = [figure, *rest]


FORGED = {
    "level": (lambda s: of_all(s)["counts"].update({"9": 1}), "skalan"),
    "step": (lambda s: of_all(s, "index:")["counts"].update({"7": 1}), "skalan"),
    "sum": (lambda s: of_all(s).update(n=of_all(s)["n"] - 1), "tillsammans"),
    "few": (small, "färre än 6"),
    "beside": (lambda s: s["pools"][0]["groups"][1].update(n=12), "färre än 6"),
    "alike": (alike, "för lika"),
    "negative": (lambda s: moved(of_all(s), 100), "för litet"),
    "fraction": (lambda s: of_all(s)["counts"].update({"1": 1.5}), "går inte att läsa"),
    "text": (lambda s: of_all(s)["counts"].update({"1": "4"}), "fel slag"),
    "twice": (lambda s: figures(s) and s["pools"][0]["figures"].append(of_all(s)), "två gånger"),
    "group twice": (lambda s: s["pools"][0]["groups"].append({"group": "all", "n": 16}), "två"),
    "no all": (lambda s: s["pools"][0]["groups"].pop(0), "inte alla"),
    "unknown group": (
        lambda s: s["pools"][0]["groups"].append({"group": "name:x", "n": 8}),
        "finns",
    ),
    "unknown part": (lambda s: of_all(s).update(part="question:x"), "varken"),
    "reach": (lambda s: of_all(s).update(reach=5), "räckvidd"),
    "future": (
        lambda s: s["pools"][0].update(
            made_at=(datetime.now(UTC) + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M:%SZ")
        ),
        "framtiden",
    ),
    "pool twice": (lambda s: s["pools"].append(s["pools"][0]), "två gånger"),
    "field": (lambda s: s["pools"][0].update(names=["Org 1"]), "okänt"),
    "newer": (lambda s: s.update(version=2), "nyare version"),
    "no version": (lambda s: s.update(version="1"), "version"),
    "foreign": (lambda s: s.update(format="something"), "ingen utbytesfil"),
    "elsewhere asked": (
        lambda s: [f.update(part=f["part"].replace(":", ":x")) for f in s["pools"][0]["figures"]],
        None,
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_cannot_have_been_published_is_refused_whoever_signs_it(database, file, name):
    change, said = FORGED[name]
    trust(database)
    before = kept(database)
    raw = changed(file, change)
    if said is None:
        assert [outcome for _, outcome in take_in(database, raw).pools] == ["foreign"]
    else:
        with pytest.raises(Invalid) as refused:
            take_in(database, raw)
        assert said in str(refused.value)
        assert str(refused.value).endswith("Inget är inläst.")
    assert kept(database) == before


def spoilt(raw: bytes) -> dict[str, bytes]:
    number = raw.replace(b'"number": 1', b'"number": 9')
    assert number != raw
    return {
        "changed": number,
        "cut short": raw[: len(raw) // 2],
        "nothing": b"",
        "no JSON": b"%PDF-1.7",
        "a list": b"[]",
        "not UTF-8": raw.replace(b"all", b"\xff\xfe\xfd"),
        "twice": raw.replace(b'"version": 1', b'"version": 1, "version": 1'),
        "not a number": raw.replace(b'"number": 1', b'"number": NaN'),
        "deep": b"[" * 100_000,
        "deep and named": b'{"format": "riktmarket-utbyte", "version": 1, "key": ' + b"[" * 900,
        "huge number": raw.replace(b'"number": 1', b'"number": ' + b"9" * 5000),
        "surrogate": raw.replace(b'"all"', b'"\\ud800"'),
        "no signature": changed(raw, lambda s: s.pop("signature"), signed=False),
        "strange key": changed(raw, lambda s: s.update(key=7), signed=False),
        "another key": changed(
            raw, lambda s: s.update(key=base64.b64encode(bytes(32)).decode()), signed=False
        ),
        "huge": b" " * (exchange_file.LARGEST + 1),
    }


def test_a_spoilt_file_is_refused_in_words(database, file):
    trust(database)
    before = kept(database)
    for name, raw in spoilt(file).items():
        with pytest.raises(Invalid) as refused:
            take_in(database, raw)
        assert str(refused.value).endswith("Inget är inläst."), name
    assert kept(database) == before


def test_a_key_that_is_none_is_refused(database):
    with database.write() as session:
        for text in ("", "abc", "å" * 44, base64.b64encode(b"x" * 31).decode()):
            with pytest.raises(Invalid):
                exchange.trust(session, OPERATOR, "Någon", text)
        with pytest.raises(Invalid):
            exchange.trust(session, OPERATOR, "  ", PUBLIC)


def test_one_key_for_a_name_and_one_name_for_a_key(database):
    trust(database)
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    with database.write() as session:
        with pytest.raises(Invalid, match="räknas de två gånger"):
            exchange.trust(session, OPERATOR, NAME, base64.b64encode(other).decode())
        with pytest.raises(Invalid, match="redan betrodd"):
            exchange.trust(session, OPERATOR, "Ett annat namn", PUBLIC)
        with pytest.raises(NotFound):
            exchange.distrust(session, OPERATOR, "Ingen")


def test_nothing_published_and_an_example_are_never_exported(database, questionnaire, monkeypatch):
    with database.read() as session, pytest.raises(Invalid, match="ögonblicksbild"):
        exchange.export(session, OPERATOR, KEY)
    fill(database, questionnaire, range(12))
    publish(database)
    monkeypatch.setattr(setup, "is_example", lambda session: True)
    with database.read() as session, pytest.raises(Invalid, match="påhittat"):
        exchange.export(session, OPERATOR, KEY)
