"""The modules that an assessment has chosen, and the whole questionnaire that they are chosen from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. What is begun already is asked all of its questionnaire, as before."""
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("modules", sa.String(400), nullable=False, server_default=""))
        table.add_column(sa.Column("whole_digest", sa.String(64), nullable=True))


def downgrade() -> None:
    """Installations go back by restoring a backup, which loses nothing by accident."""
    raise NotImplementedError
