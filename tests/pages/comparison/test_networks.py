"""The page Nätverk: made by one owner, joined by another, and read by name."""

from __future__ import annotations

import pytest

from services.comparison import networks
from tests.pages.test_pages import go, texts
from tests.support import people
from tests.support.peerworld import hand_in, organisation


@pytest.fixture
def two(database, questionnaire, monkeypatch):
    with people.sign_in_by(monkeypatch):
        with database.write() as session:
            ids = [organisation(session, name) for name in ("Ett <i>", "Två")]
            for name, level in zip(ids, (2, 4), strict=True):
                hand_in(session, name, questionnaire, level)
            owners = [people.person(session, f"Ä {n[:4]}", **{n: "owner"}) for n in ids]
        yield ids, owners


def as_(app, actor, page="networks", **parameters):
    app.session_state["actor"] = actor
    return go(app, page, **parameters)


def by_label(kind, label):
    return next(each for each in kind if each.label == label)


def test_from_nothing_to_two_beside_each_other(app, database, two):
    ids, owners = two
    shown = as_(app, owners[0])
    assert "Ni är inte med i något nätverk" in texts(shown)
    by_label(shown.text_input, "Vad nätverket heter").set_value("Grannarna")
    by_label(shown.button, "Gör nätverket").click().run()
    assert "Ingen annan är med än" in texts(shown)
    with database.write() as session:
        network = networks.mine(session, owners[0], ids[0])[0].id
        link = networks.make_link(session, owners[0], ids[0], network).rsplit("/", 1)[-1]
    shown = as_(app, owners[1], inbjudan=link)
    assert "Grannarna. Med är Ett <i>." in texts(shown)
    assert "De läser aldrig" in texts(shown)
    shown.button(key="join-network").click().run()
    text = texts(shown)
    assert "Ett &lt;i&gt;" in text
    assert "<b>2</b><small>index 25</small>" in text
    assert "<b>4</b><small>index 75</small>" in text
    assert "Ni delar bara mål" in text
    shown.button(key="leave-network").click().run()
    assert "Ni är inte med i något nätverk" in texts(shown)


def test_a_reader_who_follows_a_link_is_told_who_may_join(app, database, two):
    ids, owners = two
    with database.write() as session:
        reader = people.person(session, "Läsaren", **{ids[1]: "viewer"})
        network = networks.create(session, owners[0], ids[0], "Grannarna")
        link = networks.make_link(session, owners[0], ids[0], network).rsplit("/", 1)[-1]
    shown = as_(app, reader, inbjudan=link)
    assert "join-network" not in {button.key for button in shown.button}
    assert "låta organisationen gå med i ett nätverk" in texts(shown)


def test_a_link_that_opens_nothing_says_so(app, two):
    _, owners = two
    assert "Länken går inte att läsa" in texts(as_(app, owners[0], inbjudan="skräp"))
