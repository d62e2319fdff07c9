"""All rows of all tables: move them between databases, count them, tell whether they are the same.

Everything follows from the tables' metadata, so a new table is included from the day it is made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, bindparam, func, insert, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DataError, IntegrityError

from data import tables  # noqa: F401  the tables register themselves
from data.errors import Unfit, storage_problem
from data.tables.base import metadata

CHUNK = 1000
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """What a table holds: its number of rows and a checksum of all that stands in them."""

    table: str
    count: int
    checksum: str


def copy_rows(
    reader: Connection, writer: Connection, told: Callable[[str], None] = lambda _: None
) -> None:
    """Copy every table, those that others refer to first. The writer's tables must be empty.

    ``told`` hears each table's name before it is copied. Raises Unfit: a row that the writer's
    database does not take, named by table and key.
    """
    for table in metadata.sorted_tables:
        told(table.name)
        _copy_table(table, reader, writer)
    _restart_sequences(writer)


def delete_rows(writer: Connection) -> None:
    """Delete every row of every table, those that refer to others first."""
    for table in reversed(metadata.sorted_tables):
        writer.execute(table.delete())


def without_hurry(connection: Connection) -> None:
    """Let the statements of this transaction take the time they need."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def shut_out_writers(connection: Connection) -> None:
    """Let nobody else change any table until this transaction ends.

    SQLite has one writer at a time anyway. Reading goes on.
    """
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.format_table
        names = ", ".join(quote(table) for table in metadata.sorted_tables)
        connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def contents(connection: Connection) -> tuple[Content, ...]:
    """What each table holds, in the order they are copied."""
    return tuple(content(connection, table) for table in metadata.sorted_tables)


def content(connection: Connection, table: Table) -> Content:
    """What one table holds.

    The checksum is the sum, modulo 2^256, of the SHA-256 of each row, so that it does not depend
    on how a database orders text.
    """
    count, total = 0, 0
    for chunk in _chunks(connection, table):
        count += len(chunk)
        total += sum(_digest(table, row) for row in chunk)
    return Content(table.name, count, f"{total % 2**256:064x}")


def _digest(table: Table, row: Row) -> int:
    values = [row[column.name] for column in table.columns]
    plain = json.dumps(values, sort_keys=True, ensure_ascii=True, default=_plain)
    return int.from_bytes(hashlib.sha256(plain.encode("ascii")).digest(), "big")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def _chunks(connection: Connection, table: Table) -> Iterator[list[Row]]:
    statement = select(table).order_by(*table.primary_key.columns)
    found = connection.execute(statement, execution_options={"yield_per": CHUNK})
    for chunk in found.mappings().partitions(CHUNK):
        yield [dict(row) for row in chunk]


def _copy_table(table: Table, reader: Connection, writer: Connection) -> None:
    # A row may refer to one of the same table that comes later, so that is filled in afterwards.
    inward = [
        column
        for column in table.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]
    referring: list[Row] = []
    for chunk in _chunks(reader, table):
        referring += [dict(row) for row in chunk if any(row[c.name] is not None for c in inward)]
        without = dict.fromkeys(c.name for c in inward)
        _insert(table, [{**row, **without} for row in chunk], writer)
    if referring:
        _refer(table, inward, referring, writer)


def _refer(
    table: Table, inward: list[Column[Any]], referring: list[Row], writer: Connection
) -> None:
    keys = list(table.primary_key.columns)
    statement = (
        update(table)
        .where(*(key == bindparam(f"at_{key.name}") for key in keys))
        .values({column.name: bindparam(f"to_{column.name}") for column in inward})
    )
    writer.execute(
        statement,
        [
            {f"at_{key.name}": row[key.name] for key in keys}
            | {f"to_{column.name}": row[column.name] for column in inward}
            for row in referring
        ],
    )


def _insert(table: Table, chunk: list[Row], writer: Connection) -> None:
    try:
        with writer.begin_nested():
            writer.execute(insert(table), chunk)
    except (DataError, IntegrityError) as error:
        storage_problem(error)
        raise Unfit(table.name, _first_refused(table, chunk, writer)) from error


def _first_refused(table: Table, chunk: list[Row], writer: Connection) -> str:
    for row in chunk:
        try:
            with writer.begin_nested():
                writer.execute(insert(table), row)
        except (DataError, IntegrityError):
            return ", ".join(str(row[key.name]) for key in table.primary_key.columns)
    return "?"


def _restart_sequences(writer: Connection) -> None:
    if writer.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        newest = None if key is None else writer.execute(select(func.max(key))).scalar()
        if key is not None and newest is not None:
            sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
            writer.execute(text(f"SELECT setval({sequence}, :newest)"), {"newest": newest})
