"""Alembic's home. Migrations are run by ``data.database.migrate``, never by hand."""
