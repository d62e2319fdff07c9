"""People: sign-in, memberships, invitations, and working together on an assessment."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from data.tables.base import UtcDateTime, json_type

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _people()
    _teamwork()
    _columns()


def _people() -> None:
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt") as table:
        table.create_index("ix_attempt_key_at", ["key", "at"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=True),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("details", json_type(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event") as table:
        table.create_index(
            "ix_audit_event_organisation_id_at", ["organisation_id", "at"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=True),
        sa.Column("user_id", sa.String(32), nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("role", sa.String(12), nullable=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("used_by", sa.String(32), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_invitation_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_invitation_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation") as table:
        table.create_index(
            table.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_membership_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "organisation_id", "user_id", name=op.f("uq_membership_organisation_id_user_id")
        ),
    )
    with op.batch_alter_table("membership") as table:
        table.create_index(table.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("stage", sa.String(12), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_sign_in_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in") as table:
        table.create_index(table.f("ix_sign_in_user_id"), ["user_id"], unique=False)


def _teamwork() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("part", sa.String(60), nullable=False),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assignment_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_assignment_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_assignment_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint(
            "assessment_id",
            "part",
            "user_id",
            name=op.f("uq_assignment_assessment_id_part_user_id"),
        ),
    )
    op.create_table(
        "presence",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.String(32), nullable=False),
        sa.Column("part", sa.String(60), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_presence_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name=op.f("fk_presence_user_id_user_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "user_id", name=op.f("pk_presence")),
    )
    op.create_table(
        "status_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("what", sa.String(12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_status_event_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_status_event_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_event")),
    )
    with op.batch_alter_table("status_event") as table:
        table.create_index(
            table.f("ix_status_event_assessment_id"), ["assessment_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("bundle_digest", sa.String(64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_submission_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bundle_digest"],
            ["questionnaire_bundle.digest"],
            name=op.f("fk_submission_bundle_digest_questionnaire_bundle"),
        ),
        sa.ForeignKeyConstraint(
            ["by"], ["user_account.id"], name=op.f("fk_submission_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "assessment_id", "number", name=op.f("uq_submission_assessment_id_number")
        ),
    )


def _columns() -> None:
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("ready_at", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("submitted_at", UtcDateTime(), nullable=True))

    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("parent_id", sa.String(32), nullable=True))
        table.add_column(sa.Column("retention_months", sa.Integer(), nullable=True))
        table.add_column(sa.Column("retention_since", UtcDateTime(), nullable=True))
        table.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        table.create_index(table.f("ix_organisation_parent_id"), ["parent_id"], unique=False)
        table.create_foreign_key(
            table.f("fk_organisation_parent_id_organisation"),
            "organisation",
            ["parent_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("user_account") as table:
        table.add_column(sa.Column("email", sa.String(254), nullable=True))
        table.add_column(sa.Column("email_key", sa.String(254), nullable=True))
        table.add_column(sa.Column("password_hash", sa.String(200), nullable=True))
        table.add_column(sa.Column("totp_secret", sa.String(200), nullable=True))
        table.add_column(
            sa.Column("totp_on", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("totp_step", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("recovery_codes", json_type(), nullable=False, server_default=sa.text("'[]'"))
        )
        table.add_column(sa.Column("issuer", sa.String(300), nullable=True))
        table.add_column(sa.Column("subject", sa.String(255), nullable=True))
        table.add_column(
            sa.Column("administrator", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("disabled_at", UtcDateTime(), nullable=True))
        table.create_unique_constraint(table.f("uq_user_account_email_key"), ["email_key"])
        table.create_unique_constraint(
            table.f("uq_user_account_issuer_subject"), ["issuer", "subject"]
        )

    # The code always gives a value; the defaults were for the rows that already stood here.
    with op.batch_alter_table("organisation") as table:
        table.alter_column("revision", server_default=None)
    with op.batch_alter_table("user_account") as table:
        for name in ("totp_on", "administrator", "recovery_codes"):
            table.alter_column(name, server_default=None)


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
