"""Workshops: a room that votes, talks and decides on the questions of an assessment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _workshop()
    _votes()
    _outcome()


def _workshop() -> None:
    op.create_table(
        "workshop",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("phase", sa.String(12), nullable=False),
        sa.Column("current", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(12), nullable=True),
        sa.Column("code_until", UtcDateTime(), nullable=False),
        sa.Column("question_minutes", sa.Integer(), nullable=False),
        sa.Column("timer_until", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_workshop_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_workshop_created_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
    )
    op.create_index(op.f("ix_workshop_assessment_id"), "workshop", ["assessment_id"])
    op.create_table(
        "workshop_item",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        _of_workshop("workshop_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_item")),
        sa.UniqueConstraint(
            "workshop_id", "position", name=op.f("uq_workshop_item_workshop_id_position")
        ),
        sa.UniqueConstraint(
            "workshop_id", "question_id", name=op.f("uq_workshop_item_workshop_id_question_id")
        ),
    )


def _votes() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=True),
        _of_workshop("participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_participant_token_hash")),
        sa.UniqueConstraint(
            "workshop_id", "number", name=op.f("uq_participant_workshop_id_number")
        ),
    )
    op.create_table(
        "vote",
        sa.Column("participant_id", sa.String(32), nullable=False),
        sa.Column("item_id", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'level') = (level IS NOT NULL)", name=op.f("ck_vote_level_when_level")
        ),
        _of_item("vote"),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_vote_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participant_id", "item_id", "round", name=op.f("pk_vote")),
    )
    op.create_index(op.f("ix_vote_item_id"), "vote", ["item_id"])


def _outcome() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(32), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("minority", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Boolean(), nullable=False),
        sa.Column("answer_revision", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        _of_item("decision"),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_decision_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_item_id"), "decision", ["item_id"])
    op.create_table(
        "parked_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.String(32), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        _of_workshop("parked_issue"),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_parked_issue_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_issue")),
    )
    op.create_index(op.f("ix_parked_issue_workshop_id"), "parked_issue", ["workshop_id"])


def _of_workshop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id"],
        ["workshop.id"],
        name=op.f(f"fk_{table}_workshop_id_workshop"),
        ondelete="CASCADE",
    )


def _of_item(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["item_id"],
        ["workshop_item.id"],
        name=op.f(f"fk_{table}_item_id_workshop_item"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
