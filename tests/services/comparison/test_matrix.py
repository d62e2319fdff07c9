"""A koncern's submitted results by name: what is in them, what is not, and as files."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest

from data import clock
from data.stores import organisations
from data.tables.assessments import Assessment
from scoring.answers import Response
from scoring.profile import profile
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.comparison import matrix, matrix_files
from services.errors import Invalid, NotAllowed, NotFound
from services.lifecycle import handing_in
from tests.support import people
from tests.support.peerworld import hand_in, spread


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


@pytest.fixture
def world(database, questionnaire):
    """A koncern: two units have handed in, the third answers, and a unit of the first has, too."""
    with database.write() as session:
        organisations.ensure_local_user(session)
        root = people.organisation(session, "Staden")
        made = {
            name: people.organisation(session, name, parent=root)
            for name in ("Skolan", "Bolaget", "Parken")
        }
        made["Köket"] = people.organisation(session, "Köket", parent=made["Skolan"])
        for i, name in enumerate(("Skolan", "Bolaget", "Köket")):
            hand_in(session, made[name], questionnaire, spread(questionnaire, i))
        head = people.person(session, "Chefen", **{root: "viewer"})
        owner = people.person(session, "Ägaren", **{made["Parken"]: "owner"})
        draft = assessments.begin(session, owner, made["Parken"], period="2026", mode="standard")
        answers.choose(session, owner, draft, "inkopsanalys", Choice("level", 5), base_revision=0)
    return root, made, head


def read(database, actor, root, **more):
    with database.read() as session:
        return matrix.read(session, actor, root, **more)


def test_every_unit_that_has_handed_in_by_name_and_as_its_own_result_is(
    database, questionnaire, world
):
    root, _, head = world
    found = read(database, head, root)
    shown = {result.organisation.name: result for result in found.results}
    assert set(shown) == {"Skolan", "Köket", "Bolaget"}
    assert [unit.name for unit in found.missing] == ["Parken"]
    framework = questionnaire.framework(questionnaire.base_framework)
    for i, name in enumerate(("Skolan", "Bolaget", "Köket")):
        given = {q: Response.at(level) for q, level in spread(questionnaire, i).items()}
        expected = {g.goal: g for g in profile(questionnaire, framework, given, "standard").goals}
        assert shown[name].goals == expected


def test_the_spread_counts_each_unit_once(database, world):
    root, _, head = world
    found = read(database, head, root)
    for each in found.spreads:
        assert sum(each.levels.values()) + each.without == 3
        here = [result.goals[each.goal].level for result in found.results]
        assert {n: here.count(n) for n in found.scale.numbers} == dict(each.levels)


def test_a_second_year_shows_what_has_moved_and_the_first_can_still_be_chosen(
    database, questionnaire, world
):
    root, made, head = world
    then = read(database, head, root)
    with database.write() as session:
        owner = people.person(session, "Ä", **{made["Skolan"]: "owner"})
        later = assessments.begin(session, owner, made["Skolan"], period="2027", mode="standard")
        first = session.get(Assessment, later)
        first.created_at = clock.now() + timedelta(days=1)
        session.add(first)
        for question in questionnaire.questions:
            answers.choose(session, owner, later, question.id, Choice("level", 5), base_revision=0)
        handing_in.submit(session, owner, later)
    found = read(database, head, root)
    assert found.periods == ("2026", "2027")
    school = next(r for r in found.results if r.organisation.name == "Skolan")
    before = next(r for r in then.results if r.organisation.name == "Skolan")
    assert school.period == "2027"
    assert {r.level for r in school.goals.values()} == {5}
    assert school.before == {goal: result.level for goal, result in before.goals.items()}
    by_period = {(s.goal, s.period): s for s in found.spreads}
    goal = found.framework.goals[0].id
    assert by_period[goal, "2027"].levels[5] == 1
    assert sum(by_period[goal, "2026"].levels.values()) + by_period[goal, "2026"].without == 3
    earlier = read(database, head, root, period="2026")
    assert {r.period for r in earlier.results} == {"2026"}
    with pytest.raises(NotFound):
        read(database, head, root, period="1999")


def test_only_the_koncern_reads_it(database, world):
    root, made, _ = world
    with database.write() as session:
        unit = people.person(session, "Enhet", **{made["Skolan"]: "owner"})
        stranger = people.person(session, "Främling")
    for actor in (unit, stranger):
        with pytest.raises(NotAllowed):
            read(database, actor, root)
    assert {r.organisation.name for r in read(database, unit, made["Skolan"]).results} == {"Köket"}


def test_nothing_handed_in_is_nothing(database):
    with database.write() as session:
        root = people.organisation(session, "Staden")
        people.organisation(session, "Skolan", parent=root)
        head = people.person(session, "Chefen", **{root: "viewer"})
    assert read(database, head, root) is None
    with database.read() as session, pytest.raises(NotFound):
        matrix_files.make(session, head, root, "xlsx")


def test_the_files_say_the_same_as_the_screen(database, world):
    root, _, head = world
    found = read(database, head, root)
    with database.read() as session:
        book = matrix_files.make(session, head, root, "xlsx")
        again = matrix_files.make(session, head, root, "xlsx")
        files = matrix_files.make(session, head, root, "zip")
        with pytest.raises(Invalid):
            matrix_files.make(session, head, root, "exe")
    assert book.content == again.content
    sheets = openpyxl.load_workbook(io.BytesIO(book.content))
    assert sheets.sheetnames == ["Enheter", "Fördelning"]
    rows = list(sheets["Enheter"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [
        *(result.organisation.name for result in found.results),
        "Parken",
    ]
    level = rows[0].index(f"{found.framework.goals[0].short}: nivå")
    for row, result in zip(rows[1:], found.results, strict=False):
        assert row[level] == result.goals[found.framework.goals[0].id].level
    archive = zipfile.ZipFile(io.BytesIO(files.content))
    assert sorted(archive.namelist()) == ["enheter.csv", "fordelning.csv"]
    text = archive.read("enheter.csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [line[0] for line in lines[1:]] == [row[0] for row in rows[1:]]
