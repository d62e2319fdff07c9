"""The example's world: a koncern and others around it, all made up, in a database of its own.

The database itself is marked. What is made in the same version is the same each time, row for row.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlmodel import Session

from data import clock
from data.database import sqlitefile
from data.database.engine import Database
from data.database.migrate import hold, make_tables
from data.errors import STORAGE_ERRORS, StorageProblem, storage_problem
from data.settings import settings
from data.stores import installation
from data.tables.base import metadata
from questionnaires.loader import shipped
from services.actor import OPERATOR
from services.assessments import content
from services.comparison import snapshots
from services.example import koncern as example_koncern
from services.example import others as example_others
from services.example import plan
from services.example.rows import Rows
from services.example.told import content as told_content
from services.installation import storage

Told = Callable[[str], None]


def _at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 8, 30, tzinfo=UTC)


# The world's own days. They do not move, so that it is the same whenever it is made.
BEGAN, LATEST = _at(2025, 8, 18), _at(2026, 11, 16)


class Refusal(StorageProblem):
    """Nothing was made or removed. ``str(error)`` says why, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__("example")
        self.what, self.remedy = what, remedy
        self.args = (f"{what} {remedy}",)


def make(address: str | None, *, again: bool, told: Told = lambda _: None) -> str:
    """Make the world, in a file beside the installation's unless an address is given.

    ``again``: instead of the one that is there. All of it is made or nothing. Gives where it is, in
    words. Raises Refusal, StorageProblem.
    """
    database = _open(address)
    try:
        if database.path is not None:
            _make_file(database.path, again=again, told=told)
        else:
            _make_elsewhere(database, again=again, told=told)
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
    except OSError as error:
        raise StorageProblem("folder", str(error)) from error
    finally:
        database.close()
    return _place(database)


def remove(address: str | None) -> str:
    """Take the world away with all that was kept of it, and nothing else. Gives where it was.

    Raises Refusal for a database that is not the example's world, StorageProblem.
    """
    database = _open(address)
    try:
        if database.path is not None:
            _remove_file(database.path)
        else:
            with database.write() as session:
                _drop(session.connection())
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
    except OSError as error:
        raise StorageProblem("folder", str(error)) from error
    finally:
        database.close()
    return _place(database)


def use() -> None:
    """Let this process and those it starts run on the world beside the installation.

    Raises Refusal before it is made.
    """
    url = settings().example_url
    if not Path(str(url.database)).exists():
        raise Refusal("Exempelvärlden är inte gjord än.", "Gör den först: manage.py example")
    os.environ["DATABASE_URL"] = url.render_as_string(hide_password=False)
    settings.cache_clear()
    if not storage.is_example():
        raise Refusal(
            f"{url.database} är inte exempelvärlden.", "Flytta filen och kör manage.py example."
        )


def _open(address: str | None) -> Database:
    try:
        return Database(address or settings().example_url, settings().limits)
    except StorageProblem as problem:
        if problem.kind != "address":
            raise
        raise Refusal(
            "Adressen går inte att förstå.",
            "Skriv postgresql+psycopg://namn:lösenord@värd/databas eller sqlite:///mapp/fil.db.",
        ) from problem


def _place(database: Database) -> str:
    return str(database.path or database.url.render_as_string(hide_password=True))


def _make_file(path: Path, *, again: bool, told: Told) -> None:
    if path.exists():
        _refuse_unless_marked(path)
        if not again:
            raise Refusal(
                f"Exempelvärlden finns redan: {path}.",
                "Gör om den med --again, eller ta bort den med --remove.",
            )
    draft = _draft(path)
    sqlitefile.remove(draft)
    database = Database(f"sqlite:///{draft}")
    try:
        with database.write() as session:
            _fill(session, told)
        database.close()
        with closing(sqlite3.connect(draft)) as connection:
            # One file, so that it is whole when it gets its name.
            connection.execute("PRAGMA journal_mode = DELETE")
        sqlitefile.remove(path)
        draft.replace(path)
    finally:
        database.close()
        sqlitefile.remove(draft)


def _make_elsewhere(database: Database, *, again: bool, told: Told) -> None:
    with database.write() as session:
        connection = session.connection()
        hold(connection)
        if inspect(connection).get_table_names():
            if not installation.is_example(connection):
                raise Refusal("Databasen är inte tom.", "Ange en tom databas. Ingenting är ändrat.")
            if not again:
                raise Refusal(
                    "Exempelvärlden finns redan i databasen.",
                    "Gör om den med --again, eller ta bort den med --remove.",
                )
            _drop(connection)
        _fill(session, told)


def _remove_file(path: Path) -> None:
    if not path.exists() and not _draft(path).exists():
        raise Refusal("Det finns ingen exempelvärld att ta bort.", f"Den skulle ligga i {path}.")
    if path.exists():
        _refuse_unless_marked(path)
    kept = path.parent.glob(f"{path.stem}-before-*{path.suffix}")
    for each in (path, _draft(path), *(copy for copy in kept if _is_marked(copy))):
        sqlitefile.remove(each)


def _refuse_unless_marked(path: Path) -> None:
    if not _is_marked(path):
        raise Refusal(
            f"{path} är inte exempelvärlden.", "Ingenting är ändrat. Ange en annan adress."
        )


def _is_marked(path: Path) -> bool:
    try:
        with closing(sqlitefile.reader(path)) as connection:
            found = connection.execute(
                "SELECT count(*) FROM installation_mark WHERE what = ?", (installation.EXAMPLE,)
            )
            return bool(found.fetchone()[0])
    except sqlite3.Error:
        return False


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.stem}-gors{path.suffix}")


def _drop(connection: Connection) -> None:
    if not installation.is_example(connection):
        raise Refusal(
            "Databasen är inte exempelvärlden.", "Ingenting är ändrat. Ange en annan adress."
        )
    metadata.drop_all(connection)
    connection.execute(text("DROP TABLE alembic_version"))


def _fill(session: Session, told: Told) -> None:
    with clock.standing(LATEST):
        told("tabellerna")
        make_tables(session.connection())
        installation.mark_example(session)
        _tell(session, told)


def _tell(session: Session, told: Told) -> None:
    """The two years in the world, in the order that things happen."""
    rows = Rows(session, shipped().questionnaire(content.DEFAULT), told_content())
    told("120 organisationer och en koncern med 48 enheter")
    others = example_others.make(rows, BEGAN)
    with clock.standing(BEGAN):
        koncern = example_koncern.make(rows, BEGAN)
    told("förra årets svar")
    first = example_koncern.answer(rows, koncern, 2025, _at(2025, 9, 22))
    example_koncern.hand_in(rows, koncern, first, _at(2025, 10, 6))
    units, deadline = koncern.units, date(2025, 11, 14)
    example_koncern.hold_round(rows, koncern, units, _at(2025, 10, 13), deadline)
    example_others.hand_in(rows, others, 2025, _at(2025, 9, 1), 80)
    _publish(session, _at(2025, 12, 1), told)
    plan.make(rows, koncern, first, _at(2025, 12, 8))
    example_others.network(rows, koncern.id, others, _at(2026, 2, 2))
    told("årets svar")
    example_others.hand_in(rows, others[::2], 2026, _at(2026, 1, 12), 60)
    _publish(session, _at(2026, 6, 15), told)
    second = example_koncern.answer(rows, koncern, 2026, _at(2026, 9, 21))
    plan.aim(rows, koncern, second, _at(2026, 10, 2))
    example_koncern.hand_in(rows, koncern, second, _at(2026, 10, 5))
    units, deadline = example_koncern.states(units), date(2026, 12, 11)
    example_koncern.hold_round(rows, koncern, units, _at(2026, 10, 12), deadline)
    plan.of_units(rows, units, _at(2026, 11, 9))
    later = [other for i, other in enumerate(others) if i % 2]
    example_others.hand_in(rows, later, 2026, _at(2026, 9, 1), 68)
    _publish(session, LATEST, told)


def _publish(session: Session, at: datetime, told: Told) -> None:
    told(f"ögonblicksbilden från {at.date()}")
    session.flush()
    with clock.standing(at):
        snapshots.publish(session, OPERATOR, snapshots.prepare(session, OPERATOR, content.DEFAULT))
