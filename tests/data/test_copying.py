"""An installation moves between databases: all of it, the same, or nothing."""

from __future__ import annotations

import warnings
from contextlib import closing
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import select

from data import clock
from data.database import copying, migrate, rows
from data.database.copying import CopyProblem
from data.database.engine import Database
from data.errors import StorageProblem
from data.tables import User
from data.tables.assessments import Answer, AnswerEvent, Assessment, Target
from data.tables.base import metadata
from data.tables.own import OwnContent, OwnContentVersion
from tests.data.test_migrations import fill
from tests.data.test_processes import killed_halfway

# Composed and decomposed letters, other scripts, signs with a meaning in SQL, JSON and shells,
# a line separator, a zero-width joiner and characters outside the basic plane.
ODD = (
    "Åäö a\u030a é e\u0301 ”citat” 'apostrof' \"rak\" `bak` \\ % _ ; -- \t\n\n  \u2028 "
    "\u200d 👩\u200d💻 𝔘 العربية 中文 \u00a0 \x1b {}[]$1 :namn ''"
)
MOMENT = datetime(2026, 10, 25, 1, 30, 0, 123_456, tzinfo=UTC)


def fill_more(database: Database) -> None:
    """Every kind of column, and assessments that refer to ones before and after them."""
    fill(database)
    with database.write() as session:
        first = session.get(Assessment, "a")
        assert first is not None
        shared = first.model_dump(exclude={"id", "moved_from", "period", "deleted_at"})
        for name in ("b", "c", "d"):
            session.add(Assessment(**shared, id=name, period=ODD[:40], deleted_at=MOMENT))
        session.flush()
        for name, before in (("a", "d"), ("b", "a"), ("d", "c")):
            session.get(Assessment, name).moved_from = before
        session.add(User(id="odd", name=ODD, created_at=MOMENT))
        session.flush()
        for number in range(1_200):
            after = {"kind": "level", "level": number % 5, "text": ODD, "inner": [None, 1.5, {}]}
            session.add(
                AnswerEvent(
                    assessment_id="a",
                    question_id=f"q{number % 7}",
                    perspective="purchasing",
                    revision=number,
                    part="choice",
                    before={},
                    after=after,
                    at=MOMENT,
                    by="odd",
                )
            )
        session.add(
            Answer(
                assessment_id="b",
                question_id="x",
                kind="not_applicable",
                reason=ODD,
                comment=ODD * 300,
                updated_at=MOMENT,
                updated_by="odd",
            )
        )
        for chosen in (True, False):
            session.add(
                Target(
                    assessment_id="a",
                    framework_id="f",
                    goal_id=f"g{chosen}",
                    level=4,
                    chosen=chosen,
                    at=MOMENT,
                    by="u",
                )
            )
        own = OwnContent(
            id="own",
            organisation_id="o",
            kind="framework",
            content_id="egen",
            questionnaire_id="q",
            draft=ODD,
            created_at=MOMENT,
            updated_at=MOMENT,
            updated_by="u",
        )
        session.add(own)
        session.flush()
        session.add(
            OwnContentVersion(own_content_id="own", number=1, content=ODD, at=MOMENT, by="u")
        )


def everything(database: Database) -> dict[str, list[tuple]]:
    """All rows as the code would read them, in an order that no database decides."""
    with database.read() as session:
        return {
            table.name: sorted(
                (tuple(row) for row in session.connection().execute(sa.select(table))), key=repr
            )
            for table in metadata.sorted_tables
        }


@pytest.fixture
def other(other_url):
    with closing(Database(other_url)) as opened:
        yield opened


@pytest.fixture
def filled(database):
    fill_more(database)
    return database


def is_untouched(database: Database) -> bool:
    return migrate.state(database) == "empty" and not sa.inspect(database.engine).get_table_names()


def test_everything_arrives(filled, other):
    told: list[str] = []
    found = copying.copy(filled, other, told.append)
    assert everything(other) == everything(filled)
    assert migrate.state(other) == "current"
    counted = {content.table: content.count for content in found}
    assert set(counted) == set(metadata.tables) == set(told)
    assert counted["answer_event"] == 1_200
    with other.read() as session:
        assert session.get(User, "odd").name == ODD
        assert session.get(User, "odd").created_at == MOMENT
        assert session.get(Assessment, "a").moved_from == "d"
        assert session.get(Assessment, "c").moved_from is None
        assert session.exec(select(AnswerEvent)).first().after["inner"] == [None, 1.5, {}]


def test_what_is_written_afterwards_does_not_collide(filled, other):
    copying.copy(filled, other)
    with other.write() as session:
        added = Answer(
            assessment_id="c",
            question_id="ny",
            kind="unknown",
            updated_at=clock.now(),
            updated_by="u",
        )
        session.add(added)
        session.flush()
        assert added.id > 2


def test_tables_that_are_there_but_empty_are_filled(filled, other):
    migrate.migrate(other)
    copying.copy(filled, other)
    assert everything(other) == everything(filled)


def test_a_database_with_rows_in_it_is_left_alone(filled, other):
    migrate.migrate(other)
    with other.write() as session:
        session.add(User(id="redan", name="Redan här", created_at=MOMENT))
    before = everything(other)
    with pytest.raises(CopyProblem, match="inte tom.*user_account") as caught:
        copying.copy(filled, other)
    assert caught.value.side == "target"
    assert everything(other) == before


def test_someone_elses_tables_are_left_alone(filled, other):
    with other.write() as session:
        session.connection().execute(sa.text("CREATE TABLE answer (x INTEGER)"))
    with pytest.raises(CopyProblem, match="inte tom.*answer"):
        copying.copy(filled, other)
    assert sa.inspect(other.engine).get_table_names() == ["answer"]


@pytest.mark.parametrize(("version", "says"), [("0001", "äldre version"), ("9999", "nyare")])
def test_another_version_is_refused(filled, other, version, says):
    with filled.write() as session:
        session.connection().execute(
            sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version}
        )
    with pytest.raises(CopyProblem, match=says) as caught:
        copying.copy(filled, other)
    assert caught.value.side == "source"
    assert is_untouched(other)


def test_a_source_without_tables_is_refused(empty_url, other):
    with closing(Database(empty_url)) as source, pytest.raises(CopyProblem, match="ingen install"):
        copying.copy(source, other)


def test_a_file_that_is_not_there_is_not_made(tmp_path, other):
    path = tmp_path / "fel" / "namn.db"
    with (
        closing(Database(f"sqlite:///{path}")) as source,
        pytest.raises(CopyProblem, match="ingen installation"),
    ):
        copying.copy(source, other)
    assert not path.exists()


def test_onto_itself(filled):
    with closing(Database(filled.url)) as again, pytest.raises(CopyProblem, match="samma databas"):
        copying.copy(filled, again)


def spoiled(table: str, spoil):
    insert = rows._insert

    def altered(target, chunk, writer):
        insert(target, spoil(chunk) if target.name == table else chunk, writer)

    return altered


def test_one_changed_character_is_noticed(filled, other, monkeypatch):
    def spoil(chunk):
        return [row | {"comment": row["comment"].replace("𝔘", "U", 1)} for row in chunk]

    monkeypatch.setattr(rows, "_insert", spoiled("answer", spoil))
    with pytest.raises(CopyProblem, match="kontrollsumman skiljer i tabellen answer"):
        copying.copy(filled, other)
    assert is_untouched(other)


def test_one_missing_row_is_noticed(filled, other, monkeypatch):
    monkeypatch.setattr(rows, "_insert", spoiled("answer_event", lambda chunk: chunk[1:]))
    with pytest.raises(CopyProblem, match="antalet rader skiljer i tabellen answer_event"):
        copying.copy(filled, other)
    assert is_untouched(other)


def test_references_that_were_lost_are_noticed(filled, other, monkeypatch):
    monkeypatch.setattr(rows, "_refer", lambda *_: None)
    with pytest.raises(CopyProblem, match="kontrollsumman skiljer i tabellen assessment"):
        copying.copy(filled, other)


def test_interrupted_and_done_again(filled, other):
    def stop(name: str) -> None:
        if name == "answer":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copying.copy(filled, other, stop)
    assert is_untouched(other)
    copying.copy(filled, other)
    assert everything(other) == everything(filled)


def test_killed_and_done_again(filled, other, other_url):
    address = filled.url.render_as_string(hide_password=False)
    killed_halfway(address, "copy-rows-half", other_url)
    assert is_untouched(other)
    copying.copy(filled, other)
    assert everything(other) == everything(filled)


def test_what_is_written_meanwhile_does_not_come_along(filled, other):
    before = everything(filled)

    def write(name: str) -> None:
        with filled.write() as session:
            session.add(User(id=f"under-{name}", name="Under tiden", created_at=MOMENT))

    copying.copy(filled, other, write)
    assert everything(other) == before
    assert len(everything(filled)["user_account"]) == len(before["user_account"]) + len(before)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("name", ["NUL \x00", "x" * 201])
def test_a_row_that_the_other_database_cannot_hold(filled, other, name):
    with filled.write() as session:
        session.add(User(id="trasig", name=name, created_at=MOMENT))
    if other.is_sqlite:
        copying.copy(filled, other)
        assert everything(other) == everything(filled)
        return
    with pytest.raises(StorageProblem, match="Raden trasig i tabellen user_account går inte att"):
        copying.copy(filled, other)
    assert is_untouched(other)


def test_a_new_file_is_removed_when_nothing_came_of_it(database, tmp_path):
    path = tmp_path / "ny" / "riktmarket.db"

    def stop(_: str) -> None:
        raise KeyboardInterrupt

    with closing(Database(f"sqlite:///{path}")) as target:
        with pytest.raises(KeyboardInterrupt):
            copying.copy(database, target, stop)
        assert list(path.parent.iterdir()) == []


def changed(column: sa.Column, value: object) -> object:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value.replace(microsecond=(value.microsecond + 1) % 1_000_000)
    if isinstance(value, dict):
        return value | {"ett": 1}
    return f"{value or ''}."


def test_the_checksum_sees_every_column(filled):
    with filled.read() as session:
        connection = session.connection()
        seen = 0
        for table in metadata.sorted_tables:
            found = connection.execute(sa.select(table)).mappings().first()
            for column in table.columns if found else ():
                row = dict(found)
                other_row = row | {column.name: changed(column, row[column.name])}
                assert rows._digest(table, row) != rows._digest(table, other_row), column
                seen += 1
    assert seen > 50


def test_the_checksum_does_not_depend_on_the_order_but_on_the_number(filled, monkeypatch):
    table = metadata.tables["assessment"]
    with filled.read() as session:
        connection = session.connection()
        (chunk,) = rows._chunks(connection, table)
        plain = rows.content(connection, table)
        monkeypatch.setattr(rows, "_chunks", lambda *_: [chunk[2:], chunk[:2][::-1]])
        assert rows.content(connection, table) == plain
        monkeypatch.setattr(rows, "_chunks", lambda *_: [chunk, chunk])
        assert rows.content(connection, table).checksum != plain.checksum


def test_no_tables_refer_to_each_other_in_a_ring():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        order = [table.name for table in metadata.sorted_tables]
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            assert order.index(key.column.table.name) <= order.index(table.name)
