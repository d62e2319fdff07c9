"""The table that says what a whole database is, where that is not people's own answers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from data.tables.base import Base, moment


class InstallationMark(Base, table=True):
    """What a database is. ``what`` is example: everything in it is made up.

    Written in the transaction that fills the database, and never afterwards.
    """

    __tablename__ = "installation_mark"

    what: str = Field(primary_key=True, max_length=20)
    made_at: datetime = moment()
