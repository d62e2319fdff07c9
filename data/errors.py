"""What can go wrong with storage, in words for the person at the screen."""

from __future__ import annotations

import logging
import sqlite3
from typing import Literal

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

Kind = Literal[
    "read_only",
    "full",
    "busy",
    "damaged",
    "unopenable",
    "folder",
    "address",
    "disk",
    "unreachable",
    "newer",
    "example",
    "unfit",
    "unknown",
]

_WORDS: dict[Kind, tuple[str, str]] = {
    "read_only": (
        "Databasen går bara att läsa.",
        "Kontrollera att programmet får skriva i databasens mapp, och försök igen.",
    ),
    "full": (
        "Disken är full.",
        "Frigör utrymme och försök igen.",
    ),
    "busy": (
        "Databasen är upptagen.",
        "Vänta en stund och försök igen. Stäng andra program som har databasen öppen.",
    ),
    "damaged": (
        "Databasfilen går inte att läsa. Den är skadad eller är ingen databas.",
        "Låt filen ligga kvar och återställ en säkerhetskopia: .venv/bin/python manage.py "
        "restore FIL (i Windows .venv\\Scripts\\python manage.py restore FIL).",
    ),
    "unopenable": (
        "Databasfilen går inte att öppna.",
        "Kontrollera att mappen finns och att programmet får läsa och skriva i den.",
    ),
    "folder": (
        "Filen går inte att skapa där.",
        "Kontrollera att mappen finns och att programmet får skriva i den.",
    ),
    "address": (
        "DATABASE_URL går inte att förstå.",
        "Skriv postgresql+psycopg://namn:lösenord@värd/databas, eller ta bort den för SQLite.",
    ),
    "disk": (
        "Disken gav ett fel när databasen användes.",
        "Kontrollera disken och försök igen. Det som redan var sparat ligger kvar.",
    ),
    "unreachable": (
        "Databasen svarar inte.",
        "Kontrollera att databasen är i gång och att DATABASE_URL stämmer, och försök igen.",
    ),
    "newer": (
        "Databasen är gjord av en nyare version av Riktmärket.",
        "Uppdatera programmet, eller återställ en säkerhetskopia från den här versionen.",
    ),
    "example": (
        "Exempelvärlden och en riktig installation får inte blandas.",
        "Välj en säkerhetskopia av samma slag, eller gör en ny exempelvärld: manage.py example.",
    ),
    "unfit": (
        "En rad går inte att lagra i databasen.",
        "En text i den är för lång, har ett tecken som databasen inte tar emot eller hänvisar "
        "till något som saknas. Rätta den där den kommer ifrån och försök igen.",
    ),
    "unknown": (
        "Databasen gav ett fel som programmet inte känner igen.",
        "Försök igen. Hjälper det inte står felet i fönstret där programmet startades.",
    ),
}


log = logging.getLogger(__name__)


class StorageProblem(Exception):
    """Storage failed; nothing was half-written. ``what`` and ``remedy`` are Swedish sentences."""

    def __init__(self, kind: Kind, detail: str = "") -> None:
        self.kind: Kind = kind
        self.what, self.remedy = _WORDS[kind]
        self.detail = detail
        super().__init__(f"{self.what} {self.remedy}")


class Unfit(StorageProblem):
    """A row cannot be stored as it is in another database. ``key`` is its primary key."""

    def __init__(self, table: str, key: str) -> None:
        super().__init__("unfit", f"{table} {key}")
        self.what = f"Raden {key} i tabellen {table} går inte att lagra i databasen."
        self.args = (f"{self.what} {self.remedy}",)


def storage_problem(error: Exception) -> StorageProblem:
    """Tell what a database error means, and log what the database said."""
    if isinstance(error, StorageProblem):
        return error
    # Not the whole error: it repeats the statement with what people have typed.
    original = error.orig if isinstance(error, DBAPIError) else error
    kind: Kind = "unknown"
    if isinstance(error, PoolTimeout):
        kind = "busy"
    elif isinstance(original, sqlite3.Error):
        kind = _sqlite_kind(original)
    elif found := _POSTGRES.get(getattr(original, "sqlstate", None) or ""):
        kind = found
    elif isinstance(error, OperationalError | InterfaceError):
        kind = "unreachable"
    log.warning("storage: %s: %s: %s", kind, type(original).__name__, original)
    return StorageProblem(kind, str(original))


def _sqlite_kind(error: BaseException) -> Kind:
    # The primary result code is the low byte of SQLite's extended codes.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    kinds: dict[int, Kind] = {
        sqlite3.SQLITE_READONLY: "read_only",
        sqlite3.SQLITE_PERM: "read_only",
        sqlite3.SQLITE_FULL: "full",
        sqlite3.SQLITE_BUSY: "busy",
        sqlite3.SQLITE_LOCKED: "busy",
        sqlite3.SQLITE_CORRUPT: "damaged",
        sqlite3.SQLITE_NOTADB: "damaged",
        sqlite3.SQLITE_CANTOPEN: "unopenable",
        sqlite3.SQLITE_IOERR: "disk",
    }
    return kinds.get(code, "unknown")


# PostgreSQL's SQLSTATE codes. A standby says 25006; 40001 and 40P01 are two who were in each
# other's way, and the same work goes through when it is tried again.
_POSTGRES: dict[str, Kind] = {
    "25006": "read_only",
    "40001": "busy",
    "40P01": "busy",
    "53100": "full",
    "53300": "busy",
    "55P03": "busy",
    "57014": "busy",
}

STORAGE_ERRORS = (SQLAlchemyError, sqlite3.Error)
