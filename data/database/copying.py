"""A whole installation from one database to another, in one step, and compared afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection

from data.database import rows, sqlitefile
from data.database.engine import Database
from data.database.migrate import State, hold, make_tables, state, state_of
from data.database.rows import Content
from data.errors import STORAGE_ERRORS, StorageProblem, storage_problem
from data.stores import installation
from data.tables.base import metadata

Side = Literal["source", "target"]

_NONE = (
    "Där finns ingen installation av Riktmärket.",
    "Kontrollera adressen. Kopierar ni en SQLite-fil måste den finnas.",
)
_BEHIND = (
    "Den är från en äldre version av Riktmärket.",
    "Säkerhetskopiera den, sätt DATABASE_URL till den och kör manage.py migrate. "
    "Kopiera sedan igen.",
)
_NEWER = ("Den är gjord av en nyare version av Riktmärket.", "Uppdatera programmet först.")
_EXAMPLE = (
    "Det är exempelvärlden, och den kopieras inte.",
    "Gör den på nytt där den ska finnas: manage.py example --database ADRESS.",
)
_SAME = ("Det är samma databas som ni kopierar från.", "Välj en annan.")


class CopyProblem(StorageProblem):
    """Nothing was copied. ``side`` is the database that it is about; None for the copying."""

    def __init__(self, what: str, remedy: str, side: Side | None = None) -> None:
        super().__init__("unknown")
        self.what, self.remedy, self.side = what, remedy, side
        self.args = (f"{what} {remedy}",)


def copy(
    source: Database, target: Database, told: Callable[[str], None] = lambda _: None
) -> tuple[Content, ...]:
    """Copy all rows of all tables. Gives what each table holds, as counted on both sides.

    The source may be in use: what is copied is how it was when the copying began. The target must
    be empty; its tables are made. ``told`` hears each table's name before it is copied. Raises
    CopyProblem, StorageProblem; the target is then as it was.
    """
    _check_source(source)
    is_new = target.path is not None and not target.path.exists()
    done = False
    try:
        _check_target(source, target)
        with source.read() as reading, target.write() as writing:
            found = _fill(reading.connection(), writing.connection(), told)
        done = True
    except STORAGE_ERRORS as error:
        raise storage_problem(error) from error
    finally:
        if is_new and not done and target.path:
            target.close()
            sqlitefile.remove(target.path)
    return found


def _fill(
    reader: Connection, writer: Connection, told: Callable[[str], None]
) -> tuple[Content, ...]:
    rows.without_hurry(reader)
    # The first question fixes what the reader sees. Somebody may have migrated since the check.
    _refuse_unless_current(state_of(reader))
    if writer.dialect.name == "postgresql":
        hold(writer)
    # Looked at again: only now can nobody else be filling it.
    _refuse_unless_empty(writer)
    make_tables(writer)
    rows.shut_out_writers(writer)
    # A migration may put rows in new tables; they are in the source too.
    rows.delete_rows(writer)
    rows.copy_rows(reader, writer, told)
    return _compared(rows.contents(reader), rows.contents(writer))


def _compared(before: tuple[Content, ...], after: tuple[Content, ...]) -> tuple[Content, ...]:
    for a, b in zip(before, after, strict=True):
        if a != b:
            kind = "antalet rader" if a.count != b.count else "kontrollsumman"
            raise CopyProblem(
                f"Kopian är inte lik källan: {kind} skiljer i tabellen {a.table}.",
                "Försök igen. Ingenting är sparat i databasen ni kopierar till.",
            )
    return after


def _check_source(source: Database) -> None:
    # Opening a SQLite file that is not there would make it.
    if source.path is not None and not source.path.exists():
        raise CopyProblem(*_NONE, side="source")
    try:
        found = state(source)
    except StorageProblem as problem:
        raise _of_side(problem, "source") from problem
    _refuse_unless_current(found)
    with source.read() as session:
        if installation.is_example(session.connection()):
            raise CopyProblem(*_EXAMPLE, side="source")


def _refuse_unless_current(found: State) -> None:
    if found != "current":
        words = {"empty": _NONE, "behind": _BEHIND, "newer": _NEWER}[found]
        raise CopyProblem(*words, side="source")


def _check_target(source: Database, target: Database) -> None:
    if _is_same(source, target):
        raise CopyProblem(*_SAME, side="target")
    try:
        with target.read() as session:
            _refuse_unless_empty(session.connection())
    except CopyProblem:
        raise
    except StorageProblem as problem:
        raise _of_side(problem, "target") from problem


def _of_side(problem: StorageProblem, side: Side) -> CopyProblem:
    unreachable = "Kontrollera att den är i gång, att databasen finns och att adressen stämmer."
    remedy = unreachable if problem.kind == "unreachable" else problem.remedy
    return CopyProblem(problem.what, remedy, side)


def _is_same(source: Database, target: Database) -> bool:
    if source.path and target.path:
        return source.path.resolve() == target.path.resolve()
    return source.url == target.url


def _refuse_unless_empty(connection: Connection) -> None:
    found = state_of(connection)
    if found == "newer":
        raise CopyProblem(*_NEWER, side="target")
    there = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in there:
            continue
        # Without our version in it, a table of the same name is someone else's.
        if found == "empty" or connection.execute(select(func.count()).select_from(table)).scalar():
            raise CopyProblem(
                f"Den är inte tom: det finns redan något i tabellen {table.name}.",
                "Kopiera till en ny databas. Ingenting är ändrat.",
                "target",
            )
