"""The order in which essays changed, for the index of the search."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Number the changes; so far each essay has changed once."""
    op.add_column("essay", sa.Column("changed", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE essay SET changed = number")
    op.create_index("ix_essay_changed", "essay", ["changed"], unique=False)
