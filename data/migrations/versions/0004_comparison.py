"""Comparison: consent, contributions, snapshots of them and what is published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime, json_type

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "contribution_layout",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("pool", sa.String(60), nullable=False),
        sa.Column("parts", json_type(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_contribution_layout")),
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("groups", json_type(), nullable=False),
        sa.Column("admitted", json_type(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("pool", "number", name=op.f("uq_snapshot_pool_number")),
    )
    op.create_table(
        "snapshot_contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(60), nullable=False),
        sa.Column("root_id", sa.String(32), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("klass", sa.String(16), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_contribution")),
    )
    with op.batch_alter_table("snapshot_contribution") as table:
        table.create_index(
            "ix_snapshot_contribution_root_id_pool", ["root_id", "pool"], unique=False
        )

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_consent_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_consent_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent") as table:
        table.create_index(table.f("ix_consent_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "goal_histogram",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("peer_group", sa.String(200), nullable=False),
        sa.Column("part", sa.String(200), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
            name=op.f("fk_goal_histogram_snapshot_id_snapshot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "peer_group", "part", name=op.f("pk_goal_histogram")
        ),
    )
    op.create_table(
        "question_histogram",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("peer_group", sa.String(200), nullable=False),
        sa.Column("part", sa.String(200), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
            name=op.f("fk_question_histogram_snapshot_id_snapshot"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "peer_group", "part", name=op.f("pk_question_histogram")
        ),
    )
    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("pool", sa.String(60), nullable=False),
        sa.Column("layout", sa.String(64), nullable=False),
        sa.Column("version", sa.String(32), nullable=False),
        sa.Column("full", sa.Boolean(), nullable=False),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["layout"],
            ["contribution_layout.digest"],
            name=op.f("fk_contribution_layout_contribution_layout"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contribution_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_contribution_submission_id_submission"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_contribution_submission_id")),
    )
    with op.batch_alter_table("contribution") as table:
        table.create_index(
            "ix_contribution_organisation_id_version", ["organisation_id", "version"], unique=False
        )


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
