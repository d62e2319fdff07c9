"""Networks: organisations that compare openly, by name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "network",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
    )
    op.create_table(
        "network_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("questions", sa.Boolean(), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("by", sa.String(32), nullable=False),
        _key("network_member", "network_id", "network", "CASCADE"),
        _key("network_member", "organisation_id", "organisation", "CASCADE"),
        _key("network_member", "by", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_member")),
        sa.UniqueConstraint(
            "network_id",
            "organisation_id",
            name=op.f("uq_network_member_network_id_organisation_id"),
        ),
    )
    op.create_index(
        op.f("ix_network_member_organisation_id"), "network_member", ["organisation_id"]
    )
    op.create_table(
        "network_invitation",
        sa.Column("invitation_id", sa.String(32), nullable=False),
        sa.Column("network_id", sa.String(32), nullable=False),
        _key("network_invitation", "invitation_id", "invitation", "CASCADE"),
        _key("network_invitation", "network_id", "network", "CASCADE"),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_network_invitation")),
    )
    op.create_index(op.f("ix_network_invitation_network_id"), "network_invitation", ["network_id"])


def _key(
    table: str, column: str, other: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
