"""What a whole database is marked as."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.engine import Connection
from sqlmodel import Session, select

from data import clock
from data.tables.installation import InstallationMark

EXAMPLE = "example"
# The one in the example's world that it is shown to.
PERSON = "exempel"


def is_example(connection: Connection) -> bool:
    """Whether everything in a database is made up. False for one without tables, or with older ones."""
    mark = InstallationMark
    if not inspect(connection).has_table(mark.__tablename__):
        return False
    query = select(mark.what).where(mark.what == EXAMPLE)
    return connection.execute(query).first() is not None


def mark_example(session: Session) -> None:
    """Say for ever that everything in a database is made up."""
    session.add(InstallationMark(what=EXAMPLE, made_at=clock.now()))
    session.flush()
