"""The example's world: what is in it, that it is the same each time, and that it stays by itself."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text

from data.database import copying, rows
from data.database.copying import CopyProblem
from data.database.engine import Database
from data.database.migrate import migrate, state
from data.errors import StorageProblem
from data.settings import SettingsProblem, settings
from questionnaires.answersfile import FileAnswer
from services import audit
from services.actor import LOCAL, OPERATOR
from services.api import keys, reading
from services.archive import reading as archive_reading
from services.archive import writing
from services.archive.zip import BadFile
from services.assessments import assessments as assessment_service
from services.assessments.assessments import overview
from services.comparison import (
    comparison,
    matrix_files,
    networks,
    over_time,
    own_change,
    snapshot_check,
    snapshots,
)
from services.comparison import matrix as comparison_matrix
from services.errors import Invalid, NotAllowed, Refused
from services.example import levels as example_levels
from services.example import told as example_told
from services.example import world as example_world
from services.example.world import Refusal
from services.installation import setup, storage
from services.organisations import organisations
from services.people import links, sign_in
from services.plan import calendar, milestones, plan
from services.reports import build
from services.units import rounds
from services.units import tree as units_tree
from tests.support import exampleworld, small
from tests.support.people import sign_in_by
from tests.support.whole import whole
from wording.numbers import index_text


@pytest.fixture(scope="module")
def world():
    with exampleworld.installed(f"sqlite:///{exampleworld.made()}") as opened:
        yield opened


@pytest.fixture
def own(world):
    """Who sees the world, and whose it is."""
    with world.read() as session:
        actor = sign_in.local_actor_of(session)
        return actor, organisations.mine(session, actor)[0].organisation


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("RIKTMARKET_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.cache_clear()
    yield tmp_path / "var"
    settings.cache_clear()


def test_it_is_the_same_in_any_database(other_url):
    """Row for row, with the ids and moments: screenshots and tests can rely on it."""
    example_world.make(other_url, again=False)
    first, second = Database(f"sqlite:///{exampleworld.made()}"), Database(other_url)
    with first.read() as one, second.read() as two:
        before, after = rows.contents(one.connection()), rows.contents(two.connection())
    first.close()
    assert [c for c in before if c not in after] == []
    assert sum(content.count for content in after) > 10_000
    example_world.remove(other_url)
    if not second.is_sqlite:
        with second.read() as session:
            assert state(second) == "empty"
            left = session.connection().execute(
                text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
            )
            assert left.scalar() == 0
    second.close()


def test_a_database_with_anything_in_it_is_left_alone(empty_url):
    opened = Database(empty_url)
    with opened.write() as session:
        session.connection().execute(text("CREATE TABLE annat (a integer)"))
    for again in (False, True):
        with pytest.raises(Refusal):
            example_world.make(empty_url, again=again)
    with pytest.raises(Refusal):
        example_world.remove(empty_url)
    with opened.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM annat")).scalar() == 0
    opened.close()


def test_an_own_database_is_never_removed(database):
    url = database.url.render_as_string(hide_password=False)
    for act in (
        lambda: example_world.remove(url),
        lambda: example_world.make(url, again=True),
        lambda: example_world.make(url, again=False),
    ):
        with pytest.raises(Refusal, match="Ingenting är ändrat"):
            act()
    assert state(database) == "current"


def test_twice_is_refused_unless_again(tmp_path):
    path = exampleworld.copied(tmp_path)
    url = f"sqlite:///{path}"
    changed = Database(url)
    with changed.write() as session:
        session.connection().execute(text("UPDATE organisation SET name = 'Ändrad'"))
    changed.close()
    with pytest.raises(Refusal, match="--again"):
        example_world.make(url, again=False)
    example_world.make(url, again=True)
    with Database(url).read() as session:
        found = session.connection().execute(text("SELECT name FROM organisation")).scalars()
        assert "Ändrad" not in list(found)


def test_an_interrupted_making_leaves_nothing(tmp_path, empty_url):
    def stops(what: str) -> None:
        if "årets" in what:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        example_world.make(empty_url, again=False, told=stops)
    opened = Database(empty_url)
    if opened.is_sqlite:
        assert [each.name for each in tmp_path.iterdir()] == []
    else:
        assert state(opened) == "empty"
    opened.close()


def test_it_is_removed_with_what_was_kept_of_it_and_nothing_else(var):
    path = exampleworld.copied(var)
    kept = path.with_name("exempelvarlden-before-migration-20270101-000000-000000.db")
    kept.write_bytes(path.read_bytes())
    (var / "exempelvarlden-before-min-egen.db").write_bytes(b"min")
    (var / ".exempelvarlden-gors.db").write_bytes(b"halv")
    (var / "riktmarket.db").write_bytes(b"egen")
    example_world.remove(None)
    left = sorted(each.name for each in var.iterdir())
    assert left == ["exempelvarlden-before-min-egen.db", "riktmarket.db"]
    with pytest.raises(Refusal, match="ingen exempelvärld"):
        example_world.remove(None)


def test_others_are_compared_in_quartiles_and_in_smaller_groups(world, own):
    actor, organisation = own
    with world.read() as session:
        every = comparison.read(session, actor, organisation.id, group="all")
        chosen = comparison.read(session, actor, organisation.id)
        found = snapshots.overview(session, OPERATOR)
        assert snapshot_check.check(session, OPERATOR, every.questionnaire.id) == []
    assert every.missing is None
    assert every.standing == "in"
    assert all(goal.rank is not None and goal.peers.detail == "quartiles" for goal in every.goals)
    assert any(question.shares for question in every.questions)
    assert chosen.group.id != "all"
    kinds = {group.id.partition(":")[0] for group in every.groups}
    assert {"type", "kommungrupp", "type+size"} <= kinds
    assert len(found) >= 2


def test_the_koncern_has_48_units_with_two_years(world, own):
    actor, organisation = own
    with world.read() as session:
        tree = units_tree.tree(session, actor, organisation.id)
        matrix = comparison_matrix.read(session, actor, organisation.id)
        first = comparison_matrix.read(session, actor, organisation.id, period="2025")
    assert len(tree.flat()) == 49
    assert max(depth for depth, _ in tree.flat()) == 2
    assert len(matrix.results) == len(first.results) == 48
    assert matrix.periods == ("2025", "2026")
    levels = Counter(goal.level for result in matrix.results for goal in result.goals.values())
    assert min(levels[number] for number in (1, 2, 3, 4)) > 5
    moved = [r for r in matrix.results if any(r.before.get(g) for g in r.goals)]
    assert len(moved) > 20


def test_rounds_and_networks_have_something_in_them(world, own):
    actor, organisation = own
    with world.read() as session:
        now, before = rounds.listing(session, actor, organisation.id)
        network = networks.mine(session, actor, organisation.id)[0]
        compared = networks.read(session, actor, organisation.id, network.id)
    assert {unit.status for unit in now.units} == {"none", "draft", "ready", "submitted"}
    assert any(unit.returned for unit in now.units)
    assert all(each.reason for unit in now.units for each in unit.deviations)
    assert any(unit.deviations for unit in now.units)
    assert {unit.status for unit in before.units} == {"submitted"}
    assert now.groups == ("Bolag", "Förvaltningar")
    assert len(network.members) == len(compared.matrix.results) == 6
    assert compared.questions


def test_the_root_has_a_plan_and_two_years_to_compare(world, own):
    actor, organisation = own
    with world.read() as session:
        second, first = overview(session, actor, organisation.id)
        read = assessment_service.read(session, actor, second.id)
        found = plan.read(session, actor, second.id)
        stones = milestones.read(session, actor, second.id)
        before = over_time.earlier_ones(session, actor, second.id)
    assert [first.period, second.period] == ["2025", "2026"]
    assert first.id in {choice.id for choice in before}
    assert {action.status for action in found.actions} == {"planned", "started", "done", "dropped"}
    assert {stone.reached for stone in stones} == {False}
    comments = [a for a in read.answers.values() if a.comment]
    statuses = {a.evidence_status for a in read.answers.values()}
    assert len(comments) > 15
    assert statuses == {"none", "stated", "linked", "checked"}


def test_a_change_is_the_difference_of_the_figures_beside_it(world, own):
    actor, root = own
    with world.read() as session:
        now, then = overview(session, actor, root.id)
        pair = over_time.read(session, actor, now.id, then.id)
        found = own_change.read(
            session, actor, root.id, "strategisk-upphandling", "nationella-2016"
        )
    assert (found.then, found.now) == (then.period, now.period)
    shown = {
        each.goal: int(index_text(each.now.index)) - int(index_text(each.then.index))
        for each in pair.goals
    }
    assert found.goals == shown
    # Unrounded, this one would be 16.
    assert found.goals["god-affar"] == 15


def test_nothing_in_it_has_another_day(world):
    """A world that went by the real clock would be another tomorrow."""
    with world.read() as session:
        columns = {
            "submission": "at",
            "answer_event": "at",
            "audit_event": "at",
            "snapshot": "made_at",
            "questionnaire_bundle": "stored_at",
            "action_event": "at",
        }
        for table, column in columns.items():
            query = text(f"SELECT max({column}), min({column}) FROM {table}")
            newest, oldest = session.connection().execute(query).one()
            assert str(newest)[:10] <= str(example_world.LATEST.date()), table
            assert str(oldest)[:10] >= str(example_world.BEGAN.date()), table


def test_the_one_who_sees_it_is_no_unlimited_user(world, own):
    actor, organisation = own
    assert not storage.without_sign_in()
    with world.read() as session:
        places = organisations.mine(session, actor)
        assert [(p.organisation.id, p.role) for p in places] == [(organisation.id, "owner")]
        stranger = next(
            row
            for row in snapshots_members(session)
            if row not in {organisation.id, *unit_ids(session, actor, organisation.id)}
        )
        with pytest.raises(NotAllowed):
            organisations.read(session, actor, stranger)
    with world.write() as session:
        for act in (
            lambda: links.make(session, actor, "member", organisation_id=organisation.id),
            lambda: keys.make(session, actor, organisation.id, "Tavla"),
        ):
            with pytest.raises(Refused, match="exempelvärlden"):
                act()


def snapshots_members(session) -> list[str]:
    query = text("SELECT DISTINCT root_id FROM snapshot_contribution")
    return list(session.connection().execute(query).scalars())


def unit_ids(session, actor, organisation_id: str) -> set[str]:
    tree = units_tree.tree(session, actor, organisation_id)
    return {unit.organisation.id for _, unit in tree.flat()}


def test_elsewhere_the_local_user_is_who_it_was(database):
    with database.read() as session:
        assert sign_in.local_actor_of(session) is LOCAL
        assert not setup.is_example(session)
    assert storage.without_sign_in()


def test_everything_that_leaves_it_says_so(world, own):
    actor, organisation = own
    with world.read() as session:
        newest = overview(session, actor, organisation.id)[0].id
        assert build.build(session, actor, newest).example
        unit = units_tree.tree(session, actor, organisation.id).units[0]
        of_unit = build.build(session, actor, unit.handed_in[0].assessment_id)
        assert "pahittad" in build.file_name(of_unit, "csv")
        csv_zip = zipfile.ZipFile(io.BytesIO(build.render(of_unit, "csv").content))
        said = "".join(csv_zip.read(name).decode("utf-8-sig") for name in csv_zip.namelist())
        assert "Organisationen och svaren är påhittade." in said
        assert b'"example": true' in reading.result(session, actor, newest)
        matrix = matrix_files.make(session, actor, organisation.id, "zip").content
        tables = zipfile.ZipFile(io.BytesIO(matrix))
        assert any("påhittat" in tables.read(n).decode("utf-8-sig") for n in tables.namelist())
        assert "påhittad" in calendar.calendar(session, actor, newest).content.decode()
        assert "påhittat" in audit.as_csv(session, actor, organisation.id).decode("utf-8-sig")


def test_it_is_not_copied_to_another_database(world, tmp_path):
    target = Database(f"sqlite:///{tmp_path / 'annan.db'}")
    with pytest.raises(CopyProblem, match="kopieras inte"):
        copying.copy(world, target)
    assert not (tmp_path / "annan.db").exists()


def test_a_backup_goes_back_to_its_own_kind_only(database, tmp_path):
    path = exampleworld.copied(tmp_path / "exempel")
    copy, own = tmp_path / "kopia.db", tmp_path / "egen.db"
    storage.backup(own)
    with exampleworld.installed(f"sqlite:///{path}"):
        storage.backup(copy)
        with pytest.raises(StorageProblem, match="får inte blandas"):
            storage.restore(own)
        storage.restore(copy)
    with pytest.raises(StorageProblem, match="får inte blandas"):
        storage.restore(copy)
    with database.read() as session:
        assert not setup.is_example(session)
    storage.restore(own)


def test_an_organisations_file_goes_to_its_own_kind_only(database, tmp_path, monkeypatch):
    with sign_in_by(monkeypatch), database.write() as session:
        there = whole(session, "Riktig")
        real = archive_reading.examine(
            writing.export(session, there.owner, there.organisation).content
        )
    path = exampleworld.copied(tmp_path / "exempel")
    with exampleworld.installed(f"sqlite:///{path}") as opened:
        with opened.write() as session:
            actor = sign_in.local_actor_of(session)
            own = organisations.mine(session, actor)[0].organisation
            file = writing.export(session, actor, own.id).content
            made_up = archive_reading.examine(file)
            archive_reading.take_in(session, OPERATOR, made_up)
        with opened.write() as session, pytest.raises(BadFile, match="riktig installation"):
            archive_reading.take_in(session, OPERATOR, real)
    assert made_up.content.example
    assert zipfile.ZipFile(io.BytesIO(file)).read("README.txt").startswith(b"EXEMPEL.")
    with database.write() as session, pytest.raises(BadFile, match="påhittat"):
        archive_reading.take_in(session, OPERATOR, made_up)


@pytest.mark.parametrize("more", [{}, {"RIKTMARKET_SIGN_IN": "local"}])
def test_it_is_shown_to_nobody_else(tmp_path, monkeypatch, more):
    path = exampleworld.copied(tmp_path)
    with exampleworld.installed(f"sqlite:///{path}"), sign_in_by(monkeypatch, **more):
        storage._ready = False
        with pytest.raises(SettingsProblem, match="RIKTMARKET_ADDRESS"):
            storage.refuse_shown_to_others()
        with pytest.raises(SettingsProblem, match="RIKTMARKET_SIGN_IN"):
            storage.ready()


def test_serve_uses_what_is_made_and_nothing_else(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "")
    before = storage._opened, storage._ready, storage._example
    try:
        storage._opened, storage._ready, storage._example = None, False, None
        with pytest.raises(Refusal, match="inte gjord än"):
            example_world.use()
        path = exampleworld.copied(var)
        example_world.use()
        assert storage.database().path == path
        storage.database().close()
        storage._opened = None
        path.unlink()
        migrate(Database(settings().example_url))
        with pytest.raises(Refusal, match="är inte exempelvärlden"):
            example_world.use()
        storage.database().close()
    finally:
        storage._opened, storage._ready, storage._example = before


def test_what_is_told_can_be_told(questionnaire):
    told = example_told.content()
    for year in told.rounds:
        assert set(example_told.answers(questionnaire, year)) == {
            question.id for question in questionnaire.asked("standard")
        }
    for action in told.actions:
        if action.question:
            assert questionnaire.question(action.question).step_from(action.level)
    for goal in (*told.difficulty, *told.targets, *(m.goal for m in told.milestones)):
        assert questionnaire.base.goal(goal)
    for said in told.rounds.values():
        assert all(questionnaire.has_question(question) for question in said.given)
    assert isinstance(example_told.answers(questionnaire, 2026)["lcc"], FileAnswer)


@pytest.mark.parametrize("number", [2, 3, 7, 10])
def test_levels_stay_on_any_scale(tmp_path, number):
    asked = [small.question(f"q{i}", levels=number) for i in range(40)]
    found = small.load(tmp_path, small.content(asked, levels=number))
    low, high = (
        example_levels.levels(found, "x", 1, maturity=share, difficulty={}, reason="Inget sådant.")
        for share in (0.1, 0.9)
    )
    for given in (low, high):
        assert {a.level for a in given.values() if a.kind == "level"} <= set(found.scale.numbers)
        assert {a.kind for a in given.values()} <= {"level", "unknown", "not_applicable"}

    def mean(given) -> float:
        levels = [answer.level for answer in given.values() if answer.kind == "level"]
        return sum(levels) / len(levels)

    assert mean(low) < mean(high)


def test_the_same_one_answers_much_the_same_the_next_year(questionnaire):
    def answered(year: int):
        return example_levels.levels(
            questionnaire, "x", year, maturity=0.5, difficulty={}, reason="Inget sådant."
        )

    one, two = answered(2025), answered(2026)
    same = sum(one[name] == two[name] for name in one)
    assert len(one) * 0.6 < same < len(one)


def test_the_clock_of_its_making_is_its_own():
    from data import clock

    before = clock.now()
    with clock.standing(example_world.BEGAN):
        assert clock.now() == example_world.BEGAN
    assert clock.now() - before < timedelta(minutes=1)


def test_no_name_is_that_of_a_real_organisation(world):
    from tests.support.realnames import MUNICIPALITIES, REGIONS

    with world.read() as session:
        found = list(session.connection().execute(text("SELECT name FROM organisation")).scalars())
    assert len(found) == len(set(found)) == 169
    words = {word.removesuffix("s").casefold() for name in found for word in name.split()}
    real = {name.casefold() for name in (*MUNICIPALITIES, *REGIONS)}
    assert len(MUNICIPALITIES) == 290
    assert words & real == set()


def test_a_wrong_address_is_told_in_swedish():
    with pytest.raises(Refusal, match="Adressen går inte att förstå"):
        example_world.make("mysql://x", again=False)


def test_sentences_about_it_are_invalid_input(world, own):
    """A key cannot be made there, and the refusal is one that screens show."""
    actor, organisation = own
    with world.write() as session, pytest.raises(Invalid):
        keys.make(session, actor, organisation.id, "x")
