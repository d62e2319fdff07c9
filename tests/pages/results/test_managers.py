"""Ledningens egen syn on the page of perspectives, and in the workshop."""

from __future__ import annotations

from services.actor import LOCAL
from services.managers import answering, managers
from tests.pages.test_pages import go, texts
from tests.support.managers import with_statements


def send(database, code, **given):
    with database.write() as session:
        answering.send(session, code, given, "10.0.0.1")


def test_opened_answered_closed_and_shown(app, begun, database):
    with database.write() as session:
        with_statements(session, begun)
    go(app, "perspectives", s=begun)
    app.button(key="managers-open").click().run()
    assert not app.exception
    with database.read() as session:
        code = managers.read(session, LOCAL, begun).open.code
    assert code[:4] in texts(app)
    for level in "1", "2", "4":
        send(database, code, mal=level, hjalp="unknown")
    go(app, "perspectives", s=begun)
    assert "3 chefer har svarat." in texts(app)
    assert "instämmer" not in texts(app)
    app.button(key="managers-close").click().run()
    assert not app.exception
    said = texts(app)
    assert "1 av 3 instämmer" in said
    assert "Färre än tre har värderat påståendet" in said
    assert "Obesvarad" in said


def test_nothing_of_it_without_statements(app, begun):
    go(app, "perspectives", s=begun)
    assert not app.exception
    assert "Ledningens egen syn" not in texts(app)
