"""The essay that each chat is given on a day; which file of the disk an essay is; copies are no problem."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make room for them."""
    for table in ("essay", "refused_file"):
        op.add_column(table, sa.Column("inode", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE refused_file SET problem = '' WHERE problem LIKE 'has the same text as %'")
    op.create_table(
        "digest",
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_digest_number"),
        sa.PrimaryKeyConstraint("chat", "day", name="pk_digest"),
    )
