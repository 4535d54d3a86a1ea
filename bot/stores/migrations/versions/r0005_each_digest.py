"""What was in each digest, also of essays that came again in a later one."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Let an essay stand under every day on which it was given."""
    op.rename_table("given", "given_last")
    op.drop_index("ix_given_subscription_day", "given_last")
    op.create_table(
        "given",
        sa.Column("subscription", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription"], ["subscription.id"], name="fk_given_subscription", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["number"], ["essay.number"], name="fk_given_number"),
        sa.PrimaryKeyConstraint("subscription", "day", "number", name="pk_given"),
    )
    op.execute(
        "INSERT INTO given (subscription, day, number, place)"
        " SELECT subscription, day, number, place FROM given_last"
    )
    op.drop_table("given_last")
