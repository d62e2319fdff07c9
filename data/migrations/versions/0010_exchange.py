"""Exchange: other installations that are trusted, and what they have published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime, json_type

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "trusted_installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("key", sa.String(44), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_installation")),
        sa.UniqueConstraint("name", name=op.f("uq_trusted_installation_name")),
        sa.UniqueConstraint("key", name=op.f("uq_trusted_installation_key")),
    )
    op.create_table(
        "foreign_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("installation_id", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("groups", json_type(), nullable=False),
        sa.Column("admitted", json_type(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["installation_id"],
            ["trusted_installation.id"],
            name=op.f("fk_foreign_snapshot_installation_id_trusted_installation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foreign_snapshot")),
        sa.UniqueConstraint(
            "installation_id", "pool", name=op.f("uq_foreign_snapshot_installation_id_pool")
        ),
    )
    op.create_table(
        "foreign_histogram",
        sa.Column("foreign_snapshot_id", sa.Integer(), nullable=False),
        sa.Column("peer_group", sa.String(200), nullable=False),
        sa.Column("part", sa.String(200), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["foreign_snapshot_id"],
            ["foreign_snapshot.id"],
            name=op.f("fk_foreign_histogram_foreign_snapshot_id_foreign_snapshot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "foreign_snapshot_id", "peer_group", "part", name=op.f("pk_foreign_histogram")
        ),
    )


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
