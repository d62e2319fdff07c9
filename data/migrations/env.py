"""Alembic's environment: it gets an open connection from ``data.database.migrate``."""

from __future__ import annotations

from alembic import context

import data.tables  # noqa: F401  the tables register themselves
from data.tables.base import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
