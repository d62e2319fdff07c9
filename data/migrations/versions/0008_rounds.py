"""Rounds: one questionnaire and one day for chosen units, with answers that the parent gives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "koncern_round",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("bundle_digest", sa.String(64), nullable=False),
        sa.Column("period", sa.String(60), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=False),
        _key("koncern_round", "organisation_id", "organisation", "id", "CASCADE"),
        _key("koncern_round", "bundle_digest", "questionnaire_bundle", "digest"),
        _key("koncern_round", "created_by", "user_account", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_koncern_round")),
    )
    op.create_index(op.f("ix_koncern_round_organisation_id"), "koncern_round", ["organisation_id"])
    op.create_table(
        "round_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("group_name", sa.String(60), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=True),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        _key("round_unit", "round_id", "koncern_round", "id", "CASCADE"),
        _key("round_unit", "organisation_id", "organisation", "id", "CASCADE"),
        _key("round_unit", "assessment_id", "assessment", "id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_unit")),
        sa.UniqueConstraint(
            "round_id", "organisation_id", name=op.f("uq_round_unit_round_id_organisation_id")
        ),
    )
    op.create_index(op.f("ix_round_unit_organisation_id"), "round_unit", ["organisation_id"])
    op.create_index(op.f("ix_round_unit_assessment_id"), "round_unit", ["assessment_id"])
    op.create_table(
        "round_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(32), nullable=False),
        sa.Column("group_name", sa.String(60), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        _key("round_answer", "round_id", "koncern_round", "id", "CASCADE"),
        _key("round_answer", "by", "user_account", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_answer")),
        sa.UniqueConstraint(
            "round_id",
            "group_name",
            "question_id",
            name=op.f("uq_round_answer_round_id_group_name_question_id"),
        ),
    )
    op.create_table(
        "round_deviation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        _key("round_deviation", "assessment_id", "assessment", "id", "CASCADE"),
        _key("round_deviation", "by", "user_account", "id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_deviation")),
        sa.UniqueConstraint(
            "assessment_id",
            "question_id",
            name=op.f("uq_round_deviation_assessment_id_question_id"),
        ),
    )


def _key(
    table: str, column: str, other: str, of: str, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{of}"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
