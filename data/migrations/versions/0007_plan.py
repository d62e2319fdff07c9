"""Ambitions with reasons, actions with their history, milestones, and years that follow each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime, json_type

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _columns()
    _ambitions()
    _actions()


def _columns() -> None:
    with op.batch_alter_table("target") as table:
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("importance", sa.Integer(), nullable=False, server_default="1"))
    # The code always gives a value; the defaults were for the rows that already stood here.
    with op.batch_alter_table("target") as table:
        for name in ("reason", "importance"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("continues", sa.String(32), nullable=True))
        table.create_index(table.f("ix_assessment_continues"), ["continues"], unique=False)
        table.create_foreign_key(
            table.f("fk_assessment_continues_assessment"),
            "assessment",
            ["continues"],
            ["id"],
            ondelete="SET NULL",
        )


def _ambitions() -> None:
    op.create_table(
        "question_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        _assessment("question_target"),
        _person("question_target", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_target")),
        sa.UniqueConstraint(
            "assessment_id",
            "question_id",
            name=op.f("uq_question_target_assessment_id_question_id"),
        ),
    )
    op.create_table(
        "target_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("framework_id", sa.String(60), nullable=False),
        sa.Column("goal_id", sa.String(60), nullable=False),
        sa.Column("question_id", sa.String(60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("importance", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        _assessment("target_event"),
        _person("target_event", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_event")),
    )
    op.create_index(op.f("ix_target_event_assessment_id"), "target_event", ["assessment_id"])


def _actions() -> None:
    op.create_table(
        "action",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=True),
        sa.Column("question_id", sa.String(60), nullable=True),
        sa.Column("step_level", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cost", sa.String(12), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("updated_by", sa.String(32), nullable=False),
        _organisation("action"),
        _assessment("action", "SET NULL"),
        _person("action", "created_by"),
        _person("action", "updated_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_index("ix_action_organisation_id", "action", ["organisation_id"])
    op.create_index(op.f("ix_action_assessment_id"), "action", ["assessment_id"])
    op.create_table(
        "action_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before", json_type(), nullable=False),
        sa.Column("after", json_type(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["action.id"],
            name=op.f("fk_action_event_action_id_action"),
            ondelete="CASCADE",
        ),
        _person("action_event", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_event")),
        sa.UniqueConstraint(
            "action_id", "revision", name=op.f("uq_action_event_action_id_revision")
        ),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("framework_id", sa.String(60), nullable=False),
        sa.Column("goal_id", sa.String(60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        _organisation("milestone"),
        _person("milestone", "by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint(
            "organisation_id",
            "framework_id",
            "goal_id",
            "due",
            name=op.f("uq_milestone_organisation_id_framework_id_goal_id_due"),
        ),
    )


def _assessment(table: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["assessment_id"],
        ["assessment.id"],
        name=op.f(f"fk_{table}_assessment_id_assessment"),
        ondelete=ondelete,
    )


def _organisation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["organisation_id"],
        ["organisation.id"],
        name=op.f(f"fk_{table}_organisation_id_organisation"),
    )


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["user_account.id"], name=op.f(f"fk_{table}_{column}_user_account")
    )


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
