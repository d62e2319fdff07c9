"""Alembic's home. Migrations are run by ``data.migrate``, never by hand."""
