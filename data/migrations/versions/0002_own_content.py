"""An organisation's own goals and questions, and assessments that moved to another version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("moved_from", sa.String(32), nullable=True))
        table.create_foreign_key(
            op.f("fk_assessment_moved_from_assessment"),
            "assessment",
            ["moved_from"],
            ["id"],
            ondelete="SET NULL",
        )
        table.create_index(op.f("ix_assessment_moved_from"), ["moved_from"])
    op.create_table(
        "own_content",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("content_id", sa.String(60), nullable=False),
        sa.Column("questionnaire_id", sa.String(60), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("in_use", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.String(32), nullable=False),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_own_content_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["user_account.id"], name=op.f("fk_own_content_updated_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_content")),
        sa.UniqueConstraint(
            "organisation_id",
            "content_id",
            name=op.f("uq_own_content_organisation_id_content_id"),
        ),
    )
    op.create_table(
        "own_content_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("own_content_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["own_content_id"],
            ["own_content.id"],
            name=op.f("fk_own_content_version_own_content_id_own_content"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_own_content_version_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_content_version")),
        sa.UniqueConstraint(
            "own_content_id",
            "number",
            name=op.f("uq_own_content_version_own_content_id_number"),
        ),
    )


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
