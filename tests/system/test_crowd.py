"""A hundred people on the real app, and the power goes in the middle."""

from __future__ import annotations

import asyncio
import random

import pytest
from sqlmodel import Session, create_engine, select

from bench.client import Tab
from data.tables.assessments import AnswerEvent
from services.actor import LOCAL
from tests.support.running import apart

pytestmark = pytest.mark.system

PEOPLE, CLICKS, QUESTIONS = 100, 8, ("inkopsanalys", "mal-for-inkop", "nyckeltal")


def prepare(folder) -> list[str]:
    """An assessment for each person, made as an operator's script would."""
    from data.database.engine import Database
    from data.database.migrate import migrate
    from services.assessments import assessments
    from services.organisations import organisations

    database = Database(f"sqlite:///{folder / 'riktmarket.db'}")
    migrate(database)
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name="Provet", type="municipality")
        made = [
            assessments.begin(session, LOCAL, own.id, period=str(i), mode="standard")
            for i in range(PEOPLE)
        ]
    database.close()
    return made


async def person(url: str, name: str, clicks: int, told: dict, rng: random.Random) -> None:
    """Click so many times, every few seconds, and note what the app has finished drawing."""
    tab = Tab(url, page="sjalvskattning", query=f"s={name}&mal=god-affar")
    await asyncio.sleep(rng.uniform(0, 5))
    await tab.open()
    try:
        for _ in range(clicks):
            question = rng.choice(QUESTIONS)
            radio = tab.radio(question)
            option = rng.choice(radio.options[:5])
            await tab.choose(radio, option)
            levels = told.setdefault((name, question), [])
            level = radio.options.index(option) + 1
            if levels[-1:] != [level]:
                levels.append(level)
            await asyncio.sleep(rng.uniform(2, 5))
    finally:
        await tab.close()


async def crowd(url: str, names: list[str], told: dict, clicks: int) -> list:
    return await asyncio.gather(
        *(person(url, n, clicks, told, random.Random(n)) for n in names),
        return_exceptions=True,
    )


def changes(app) -> dict[tuple[str, str], list[int]]:
    """The levels that each answer has had, oldest first."""
    engine = create_engine(f"sqlite:///{app.database}")
    found: dict[tuple[str, str], list[int]] = {}
    with Session(engine) as session:
        for event in session.exec(select(AnswerEvent).order_by(AnswerEvent.revision)):
            found.setdefault((event.assessment_id, event.question_id), []).append(
                event.after["level"]
            )
    engine.dispose()
    return found


def test_a_hundred_people(app):
    app.kill()
    app.database.unlink(missing_ok=True)
    names = prepare(app.folder)
    app.start()
    told: dict = {}
    outcomes = apart(lambda: crowd(app.url, names, told, CLICKS))
    assert [o for o in outcomes if o is not None] == []
    assert app.errors() == ""
    assert changes(app) == told


def test_the_power_goes_while_a_hundred_click(app):
    app.kill()
    app.database.unlink(missing_ok=True)
    names = prepare(app.folder)
    app.start()
    told: dict = {}

    async def act() -> list:
        people = asyncio.create_task(crowd(app.url, names, told, 10_000))
        await asyncio.sleep(20)
        app.kill()
        return await people

    apart(act)
    assert len(told) > PEOPLE
    app.start()
    history = changes(app)
    for key, levels in told.items():
        kept = history[key]
        # One more may be stored: a click whose acknowledgement the power took.
        assert kept[: len(levels)] == levels, key
        assert len(kept) <= len(levels) + 1, key
    again: dict = {}
    outcomes = apart(lambda: crowd(app.url, names[:20], again, 3))
    assert [o for o in outcomes if isinstance(o, BaseException)] == []
    assert all(changes(app)[key][-len(levels) :] == levels for key, levels in again.items())
